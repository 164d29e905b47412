package io.sinotrace.projector;

import io.sinotrace.geometry.Tile;

/**
 * How many voxels rays meet: the measure of the work in a scan, whatever a backend skips of it.
 *
 * <p>A ray meets one voxel, and one more with each face it crosses; along an axis on which it
 * extends over x voxels it crosses x faces on average. Looking at each ray would cost a part of
 * what tracing it does, so a lattice of them stands for all.
 */
public final class RayVoxels {
  /** Rays looked at along each side of a view, at most. */
  private static final int LATTICE = 32;

  /** Views looked at, at most. */
  private static final int VIEWS = 16;

  // Shares of a step by which the lattice moves from view to view, so that over the views it does
  // not always miss the same edge: powers of the inverse of the plastic number (Roberts 2018).
  private static final double ROW_SHIFT = 0.5698402909980532;
  private static final double COLUMN_SHIFT = 0.7548776662466927;

  private RayVoxels() {}

  /** Returns about how many voxels the rays of a tile meet in all, within a few per cent. */
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
    double place = 0.5 + view * shift;
    return (int) ((place - Math.floor(place)) * step);
  }

  private static double voxels(BoxGeometry geometry, RaySetup ray) {
    // In slabs along the main axis, as the ray's coordinates are.
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
