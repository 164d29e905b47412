package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.BoxGeometry;

/**
 * What all rays of one detector column share when the detector's rows follow one another along an
 * axis of the grid, the row axis: the path in the plane across that axis.
 *
 * <p>It performs the operations of {@link io.sinotrace.projector.RaySetup} on the same operands:
 * what they add for the row is exactly 0 in the plane.
 */
final class ColumnPath {
  /** The axis of the plane along which the rays go in slabs. */
  final int main;

  /** The other axis of the plane. */
  final int other;

  final float slope;
  final float start;
  final float inverse;
  final float shift;
  final int step;

  /** First slab that rays may meet, within the grid. */
  int slabFrom;

  /** First slab after those. */
  int slabTo;

  /** Change of place along the main axis from source to pixel, and one over it. */
  final double alongMain;

  final double inverseMain;

  /** Change of place along the other axis. */
  final double alongOther;

  /** From the source to the middle of the main axis. */
  final double toMiddle;

  /** What the column adds to the place of a pixel along the row axis. */
  final double columnPart;

  /** Whether the rays share this path: false where one ends inside the grid, or has no extent. */
  final boolean shared;

  private ColumnPath(BoxGeometry g, int[] size, int rowAxis, int view, int column) {
    int a1 = rowAxis == 0 ? 1 : 0;
    int a2 = rowAxis == 2 ? 1 : 2;
    double x = g.detector().x(column);
    double y = g.detector().y(column);
    double pixel1 = pixel(g, view, a1, x, y);
    double pixel2 = pixel(g, view, a2, x, y);
    boolean line = g.beam() == Beam.PARALLEL;
    double source1 = g.source(view, a1);
    double source2 = g.source(view, a2);
    double d1 = line ? source1 : pixel1 - source1;
    double d2 = line ? source2 : pixel2 - source2;
    boolean first = Math.abs(d1) >= Math.abs(d2);
    main = first ? a1 : a2;
    other = first ? a2 : a1;
    alongMain = first ? d1 : d2;
    alongOther = first ? d2 : d1;
    columnPart = x * g.u(view, rowAxis) + y * g.n(view, rowAxis);
    double pixelMain = first ? pixel1 : pixel2;
    double sourceMain = line ? pixelMain : first ? source1 : source2;
    double pixelOther = first ? pixel2 : pixel1;
    double sourceOther = line ? pixelOther : first ? source2 : source1;
    int n = size[main];
    inverseMain = 1 / alongMain;
    toMiddle = (n >> 1) - sourceMain;
    double m = alongOther * inverseMain;
    if (Math.abs(m) < RowRays.MIN_SLOPE) {
      m = 0;
    }
    double r = (sourceOther - (size[other] >> 1)) + toMiddle * m;
    slope = (float) m;
    start = (float) r;
    inverse = slope != 0 ? 1f / slope : 0f;
    shift = slope > 0 ? -inverse : 0f;
    step = slope < 0 ? -1 : 1;
    slabFrom = 0;
    slabTo = n;
    boolean ends = false;
    if (!line) {
      double lo = Math.min(sourceMain, pixelMain);
      double hi = Math.max(sourceMain, pixelMain);
      ends = (lo > 0 && lo < n) || (hi > 0 && hi < n);
      slabFrom = (int) Math.max(0, Math.floor(lo));
      slabTo = (int) Math.min(n, Math.ceil(hi));
    }
    shared = !ends && Math.abs(alongMain) >= Double.MIN_NORMAL;
    clip(m, r, size[other], n >> 1);
  }

  /** Returns the paths of all columns of some views, by view, then column. */
  static ColumnPath[] all(BoxGeometry g, int[] size, int rowAxis, Tile tile) {
    int columns = g.detector().columns();
    ColumnPath[] paths = new ColumnPath[tile.views() * columns];
    for (int k = 0; k < paths.length; k++) {
      paths[k] = new ColumnPath(g, size, rowAxis, tile.viewFrom() + k / columns, k % columns);
    }
    return paths;
  }

  private static double pixel(BoxGeometry g, int view, int k, double x, double y) {
    return g.center(view, k) + (x * g.u(view, k) + y * g.n(view, k));
  }

  /** Leaves out slabs more than a voxel outside the grid: all that is read there is 0. */
  private void clip(double m, double r, int n, int middle) {
    double lo = -(n >> 1) - 1 - r;
    double hi = n - (n >> 1) + 1 - r;
    if (m == 0) {
      if (lo > 0 || hi < 0) {
        slabTo = slabFrom;
      }
      return;
    }
    double a = lo / m;
    double b = hi / m;
    slabFrom = (int) Math.max(slabFrom, Math.floor(Math.min(a, b)) + middle - 1);
    slabTo = (int) Math.min(slabTo, Math.ceil(Math.max(a, b)) + middle + 1);
  }

  /** Returns whether the main axis of a ray that goes so far along the row axis is this one. */
  boolean isMainFor(int rowAxis, double alongRow) {
    double a = Math.abs(alongMain);
    double r = Math.abs(alongRow);
    // Ties keep the order x, y, z.
    return rowAxis < main ? a > r : a >= r;
  }

  /** Returns the length in a slab of a ray that does not change its place along the row axis. */
  float flatLength(BoxGeometry g) {
    double[] d = new double[3];
    d[main] = alongMain;
    d[other] = alongOther;
    double[] a = g.linear();
    double w0 = (a[0] * d[0] + a[1] * d[1]) + a[2] * d[2];
    double w1 = (a[3] * d[0] + a[4] * d[1]) + a[5] * d[2];
    double w2 = (a[6] * d[0] + a[7] * d[1]) + a[8] * d[2];
    return (float) (Math.sqrt((w0 * w0 + w1 * w1) + w2 * w2) * Math.abs(inverseMain));
  }
}
