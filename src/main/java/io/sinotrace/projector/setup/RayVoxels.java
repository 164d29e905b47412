package io.sinotrace.projector.setup;

import io.sinotrace.geometry.Tile;

/**
 * How many voxels rays meet: the measure of the work in a scan, whether or not a backend skips some
 * of them.
 *
 * <p>A ray meets one voxel, and one more with each face it crosses; where it extends over x voxels
 * along an axis it crosses x faces of that axis on average. Setting up every ray would cost a
 * considerable part of tracing it, so the rays of a lattice are counted, and stand for all.
 */
public final class RayVoxels {
  /** Rays counted along each side of a view, at most. */
  private static final int LATTICE = 32;

  /** Views in which rays are counted, at most. */
  private static final int VIEWS = 16;

  // The lattice moves from view to view by these shares of its step, so that it does not miss the
  // same edge in all of them: powers of the inverse of the plastic number (Roberts 2018).
  private static final double ROW_SHIFT = 0.5698402909980532;
  private static final double COLUMN_SHIFT = 0.7548776662466927;

  private RayVoxels() {}

  /** Returns how many voxels the rays of a tile meet in all, to within a few per cent. */
  public static double estimate(BoxGeometry geometry, Tile tile) {
    RaySetup ray = new RaySetup(geometry);
    int columns = geometry.detector().columns();
    int rowStep = step(tile.rows(), LATTICE);
    int columnStep = step(columns, LATTICE);
    double voxels = 0;
    long rays = 0;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view += step(tile.views(), VIEWS)) {
      int rowFrom = tile.rowFrom() + shifted(view, ROW_SHIFT, rowStep);
      int columnFrom = shifted(view, COLUMN_SHIFT, columnStep);
      for (int row = rowFrom; row < tile.rowTo(); row += rowStep) {
        for (int column = columnFrom; column < columns; column += columnStep) {
          voxels += ray.set(view, row, column) ? voxels(geometry, ray) : 0;
          rays++;
        }
      }
    }
    return voxels / rays * tile.pixels(columns);
  }

  private static int step(int size, int most) {
    return (size + most - 1) / most;
  }

  private static int shifted(int view, double shift, int step) {
    double position = 0.5 + view * shift;
    return (int) ((position - Math.floor(position)) * step);
  }

  /** Returns how many voxels rays of this direction and extent meet on average. */
  private static double voxels(BoxGeometry geometry, RaySetup ray) {
    // The part of the ray inside the grid, in slabs along the main axis.
    double from = ray.beginSlab >= 0 ? ray.beginSlab + (double) ray.begin : ray.slabFrom;
    double to = ray.endSlab >= 0 ? ray.endSlab + (double) ray.end : ray.slabTo;
    int middle = geometry.grid().size(ray.axis) >> 1;
    for (int other = 0; other < 2; other++) {
      int size = geometry.grid().size(other == 0 ? ray.axis1 : ray.axis2);
      double slope = other == 0 ? ray.slope1 : ray.slope2;
      double start = other == 0 ? ray.start1 : ray.start2;
      double below = -(size >> 1) - start;
      double above = size - (size >> 1) - start;
      if (slope == 0) {
        if (below > 0 || above < 0) {
          return 0;
        }
        continue;
      }
      from = Math.max(from, Math.min(below / slope, above / slope) + middle);
      to = Math.min(to, Math.max(below / slope, above / slope) + middle);
    }
    double slabs = to - from;
    double faces = slabs * (1 + Math.abs(ray.slope1) + Math.abs(ray.slope2));
    return slabs > 0 ? Math.max(1, faces) : 0;
  }
}
