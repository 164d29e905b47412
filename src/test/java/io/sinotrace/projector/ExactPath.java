package io.sinotrace.projector;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.stream.DoubleStream;

/**
 * The exact radiological path in float64, from its definition: the sum over voxels of value times
 * chord length.
 *
 * <p>All parameters at which the line crosses a plane between voxels, of any axis, in ascending
 * order, cut it into intervals; each interval's midpoint names its voxel. It shares nothing with
 * the projectors, down to the inverse of the affine, so that it can judge them. Not thread-safe.
 */
public final class ExactPath {
  private final int[] n;
  private final float[] values;
  private final double[] world;
  private final double[] inverse;
  private final double[] origin = new double[3];

  // The line s + t d in box coordinates (voxel i fills [i, i+1)), t from first to last.
  private final double[] s = new double[3];
  private final double[] d = new double[3];
  private double first;
  private double last;
  private double millimetres;
  private int axis;

  // Cursors over the planes of each axis.
  private final double[] next = new double[3];
  private final int[] plane = new int[3];
  private final int[] step = new int[3];
  private double total;
  private double magnitude;

  /** Copies the volume. */
  public ExactPath(Volume volume) {
    VoxelGrid grid = volume.grid();
    this.n = new int[] {grid.nx(), grid.ny(), grid.nz()};
    this.values = new float[n[0] * n[1] * n[2]];
    for (int z = 0; z < n[2]; z++) {
      volume.slab(0, z).get(0, values, z * n[0] * n[1], n[0] * n[1]);
    }
    Affine a = grid.indexToWorld();
    this.world = new double[9];
    for (int k = 0; k < 9; k++) {
      world[k] = a.get(k / 3, k % 3);
    }
    this.inverse = inverse(world);
    double[] t = a.translation().toArray();
    for (int k = 0; k < 3; k++) {
      origin[k] = 0.5 - row(inverse, k, t);
    }
  }

  /** Aims at a ray of the world and finds its main axis: the one crossed by the most planes. */
  public void aim(Ray ray) {
    double[] from = ray.source().toArray();
    double[] to = ray.pixel().toArray();
    boolean line = ray.beam() == Beam.PARALLEL;
    double[] along = line ? from : ray.pixel().minus(ray.source()).toArray();
    double[] at = line ? to : from;
    double squares = 0;
    for (int k = 0; k < 3; k++) {
      s[k] = row(inverse, k, at) + origin[k];
      d[k] = row(inverse, k, along);
      squares += along[k] * along[k];
    }
    millimetres = Math.sqrt(squares);
    first = line ? Double.NEGATIVE_INFINITY : 0;
    last = line ? Double.POSITIVE_INFINITY : 1;
    axis = 0;
    for (int k = 1; k < 3; k++) {
      if (Math.abs(d[k]) > Math.abs(d[axis])) {
        axis = k;
      }
    }
  }

  /** Returns the main axis of the ray aimed at. */
  public int axis() {
    return axis;
  }

  /** Returns the length of the ray within one voxel's thickness along its main axis, in mm. */
  public double slabLength() {
    return millimetres == 0 ? 0 : millimetres / Math.abs(d[axis]);
  }

  /** Returns the distance in voxels between the ends; infinite for a line. */
  public double voxels() {
    return (last - first) * Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
  }

  /** Returns the first slab along the main axis that the ray may meet. */
  public int slabFrom() {
    double low = Math.min(s[axis] + first * d[axis], s[axis] + last * d[axis]);
    return (int) Math.max(0, Math.min(n[axis], Math.floor(low)));
  }

  /** Returns the slab after the last one along the main axis that the ray may meet. */
  public int slabTo() {
    double high = Math.max(s[axis] + first * d[axis], s[axis] + last * d[axis]);
    return (int) Math.max(0, Math.min(n[axis], Math.floor(high) + 1));
  }

  /** Returns the exact sum of the last {@link #trace}. */
  public double total() {
    return total;
  }

  /** Returns the sum of |value| times chord length of the last {@link #trace}. */
  public double magnitude() {
    return magnitude;
  }

  /** Returns the exact line integral of a ray. */
  public double lineIntegral(Ray ray) {
    aim(ray);
    trace(0, 0, new double[n[axis]]);
    return total;
  }

  /**
   * Traces the ray aimed at, displaced along the two other axes.
   *
   * @param shift1 voxels along the lower of the two other axes
   * @param shift2 voxels along the higher
   * @param slabs receives what each slab along the main axis adds; must be zero in the ray's slabs
   */
  public void trace(double shift1, double shift2, double[] slabs) {
    total = 0;
    magnitude = 0;
    double x = s[0] + (axis == 0 ? 0 : shift1);
    double y = s[1] + (axis == 1 ? 0 : axis == 0 ? shift1 : shift2);
    double z = s[2] + (axis == 2 ? 0 : shift2);
    double begin = first;
    double end = last;
    for (int k = 0; k < 3; k++) {
      double at = k == 0 ? x : k == 1 ? y : z;
      if (d[k] == 0) {
        if (!(at >= 0 && at < n[k])) {
          return;
        }
      } else {
        double a = (0 - at) / d[k];
        double b = (n[k] - at) / d[k];
        begin = Math.max(begin, Math.min(a, b));
        end = Math.min(end, Math.max(a, b));
      }
    }
    if (!(begin < end) || millimetres == 0) {
      return;
    }
    setCursor(0, x, begin);
    setCursor(1, y, begin);
    setCursor(2, z, begin);
    double t = begin;
    while (t < end) {
      double to = Math.min(Math.min(next[0], next[1]), Math.min(next[2], end));
      double middle = t + (to - t) / 2;
      int i = (int) Math.floor(x + middle * d[0]);
      int j = (int) Math.floor(y + middle * d[1]);
      int k = (int) Math.floor(z + middle * d[2]);
      if (to > t && i >= 0 && i < n[0] && j >= 0 && j < n[1] && k >= 0 && k < n[2]) {
        double v = values[(k * n[1] + j) * n[0] + i];
        double share = (to - t) * millimetres * v;
        slabs[axis == 0 ? i : axis == 1 ? j : k] += share;
        total += share;
        magnitude += Math.abs(share);
      }
      t = to;
      advance(0, x, t);
      advance(1, y, t);
      advance(2, z, t);
    }
  }

