package io.sinotrace.projector;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * Rays drawn from a class, traced by a projector of any backend, held to the bits of {@link
 * PlainRay} and judged by {@link Criterion}.
 *
 * <p>Each ray is a view of its own with a detector of one pixel, so that any segment can be made.
 */
public final class RayTrial {
  private static final int BATCH = 4096;
  private static final Vec3 ACROSS = new Vec3(0.7, 0.1, 0);
  private static final Vec3 UP = new Vec3(0, 0.2, 0.9);

  private final BiFunction<Volume, Geometry, Projector> backend;
  private final Volume volume;

  /** Prepares trials of a backend on one volume. */
  public RayTrial(BiFunction<Volume, Geometry, Projector> backend, Volume volume) {
    this.backend = backend;
    this.volume = volume;
  }

  /** Traces and judges {@code count} rays of a class. */
  public Tally rays(RayClass kind, Beam beam, int count, SplittableRandom random) {
    VoxelGrid grid = volume.grid();
    int[] n = {grid.nx(), grid.ny(), grid.nz()};
    Affine toWorld = grid.boxToWorld();
    Criterion criterion = new Criterion(volume);
    Tally tally = new Tally();
    double[] s = new double[3];
    double[] e = new double[3];
    for (int done = 0; done < count; done += BATCH) {
      List<View> views = new ArrayList<>();
      for (int i = done; i < Math.min(count, done + BATCH); i++) {
        do {
          kind.draw(random, n, s, e);
          // A parallel beam has to have a direction.
        } while (beam == Beam.PARALLEL && e[0] == 0 && e[1] == 0 && e[2] == 0);
        Vec3 from = toWorld.point(new Vec3(s[0], s[1], s[2]));
        Vec3 step = toWorld.direction(new Vec3(e[0], e[1], e[2]));
        Vec3 to =
            kind == RayClass.POINT
                ? from
                : toWorld.point(new Vec3(s[0] + e[0], s[1] + e[1], s[2] + e[2]));
        boolean line = beam == Beam.PARALLEL;
        // A direction has no length; a quarter keeps the longest step an acceptable one, exactly.
        Vec3 direction = step.times(0.25);
        views.add(View.of(Double.NaN, line ? direction : from, line ? from : to, ACROSS, UP));
      }
      judge(new Geometry(beam, Detector.flat(1, 1), views), criterion, tally, kind.isEmpty());
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
