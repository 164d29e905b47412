package io.sinotrace.projector.setup;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.OtherAxes;

/**
 * One ray, set up for the march: the float64 half of the canonical arithmetic.
 *
 * <p>The package's description has the formulas, and which symbol is which field. Positions across
 * the main axis are relative to the middle voxel of their axis, which keeps them small in float32.
 *
 * <p>An instance holds one ray at a time, serves one thread, and is set anew for each ray.
 */
public final class RaySetup {
  /**
   * Slabs in a block. A ray's sum is the sum of the sums of its blocks, in ascending order; block b
   * is slabs 32 b to 32 b + 31. In one running sum the errors would grow with the number of slabs:
   * where a ray meets the same value again and again, each addition rounds the same way.
   */
  public static final int BLOCK_SLABS = 32;

  /** Slopes below this are taken as 0; their inverse would not stay finite. */
  public static final double MIN_SLOPE = 0x1p-64;

  private final BoxGeometry geometry;

  /** Source, or the pixel for a parallel beam, in box coordinates. */
  private final double[] s = new double[3];

  /** Centre of the pixel, in box coordinates. */
  private final double[] p = new double[3];

  /** From source to pixel, or the direction of a parallel beam, in voxels. */
  private final double[] d = new double[3];

  /** Main axis a, along which the ray goes farthest: 0 to 2. */
  public int axis;

  /** The lower of the two other axes. */
  public int axis1;

  /** The higher of the two other axes. */
  public int axis2;

  /** One over {@link #along} of the main axis, in 1/voxels. */
  public double inverseMain;

  /** From the source to the middle of the main axis, in voxels. */
  public double toMiddle;

  /** Change of the coordinate along {@link #axis1} in one slab, in voxels; -1 to 1. */
  public float slope1;

  /** As {@link #slope1}, of {@link #axis2}. */
  public float slope2;

  /** Coordinate along {@link #axis1} at the middle of the main axis, in voxels from the middle. */
  public float start1;

  /** As {@link #start1}, of {@link #axis2}. */
  public float start2;

  /** One over {@link #slope1}, in slabs a voxel; 0 where the slope is 0. */
  public float inverse1;

  /** As {@link #inverse1}, of {@link #axis2}. */
  public float inverse2;

  /** Minus {@link #inverse1} where the coordinate ascends, else 0. */
  public float shift1;

  /** As {@link #shift1}, of {@link #axis2}. */
  public float shift2;

  /** From a voxel to the next along {@link #axis1}: -1 where the coordinate descends, else 1. */
  public int step1;

  /** As {@link #step1}, of {@link #axis2}. */
  public int step2;

  /** Length of the ray in one slab, in mm. */
  public float length;

  /** First slab that the ray may meet, within the grid. */
  public int slabFrom;

  /** First slab after those that the ray may meet, within the grid. */
  public int slabTo;

  /** Slab that holds the lower end of the ray, or -1 if that lies outside the grid. */
  public int beginSlab;

  /** Position of the lower end in {@link #beginSlab}, 0 to 1. */
  public float begin;

  /** Slab that holds the upper end of the ray, or -1 if that lies outside the grid. */
  public int endSlab;

  /** Position of the upper end in {@link #endSlab}, 0 to 1. */
  public float end;

  /** Prepares for rays of a geometry. */
  public RaySetup(BoxGeometry geometry) {
    this.geometry = geometry;
  }

  /**
   * Sets up the ray to one pixel.
   *
   * @return whether the ray meets any slab; if not, its line integral is +0
   */
  public boolean set(int view, int row, int column) {
    aim(view, column, geometry.detector.z(row));
    return setUp() && slabFrom < slabTo;
  }

  /**
   * Sets up what all rays of a detector column share where V lies along one axis of the grid, the
   * row axis: their path in the plane across it. It is the path of a ray that stays in the middle
   * of the grid along the row axis. The rays share it as long as none goes farther along the row
   * axis than along {@link #axis}.
   *
   * @return whether the path has an extent; if not, nothing is set up
   */
  public boolean setColumn(int view, int column, int rowAxis) {
    // Rows differ by z V, which is 0 in the plane: any z gives the same operands.
    aim(view, column, 0);
    s[rowAxis] = half(rowAxis);
    p[rowAxis] = half(rowAxis);
    d[rowAxis] = 0;
    return setUp();
  }

  /** Returns how far the ray goes along an axis of the box, from source to pixel. */
  public double along(int k) {
    return d[k];
  }