  /**
   * Returns the least and the greatest line integral of any path that stays within {@code delta} of
   * the ray aimed at, along the two axes other than the main one: at each point along the ray, the
   * least and the greatest of the voxels within reach, which the four rays displaced by delta name.
   */
  public double[] bounds(double delta) {
    double a = Math.max(first, Math.min((0 - s[axis]) / d[axis], (n[axis] - s[axis]) / d[axis]));
    double b = Math.min(last, Math.max((0 - s[axis]) / d[axis], (n[axis] - s[axis]) / d[axis]));
    double[] bounds = new double[2];
    if (!(a < b)) {
      return bounds;
    }
    DoubleStream.Builder cuts = DoubleStream.builder().add(a).add(b);
    for (int k = 0; k < 3; k++) {
      for (int p = 0; p <= n[k] && d[k] != 0; p++) {
        for (int side = -1; side <= 1; side += 2) {
          cuts.add((p - s[k] - (k == axis ? 0 : side * delta)) / d[k]);
        }
      }
    }
    double[] t = cuts.build().filter(c -> c >= a && c <= b).sorted().toArray();
    int one = axis == 0 ? 1 : 0;
    int two = axis == 2 ? 1 : 2;
    double[] place = new double[3];
    for (int i = 0; i + 1 < t.length; i++) {
      double middle = t[i] + (t[i + 1] - t[i]) / 2;
      double least = Double.POSITIVE_INFINITY;
      double greatest = Double.NEGATIVE_INFINITY;
      for (int corner = 0; corner < 4; corner++) {
        place[axis] = s[axis] + middle * d[axis];
        place[one] = s[one] + middle * d[one] + ((corner & 1) == 0 ? delta : -delta);
        place[two] = s[two] + middle * d[two] + ((corner & 2) == 0 ? delta : -delta);
        double v = value(place);
        least = Math.min(least, v);
        greatest = Math.max(greatest, v);
      }
      bounds[0] += (t[i + 1] - t[i]) * millimetres * least;
      bounds[1] += (t[i + 1] - t[i]) * millimetres * greatest;
    }
    return bounds;
  }

  private double value(double[] place) {
    for (int k = 0; k < 3; k++) {
      if (!(place[k] >= 0 && place[k] < n[k])) {
        return 0;
      }
    }
    int i = (int) place[0];
    int j = (int) place[1];
    int k = (int) place[2];
    return values[(k * n[1] + j) * n[0] + i];
  }

  /** Puts the cursor of an axis on the first plane after t. */
  private void setCursor(int k, double at, double t) {
    if (d[k] == 0) {
      next[k] = Double.POSITIVE_INFINITY;
      return;
    }
    step[k] = d[k] > 0 ? 1 : -1;
    // Two planes early, whatever the rounding; advance() goes on from there.
    plane[k] = (int) Math.floor(at + t * d[k]) - 2 * step[k];
    next[k] = (plane[k] - at) / d[k];
    advance(k, at, t);
  }

  private void advance(int k, double at, double t) {
    while (next[k] <= t) {
      plane[k] += step[k];
      next[k] = (plane[k] - at) / d[k];
    }
  }

  private static double row(double[] m, int k, double[] p) {
    return m[3 * k] * p[0] + m[3 * k + 1] * p[1] + m[3 * k + 2] * p[2];
  }

  /** Gauss-Jordan elimination with pivots. */
  private static double[] inverse(double[] m) {
    double[][] a = new double[3][6];
    for (int r = 0; r < 3; r++) {
      System.arraycopy(m, 3 * r, a[r], 0, 3);
      a[r][3 + r] = 1;
    }
    for (int c = 0; c < 3; c++) {
      int pivot = c;
      for (int r = c + 1; r < 3; r++) {
        pivot = Math.abs(a[r][c]) > Math.abs(a[pivot][c]) ? r : pivot;
      }
      double[] swap = a[c];
      a[c] = a[pivot];
      a[pivot] = swap;
      double head = a[c][c];
      for (int k = 0; k < 6; k++) {
        a[c][k] /= head;
      }
      for (int r = 0; r < 3; r++) {
        double f = a[r][c];
        for (int k = 0; r != c && f != 0 && k < 6; k++) {
          a[r][k] -= f * a[c][k];
        }
      }
    }
    double[] inverse = new double[9];
    for (int r = 0; r < 3; r++) {
      System.arraycopy(a[r], 3, inverse, 3 * r, 3);
    }
    return inverse;
  }
}
