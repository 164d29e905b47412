package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.projector.cpu.simd.SimdProjector;
import io.sinotrace.volume.Volume;
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
   * Traces all rays of a geometry by the scalar tracer and by SIMD: as it comes, and with the rows
   * of a column as lanes however few they are, with and without skipping.
   */
  public static Found compare(String what, Volume volume, Geometry geometry) {
    float[] expected = trace(new ScalarProjector(volume, geometry), geometry);
    Map<String, Projector> others =
        Map.of(
            "", new SimdProjector(volume, geometry),
            ", by columns", new SimdProjector(volume, geometry, true, 0),
            ", by columns, nothing skipped", new SimdProjector(volume, geometry, false, 0));
    long other = 0;
    String first = "";
    for (Map.Entry<String, Projector> one : others.entrySet()) {
      Found found = found(what + one.getKey(), expected, trace(one.getValue(), geometry), geometry);
      other += found.other;
      first = first.isEmpty() ? found.first : first;
    }
    return new Found(expected.length, other, first);
  }

  /** Traces a whole geometry, and closes the projector. */
  static float[] trace(Projector projector, Geometry geometry) {
    float[] out = new float[Math.toIntExact(geometry.rays())];
    try (projector) {
      projector.project(geometry.all(), out);
    }
    return out;
  }

  static Found found(String what, float[] expected, float[] actual, Geometry g) {
    int rows = g.detector().rows();
    int columns = g.detector().columns();
    long other = 0;
    String first = "";
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToRawIntBits(expected[i]) != Float.floatToRawIntBits(actual[i])) {
        other++;
        if (first.isEmpty()) {
          first =
              "%s, view %d, row %d, column %d: %s instead of %s"
                  .formatted(
                      what,
                      i / (rows * columns),
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
