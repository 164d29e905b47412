package io.sinotrace.projector.cuda;

import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RaySetup;
import java.util.stream.IntStream;

/**
 * Counts the work that is in a scan: the slabs that its rays march through. In each a ray meets one
 * to three voxels.
 */
final class RaySlabs {
  private RaySlabs() {}

  /**
   * Returns the slabs of all rays of a view, as the set-up of the canonical arithmetic has them.
   */
  static long ofView(BoxGeometry geometry, int view) {
    return IntStream.range(0, geometry.detector().rows())
        .parallel()
        .mapToLong(row -> ofRow(geometry, view, row))
        .sum();
  }

  private static long ofRow(BoxGeometry geometry, int view, int row) {
    RaySetup ray = new RaySetup(geometry);
    long slabs = 0;
    for (int column = 0; column < geometry.detector().columns(); column++) {
      if (ray.set(view, row, column)) {
        slabs += ray.slabTo - ray.slabFrom;
      }
    }
    return slabs;
  }

  /**
   * Returns the mean of a view.
   *
   * @param sample how many views are counted, evenly spread; all of them where there are fewer
   */
  static double perView(BoxGeometry geometry, int sample) {
    int counted = Math.min(sample, geometry.views());
    long slabs = 0;
    for (int i = 0; i < counted; i++) {
      slabs += ofView(geometry, (int) ((long) i * geometry.views() / counted));
    }
    return (double) slabs / counted;
  }
}
