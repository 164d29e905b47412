package io.sinotrace.projector;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.volume.Volume;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * Rays drawn from a class, traced by a projector of any backend, held to the bits of {@link
 * PlainRay} and judged by {@link Criterion}.
 */
public final class RayTrial {
  private static final int BATCH = 4096;

  private final BiFunction<Volume, Geometry, Projector> backend;
  private final Volume volume;

  /** Prepares trials of a backend on one volume. */
  public RayTrial(BiFunction<Volume, Geometry, Projector> backend, Volume volume) {
    this.backend = backend;
    this.volume = volume;
  }

  /** Traces and judges {@code count} rays of a class. */
  public Tally rays(RayClass kind, Beam beam, int count, SplittableRandom random) {
    Criterion criterion = new Criterion(volume);
    Tally tally = new Tally();
    for (int done = 0; done < count; done += BATCH) {
      int some = Math.min(BATCH, count - done);
      Geometry rays = DrawnRays.of(kind, beam, volume.grid(), some, random);
      judge(rays, criterion, tally, kind.isEmpty());
    }
    return tally;
  }

  /** Traces and judges all rays of a geometry. */
  public Tally scan(Geometry geometry) {
    Tally tally = new Tally();
    judge(geometry, new Criterion(volume), tally, false);
    return tally;
  }

  private void judge(Geometry g, Criterion criterion, Tally tally, boolean empty) {
    float[] out = new float[Math.toIntExact(g.rays())];
    backend.apply(volume, g).project(g.all(), out);
    PlainRay plain = new PlainRay(volume);
    int at = 0;
    for (int view = 0; view < g.views().size(); view++) {
      for (int row = 0; row < g.detector().rows(); row++) {
        for (int column = 0; column < g.detector().columns(); column++) {
          Ray ray = Ray.of(g, view, row, column);
          float value = out[at++];
          tally.add(criterion, ray, value, TestGrids.GREATEST);
          float defined = plain.lineIntegral(g, view, row, column);
          if (Float.floatToRawIntBits(value) != Float.floatToRawIntBits(defined)) {
            tally.fail(ray + ": " + value + ", but defined as " + defined);
          }
          if (empty && Float.floatToRawIntBits(value) != 0) {
            tally.fail(ray + ": " + value + " instead of +0");
          }
        }
      }
    }
  }
}
