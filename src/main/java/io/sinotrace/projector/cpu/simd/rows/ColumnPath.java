package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RaySetup;

/**
 * What all rays of one detector column share when the detector's rows follow one another along an
 * axis of the grid, the row axis: the path in the plane across that axis.
 */
final class ColumnPath {
  /** Main axis: the axis of the plane along which the rays go in slabs. */
  final int main;

  /** The other axis of the plane. */
  final int other;

  /** As in {@link RaySetup}, along {@link #other}. */
  final float slope;

  final float start;
  final float inverse;
  final float shift;
  final int step;

  /** First slab that rays may meet, within the grid. */
  final int slabFrom;

  /** First slab after those. */
  final int slabTo;

  /** How far the rays go along the main axis from source to pixel, in voxels; and one over it. */
  final double alongMain;

  final double inverseMain;

  /** How far they go along the other axis. */
  final double alongOther;

  /** From the source to the middle of the main axis, in voxels. */
  final double toMiddle;

  /** Length in a slab, in mm, of a ray whose coordinate along the row axis does not change. */
  final float inPlaneLength;

  /** What the column adds to a pixel's coordinate along the row axis: x_c U + y_c N, in voxels. */
  final double columnPart;

  /** Whether the rays share this path: false where one ends inside the grid, or has no extent. */
  final boolean shared;

  /**
   * Works out the path of a column.
   *
   * @param ray registers to work it out in
   */
  private ColumnPath(BoxGeometry geometry, RaySetup ray, int rowAxis, int view, int column) {
    boolean extent = ray.setColumn(view, column, rowAxis);
    boolean first = ray.axis1 != rowAxis;
    main = ray.axis;
    other = first ? ray.axis1 : ray.axis2;
    slope = first ? ray.slope1 : ray.slope2;
    start = first ? ray.start1 : ray.start2;
    inverse = first ? ray.inverse1 : ray.inverse2;
    shift = first ? ray.shift1 : ray.shift2;
    step = first ? ray.step1 : ray.step2;
    slabFrom = ray.slabFrom;
    slabTo = ray.slabTo;
    alongMain = ray.along(main);
    alongOther = ray.along(other);
    inverseMain = ray.inverseMain;
    toMiddle = ray.toMiddle;
    inPlaneLength = ray.length;
    columnPart =
        geometry.detector().x(column) * geometry.u(view, rowAxis)
            + geometry.detector().y(column) * geometry.n(view, rowAxis);
    shared = extent && ray.beginSlab < 0 && ray.endSlab < 0;
  }

  /** Returns the paths of all columns of some views, by view, then column. */
  static ColumnPath[] all(BoxGeometry geometry, int rowAxis, Tile tile) {
    int columns = geometry.detector().columns();
    RaySetup ray = new RaySetup(geometry);
    ColumnPath[] paths = new ColumnPath[tile.views() * columns];
    for (int k = 0; k < paths.length; k++) {
      int view = tile.viewFrom() + k / columns;
      paths[k] = new ColumnPath(geometry, ray, rowAxis, view, k % columns);
    }
    return paths;
  }

  /** Returns whether the rays share this path and are marched through a band. */
  boolean isMarched(Band band) {
    return shared && band.isFor(main);
  }

  /**
   * Returns whether {@link #main} is the main axis of a ray of the column.
   *
   * @param alongRow how far the ray goes along the row axis from source to pixel, in voxels
   */
  boolean isMainFor(int rowAxis, double alongRow) {
    double a = Math.abs(alongMain);
    double r = Math.abs(alongRow);
    // Ties keep the order x, y, z.
    return rowAxis < main ? a > r : a >= r;
  }
}
