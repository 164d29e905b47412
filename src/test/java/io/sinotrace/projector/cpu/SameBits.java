package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.OneChannel;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.projector.cpu.simd.SimdProjector;
import io.sinotrace.volume.Volume;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compares projectors with the scalar one, bit by bit. */
public final class SameBits {
  private SameBits() {}

  /**
   * What a comparison found.
   *
   * @param rays compared
   * @param other how many of them differ
   * @param first the first that does
   */
  public record Found(long rays, long other, String first) {
    public static final Found NOTHING = new Found(0, 0, "");

    public Found plus(Found o) {
      return new Found(rays + o.rays, other + o.other, first.isEmpty() ? o.first : first);
    }
  }

  /**
   * Traces all rays of a geometry by SIMD: as it comes, and with the rows of a column as lanes
   * however few they are, with and without skipping; where there are several channels, by the
   * scalar tracer too. They are held to what the scalar tracer gives of each channel alone.
   */
  public static Found compare(String what, Volume volume, Geometry geometry) {
    float[] expected = eachAlone(volume, geometry);
    Map<String, Projector> others = new LinkedHashMap<>();
    if (volume.channels() > 1) {
      others.put(", scalar", new ScalarProjector(volume, geometry));
    }
    others.put("", new SimdProjector(volume, geometry));
    others.put(", by columns", new SimdProjector(volume, geometry, true, 0));
    others.put(", by columns, nothing skipped", new SimdProjector(volume, geometry, false, 0));
    long other = 0;
    String first = "";
    for (Map.Entry<String, Projector> one : others.entrySet()) {
      Found found = found(what + one.getKey(), expected, trace(one.getValue(), geometry), geometry);
      other += found.other;
      first = first.isEmpty() ? found.first : first;
    }
    return new Found(expected.length, other, first);
  }

  /** Traces a whole geometry by the scalar tracer, each channel of the volume for itself. */
  static float[] eachAlone(Volume volume, Geometry geometry) {
    int rays = Math.toIntExact(geometry.rays());
    float[] out = new float[volume.channels() * rays];
    int at = 0;
    for (OneChannel channel : OneChannel.each(volume)) {
      System.arraycopy(trace(new ScalarProjector(channel, geometry), geometry), 0, out, at, rays);
      at += rays;
    }
    return out;
  }

  /** Traces a whole geometry, and closes the projector. */
  static float[] trace(Projector projector, Geometry geometry) {
    float[] out = new float[Math.toIntExact(projector.channels() * geometry.rays())];
    try (projector) {
      projector.project(geometry.all(), out);
    }
    return out;
  }

  static Found found(String what, float[] expected, float[] actual, Geometry g) {
    int rows = g.detector().rows();
    int columns = g.detector().columns();
    int rays = Math.toIntExact(g.rays());
    long other = 0;
    String first = "";
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToRawIntBits(expected[i]) != Float.floatToRawIntBits(actual[i])) {
        other++;
        if (first.isEmpty()) {
          first =
              "%s, channel %d, view %d, row %d, column %d: %s instead of %s"
                  .formatted(
                      what,
                      i / rays,
                      i % rays / (rows * columns),
                      i / columns % rows,
                      i % columns,
                      actual[i],
                      expected[i]);
        }
      }
    }
    return new Found(expected.length, other, first);
  }
}
