package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RaySetup;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The rays of one detector column along the row axis, a lane each, in ascending order of their
 * pixels' coordinates along that axis. {@link ColumnPath} is what they share across it.
 *
 * <p>This is {@link RaySetup} in vectors: for each block of slabs and each column all rows are set
 * up anew, which one by one would take longer than the march. Its operations are the same and in
 * the same order; a test compares all of them.
 *
 * <p>Lanes after the last row repeat it. An instance serves one thread and is set again and again.
 */
final class ColumnRays {
  private final BoxGeometry geometry;
  private final int rowAxis;

  /** Middle of the row axis, in voxels. */
  private final double half;

  private final double[] linear;

  /** Rows of the tile. */
  final int rows;

  /** Lanes: {@link #rows}, rounded up to whole vectors. */
  final int lanes;

  /** By lane, as in {@link RaySetup}, along the row axis. */
  final float[] slope;

  final float[] start;
  final float[] inverse;
  final float[] shift;
  final int[] step;

  /** Length of each ray in a slab, in mm; see {@link #setLengths}. */
  final float[] length;

  /** By view and lane, z_r V along the row axis, in voxels. */
  private final double[][] rowParts;

  private final int viewFrom;

  /** By lane, how far the ray goes along the row axis from source to pixel, in voxels. */
  private final double[] along;

  /** By lane, where it begins along it: at the source or, of a parallel beam, at the pixel. */
  private final double[] begins;

  /** By lane, {@link #slope} and {@link #start} before they are rounded to float32. */
  private final double[] slopes;

  private final double[] starts;

  private final double[] lengths;

  /** By row of the tile, z_r. */
  private final double[] z;

  /** Of {@link #rowParts}, those of the view at hand. */
  private double[] rowPart = new double[0];

  /** Whether the coordinates of the view's rows descend, so that lanes are in reverse order. */
  private boolean descending;

  /** Whether the rows of the tile are evenly spaced. */
  private final boolean even;

  /** Whether the rows of the tile ascend or descend along V without a turn. */
  private final boolean ordered;

  /** C along the row axis, of the view at hand. */
  private double center;

  /** S along the row axis, of the view at hand. */
  private double source;

  ColumnRays(BoxGeometry geometry, int rowAxis, Tile tile) {
    this.geometry = geometry;
    this.rowAxis = rowAxis;
    this.half = geometry.grid().size(rowAxis) >> 1;
    this.linear = geometry.linear();
    this.rows = tile.rows();
    this.viewFrom = tile.viewFrom();
    int n = VectorUnit.LANES;
    this.lanes = (rows + n - 1) / n * n;
    this.slope = new float[lanes];
    this.start = new float[lanes];
    this.inverse = new float[lanes];
    this.shift = new float[lanes];
    this.step = new int[lanes];
    this.length = new float[lanes];
    this.rowParts = new double[tile.views()][];
    this.along = new double[lanes];
    this.begins = new double[lanes];
    this.slopes = new double[lanes];
    this.starts = new double[lanes];
    this.lengths = new double[lanes];
    this.z = new double[rows];
    for (int r = 0; r < rows; r++) {
      z[r] = geometry.detector().z(tile.rowFrom() + r);
    }
    boolean up = true;
    boolean down = true;
    for (int r = 1; r < rows; r++) {
      up &= z[r] >= z[r - 1];
      down &= z[r] <= z[r - 1];
    }
    this.ordered = up || down;
    boolean same = true;
    for (int r = 2; r < rows; r++) {
      double apart = (z[rows - 1] - z[0]) / (rows - 1);
      same &= Math.abs(z[r] - z[0] - r * apart) <= 1e-6 * Math.abs(apart);
    }
    this.even = same;
  }

  /** Prepares for the columns of a view of the tile. */
  void setView(int view) {
    double v = geometry.v(view, rowAxis);
    descending = v * (z[rows - 1] - z[0]) < 0;
    center = geometry.center(view, rowAxis);
    source = geometry.source(view, rowAxis);
    double[] part = rowParts[view - viewFrom];
    if (part == null) {
      part = new double[lanes];
      for (int k = 0; k < lanes; k++) {
        part[k] = z[row(k)] * v;
      }
      rowParts[view - viewFrom] = part;
    }
    rowPart = part;
  }

  /** Returns the row of a lane, counted from the first of the tile. */
  int row(int lane) {
    int k = Math.min(lane, rows - 1);
    return descending ? rows - 1 - k : k;
  }