  /** Sets up the ray that {@link #s}, {@link #p} and {@link #d} give, if it has an extent. */
  private boolean setUp() {
    double ax = Math.abs(d[0]);
    double ay = Math.abs(d[1]);
    double az = Math.abs(d[2]);
    // Ties keep the order x, y, z.
    axis = ax >= ay && ax >= az ? 0 : ay >= az ? 1 : 2;
    axis1 = OtherAxes.first(axis);
    axis2 = OtherAxes.second(axis);
    double main = d[axis];
    if (!(Math.abs(main) >= Double.MIN_NORMAL)) {
      // No extent at all, or one whose inverse is not finite.
      return false;
    }
    inverseMain = 1 / main;
    toMiddle = half(axis) - s[axis];
    double m1 = slope(axis1);
    double m2 = slope(axis2);
    slope1 = (float) m1;
    slope2 = (float) m2;
    double r1 = (s[axis1] - half(axis1)) + toMiddle * m1;
    double r2 = (s[axis2] - half(axis2)) + toMiddle * m2;
    start1 = (float) r1;
    start2 = (float) r2;
    inverse1 = slope1 != 0 ? 1f / slope1 : 0f;
    inverse2 = slope2 != 0 ? 1f / slope2 : 0f;
    shift1 = slope1 > 0 ? -inverse1 : 0f;
    shift2 = slope2 > 0 ? -inverse2 : 0f;
    step1 = slope1 < 0 ? -1 : 1;
    step2 = slope2 < 0 ? -1 : 1;
    length = (float) slabLength(geometry.linear, d[0], d[1], d[2], inverseMain);
    setSlabs();
    clip(axis1, 0, geometry.grid.size(axis1), m1, r1);
    clip(axis2, 0, geometry.grid.size(axis2), m2, r2);
    return true;
  }

  /**
   * Returns the length of a ray in one slab, in mm.
   *
   * @param linear box to world, nine numbers row by row
   * @param x how far the ray goes from source to pixel along the first axis of the box
   * @param y likewise along the second
   * @param z likewise along the third
   * @param inverseMain one over that of the main axis
   */
  public static double slabLength(
      double[] linear, double x, double y, double z, double inverseMain) {
    double w0 = (linear[0] * x + linear[1] * y) + linear[2] * z;
    double w1 = (linear[3] * x + linear[4] * y) + linear[5] * z;
    double w2 = (linear[6] * x + linear[7] * y) + linear[8] * z;
    return Math.sqrt((w0 * w0 + w1 * w1) + w2 * w2) * Math.abs(inverseMain);
  }

  /**
   * Leaves out slabs in which the ray, which is set up, meets no voxel of some planes of the grid.
   *
   * @param k the axis that the planes follow one another along
   * @param from the first plane
   * @param to the one after the last
   * @return whether any slab is left
   */
  public boolean clip(int k, int from, int to) {
    if (k == axis) {
      slabFrom = Math.max(slabFrom, from);
      slabTo = Math.min(slabTo, to);
    } else {
      clip(k, from, to, k == axis1 ? slope1 : slope2, k == axis1 ? start1 : start2);
    }
    return slabFrom < slabTo;
  }

  /**
   * Leaves out slabs in which the ray is more than a voxel outside some planes: all it would read
   * beyond the grid is 0. Float32 strays from float64 by far less than this margin.
   *
   * @param k an axis that is not the main one, along which the planes follow one another
   * @param from the first plane
   * @param to the one after the last
   * @param slope as {@link #slope1}, in float64
   * @param start as {@link #start1}, in float64
   */
  private void clip(int k, int from, int to, double slope, double start) {
    double lo = from - half(k) - 1 - start;
    double hi = to - half(k) + 1 - start;
    if (slope == 0) {
      if (lo > 0 || hi < 0) {
        slabTo = slabFrom;
      }
      return;
    }
    double a = lo / slope;
    double b = hi / slope;
    int middle = half(axis);
    slabFrom = (int) Math.max(slabFrom, Math.floor(Math.min(a, b)) + middle - 1);
    slabTo = (int) Math.min(slabTo, Math.ceil(Math.max(a, b)) + middle + 1);
  }

  /** Sets {@link #s}, {@link #p} and {@link #d} of the pixel in a column, at height z on it. */
  private void aim(int view, int column, double z) {
    double x = geometry.detector.x(column);
    double y = geometry.detector.y(column);
    for (int k = 0; k < 3; k++) {
      double pixel =
          geometry.center(view, k)
              + ((x * geometry.u(view, k) + y * geometry.n(view, k)) + z * geometry.v(view, k));
      double source = geometry.source(view, k);
      p[k] = pixel;
      switch (geometry.beam) {
        case PARALLEL -> {
          s[k] = pixel;
          d[k] = source;
        }
        case CONE -> {
          s[k] = source;
          d[k] = pixel - source;
        }
        case FAN -> {
          s[k] = source + z * geometry.v(view, k);
          d[k] = pixel - s[k];
        }
      }
    }
  }

  private double slope(int k) {
    double m = d[k] * inverseMain;
    return Math.abs(m) < MIN_SLOPE ? 0 : m;
  }

  private int half(int k) {
    return geometry.grid.size(k) >> 1;
  }

  /** Sets the slabs between the ends of the ray, and where in a slab an end lies. */
  private void setSlabs() {
    int n = geometry.grid.size(axis);
    beginSlab = -1;
    endSlab = -1;
    begin = 0;
    end = 1;
    if (geometry.beam == Beam.PARALLEL) {
      slabFrom = 0;
      slabTo = n;
      return;
    }
    double lo = Math.min(s[axis], p[axis]);
    double hi = Math.max(s[axis], p[axis]);
    slabFrom = (int) Math.max(0, Math.floor(lo));
    slabTo = (int) Math.min(n, Math.ceil(hi));
    if (lo > 0 && lo < n) {
      beginSlab = (int) Math.floor(lo);
      begin = (float) (lo - Math.floor(lo));
    }
    if (hi > 0 && hi < n) {
      endSlab = (int) Math.floor(hi);
      end = (float) (hi - Math.floor(hi));
    }
  }
}
