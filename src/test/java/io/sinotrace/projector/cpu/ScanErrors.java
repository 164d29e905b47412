package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.ExactPath;
import io.sinotrace.projector.Ray;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.volume.Volume;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a scan differs by from the exact line integrals of the same voxels, over all of its rays.
 *
 * @param rays that meet something
 * @param l2 relative L2 error
 * @param mean sum of the errors over the sum of the line integrals; 0 where they lean to no side
 */
record ScanErrors(long rays, double l2, double mean) {
  /** Traces a scan with the scalar projector and in float64, on two threads. */
  static ScanErrors of(Volume volume, Geometry geometry) {
    int halves = 2;
    double[][] sums =
        IntStream.range(0, halves)
            .parallel()
            .mapToObj(
                half -> {
                  double[] some = new double[5];
                  // Not for threads to share.
                  ExactPath exact = new ExactPath(volume);
                  try (ScalarProjector projector = new ScalarProjector(volume, geometry)) {
                    for (int view = half; view < geometry.views().size(); view += halves) {
                      addView(projector, exact, geometry, view, some);
                    }
                  }
                  return some;
                })
            .toArray(double[][]::new);
    double[] all = new double[5];
    for (double[] some : sums) {
      for (int k = 0; k < all.length; k++) {
        all[k] += some[k];
      }
    }
    return new ScanErrors((long) all[0], Math.sqrt(all[1] / all[2]), all[3] / all[4]);
  }

  private static void addView(
      ScalarProjector projector, ExactPath path, Geometry geometry, int view, double[] sums) {
    int rows = geometry.detector().rows();
    int columns = geometry.detector().columns();
    float[] out = new float[rows * columns];
    projector.project(new Tile(view, view + 1, 0, rows), out);
    for (int at = 0; at < out.length; at++) {
      double exact = path.lineIntegral(Ray.of(geometry, view, at / columns, at % columns));
      double error = out[at] - exact;
      sums[0] += exact != 0 ? 1 : 0;
      sums[1] += error * error;
      sums[2] += exact * exact;
      sums[3] += error;
      sums[4] += exact;
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%6d rays, relative L2 error %.1e, mean %+.1e", rays, l2, mean);
  }
}