  /** Returns how far a ray goes along the row axis from source to pixel, in voxels. */
  double along(int lane) {
    return along[lane];
  }

  /**
   * Sets up the rays of some lanes; {@link #setView} must have been called for the path's view.
   *
   * @param path of the column
   * @param from first lane, a multiple of a vector
   * @param to first lane after those, a multiple of a vector
   */
  void set(ColumnPath path, int from, int to) {
    aim(path, from, to);
    for (int k = from; k < to; k += VectorUnit.DOUBLES.length()) {
      DoubleVector m = DoubleVector.fromArray(VectorUnit.DOUBLES, along, k).mul(path.inverseMain);
      m = m.blend(0, m.abs().compare(VectorOperators.LT, RaySetup.MIN_SLOPE));
      DoubleVector begin = DoubleVector.fromArray(VectorUnit.DOUBLES, begins, k);
      begin.sub(half).add(m.mul(path.toMiddle)).intoArray(starts, k);
      m.intoArray(slopes, k);
    }
    for (int k = from; k < to; k++) {
      slope[k] = (float) slopes[k];
      // Kernels test signs, and would take -0 for a negative number.
      start[k] = (float) starts[k] + 0f;
    }
    for (int k = from; k < to; k += VectorUnit.LANES) {
      FloatVector m = FloatVector.fromArray(VectorUnit.FLOATS, slope, k);
      VectorMask<Float> level = m.compare(VectorOperators.EQ, 0f);
      FloatVector i = FloatVector.broadcast(VectorUnit.FLOATS, 1f).div(m).blend(0f, level);
      i.intoArray(inverse, k);
      i.neg().blend(0f, m.compare(VectorOperators.LE, 0f)).intoArray(shift, k);
      IntVector sign = m.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
      sign.lanewise(VectorOperators.OR, 1).intoArray(step, k);
    }
  }

  /**
   * Sets where rays begin along the row axis, and how far they go: all that {@link #follow} needs.
   */
  void aim(ColumnPath path, int from, int to) {
    double columnPart = path.columnPart;
    for (int k = from; k < to; k++) {
      along[k] = (rowPart[k] + columnPart) + center;
    }
    switch (geometry.beam()) {
      case PARALLEL -> {
        System.arraycopy(along, from, begins, from, to - from);
        Arrays.fill(along, from, to, source);
      }
      case CONE -> {
        Arrays.fill(begins, from, to, source);
        subtract(from, to);
      }
      case FAN -> {
        for (int k = from; k < to; k++) {
          begins[k] = rowPart[k] + source;
        }
        subtract(from, to);
      }
    }
  }

  private void subtract(int from, int to) {
    for (int k = from; k < to; k++) {
      along[k] -= begins[k];
    }
  }

  /**
   * Returns whether all rays of a vector, which are aimed, follow the column's path: whether none
   * goes farther along the row axis than along the path's main axis.
   *
   * @param lane first lane of the vector
   */
  boolean follow(ColumnPath path, int lane) {
    double farthest = Math.max(Math.abs(along[lane]), Math.abs(along[lane + VectorUnit.LANES - 1]));
    return ordered && path.isMainFor(rowAxis, farthest);
  }

  /** Returns whether lanes are rows in reverse order. */
  boolean isDescending() {
    return descending;
  }

  /** Returns whether the pixels of all rows are evenly spaced. */
  boolean isEven() {
    return even;
  }

  /**
   * Returns whether the pixels of a vector's rays are evenly spaced.
   *
   * @param lane first lane of the vector
   */
  boolean isEven(int lane) {
    return even && lane + VectorUnit.LANES <= rows;
  }

  /** Sets {@link #length} of all lanes, which must have been aimed. */
  void setLengths(ColumnPath path) {
    double[] a = linear;
    double[] w = lengths;
    double[] d = along;
    double inverse = path.inverseMain;
    int k1 = path.main;
    double d1 = path.alongMain;
    double d2 = path.alongOther;
    for (int k = 0; k < lanes; k++) {
      double x = rowAxis == 0 ? d[k] : k1 == 0 ? d1 : d2;
      double y = rowAxis == 1 ? d[k] : k1 == 1 ? d1 : d2;
      double z = rowAxis == 2 ? d[k] : k1 == 2 ? d1 : d2;
      w[k] = RaySetup.slabLength(a, x, y, z, inverse);
    }
    for (int k = 0; k < lanes; k++) {
      length[k] = (float) w[k];
    }
  }
}
