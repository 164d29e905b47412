package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.cpu.Band;
import java.util.List;

/**
 * Where all rays of a vector are, slab by slab, between two lines across each of the two other axes
 * than their main axis, and so which slabs they may skip.
 *
 * <p>Rays are straight: along the main axis, the least of their coordinates is concave and the
 * greatest convex. So lines through the least, and the greatest, at the two ends of the march have
 * all rays between them.
 *
 * <p>An instance serves one thread and is set again and again.
 */
final class RayBounds {
  /**
   * Voxels by which bounds are wider than float64 says: more than float32 rounds coordinates, which
   * within the grid are less than 2^14 from the middle. A ray meets no voxel but those from where
   * it enters a slab to where it leaves it.
   */
  private static final double MARGIN = 1.0 / 64;

  private int axis;
  private final Line least1 = new Line();
  private final Line greatest1 = new Line();
  private final Line least2 = new Line();
  private final Line greatest2 = new Line();
  private int axis1;
  private int axis2;
  private int size1;
  private int size2;

  /** A coordinate, in voxels from the lower face of the grid, by slab. */
  private static final class Line {
    private double start;
    private double slope;

    void through(int from, double atFrom, int to, double atTo) {
      slope = (atTo - atFrom) / (to - from);
      start = atFrom - from * slope;
    }

    double at(int slab) {
      return start + slab * slope;
    }
  }

  /** Takes the rays of a vector, of which at least one meets a slab. */
  void set(RayVector rays, int mainAxis, Band band) {
    axis = mainAxis;
    axis1 = OtherAxes.first(axis);
    axis2 = OtherAxes.second(axis);
    size1 = band.grid().size(axis1);
    size2 = band.grid().size(axis2);
    int half = band.half(axis);
    set(rays, rays.slope1, rays.start1, half, size1 >> 1, least1, greatest1);
    set(rays, rays.slope2, rays.start2, half, size2 >> 1, least2, greatest2);
  }

  /**
   * Takes the bounds of several vectors of one main axis in some slabs: all their rays are between
   * them.
   *
   * @param vectors whose bounds are set
   * @param from first slab
   * @param to the one after the last
   * @return whether any of their rays may meet any of the slabs; if not, nothing is taken
   */
  boolean setAround(List<RayVector> vectors, int from, int to) {
    RayBounds last = null;
    double leastFrom1 = Double.POSITIVE_INFINITY;
    double leastTo1 = Double.POSITIVE_INFINITY;
    double greatestFrom1 = Double.NEGATIVE_INFINITY;
    double greatestTo1 = Double.NEGATIVE_INFINITY;
    double leastFrom2 = Double.POSITIVE_INFINITY;
    double leastTo2 = Double.POSITIVE_INFINITY;
    double greatestFrom2 = Double.NEGATIVE_INFINITY;
    double greatestTo2 = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < vectors.size(); n++) {
      RayVector rays = vectors.get(n);
      if (rays.from < to && rays.to > from) {
        last = rays.bounds;
        leastFrom1 = Math.min(leastFrom1, last.least1.at(from));
        leastTo1 = Math.min(leastTo1, last.least1.at(to));
        greatestFrom1 = Math.max(greatestFrom1, last.greatest1.at(from));
        greatestTo1 = Math.max(greatestTo1, last.greatest1.at(to));
        leastFrom2 = Math.min(leastFrom2, last.least2.at(from));
        leastTo2 = Math.min(leastTo2, last.least2.at(to));
        greatestFrom2 = Math.max(greatestFrom2, last.greatest2.at(from));
        greatestTo2 = Math.max(greatestTo2, last.greatest2.at(to));
      }
    }
    if (last == null) {
      return false;
    }
    axis = last.axis;
    axis1 = last.axis1;
    axis2 = last.axis2;
    size1 = last.size1;
    size2 = last.size2;
    least1.through(from, leastFrom1, to, leastTo1);
    greatest1.through(from, greatestFrom1, to, greatestTo1);
    least2.through(from, leastFrom2, to, leastTo2);
    greatest2.through(from, greatestFrom2, to, greatestTo2);
    return true;
  }

  private static void set(
      RayVector rays,
      float[] slope,
      float[] start,
      int half,
      int middle,
      Line least,
      Line greatest) {
    double from = rays.from - half;
    double to = rays.to - half;
    double leastFrom = Double.POSITIVE_INFINITY;
    double leastTo = Double.POSITIVE_INFINITY;
    double greatestFrom = Double.NEGATIVE_INFINITY;
    double greatestTo = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < rays.count; k++) {
      double atFrom = start[k] + from * slope[k];
      double atTo = start[k] + to * slope[k];
      leastFrom = atFrom < leastFrom ? atFrom : leastFrom;
      leastTo = atTo < leastTo ? atTo : leastTo;
      greatestFrom = atFrom > greatestFrom ? atFrom : greatestFrom;
      greatestTo = atTo > greatestTo ? atTo : greatestTo;
    }
    least.through(rays.from, leastFrom + (middle - MARGIN), rays.to, leastTo + (middle - MARGIN));
    greatest.through(
        rays.from, greatestFrom + (middle + MARGIN), rays.to, greatestTo + (middle + MARGIN));
  }

  /**
   * Returns how many voxels all rays stay within, along the lower other axis, in any one slab.
   *
   * @param from first slab
   * @param to the one after the last
   */
  double extent1(int from, int to) {
    double widest =
        Math.max(greatest1.at(from) - least1.at(from), greatest1.at(to) - least1.at(to));
    return widest + Math.max(0, greatest1.slope) - Math.min(0, least1.slope);
  }

  /** As {@link #extent1}, along the higher other axis where rays enter a slab. */
  double spread2(int from, int to) {
    return Math.max(greatest2.at(from) - least2.at(from), greatest2.at(to) - least2.at(to));
  }

  /** Returns a coordinate, along the lower other axis, below which no ray is in a slab. */
  double lowest1(int slab) {
    return least1.at(slab) + Math.min(0, least1.slope);
  }

  /** Returns a coordinate, along the lower other axis, above which no ray is in a slab. */
  double highest1(int slab) {
    return greatest1.at(slab) + Math.max(0, greatest1.slope);
  }

  /** Returns by how much {@link #lowest1} changes from a slab to the next. */
  double lowestSlope1() {
    return least1.slope;
  }

  /** As {@link #lowest1}, along the higher other axis. */
  double lowest2(int slab) {
    return least2.at(slab) + Math.min(0, least2.slope);
  }

  /** As {@link #highest1}, along the higher other axis. */
  double highest2(int slab) {
    return greatest2.at(slab) + Math.max(0, greatest2.slope);
  }

  /** Returns a coordinate, along the higher other axis, below which no ray enters a slab. */
  double least2(int slab) {
    return least2.at(slab);
  }

  /** Returns by how much {@link #least2} changes from a slab to the next. */
  double leastSlope2() {
    return least2.slope;
  }

  /** Returns a coordinate, along the higher other axis, above which no ray enters a slab. */
  double greatest2(int slab) {
    return greatest2.at(slab);
  }

  /** Returns by how much {@link #greatest2} changes from a slab to the next. */
  double greatestSlope2() {
    return greatest2.slope;
  }

  /**
   * Returns the first slab from {@code from} on, below {@code to}, in which any ray may meet an
   * occupied brick; {@code to} if there is none.
   */
  int firstOccupied(OccupiedBricks bricks, int from, int to) {
    int slab = from;
    while (slab < to && !meet(bricks, slab, end(slab, to))) {
      slab = end(slab, to);
    }
    return slab;
  }

  /** As {@link #firstOccupied}, in which no ray meets any. */
  int firstEmpty(OccupiedBricks bricks, int from, int to) {
    int slab = from;
    while (slab < to && meet(bricks, slab, end(slab, to))) {
      slab = end(slab, to);
    }
    return slab;
  }

  /** Returns the slab after those, below {@code to}, that are in one brick with a slab. */
  private static int end(int slab, int to) {
    return Math.min(to, (slab / OccupiedBricks.EDGE + 1) * OccupiedBricks.EDGE);
  }

  /**
   * Returns whether any ray may meet an occupied brick in some slabs.
   *
   * @param from the first slab
   * @param to the one after the last; both in one brick
   */
  private boolean meet(OccupiedBricks bricks, int from, int to) {
    double lowest1 = Math.min(least1.at(from), least1.at(to));
    double highest1 = Math.max(greatest1.at(from), greatest1.at(to));
    double lowest2 = Math.min(least2.at(from), least2.at(to));
    double highest2 = Math.max(greatest2.at(from), greatest2.at(to));
    if (highest1 < 0 || lowest1 >= size1 || highest2 < 0 || lowest2 >= size2) {
      return false;
    }
    return bricks.any(
        axis,
        from,
        axis1,
        Math.max(0, (int) lowest1),
        Math.min(size1 - 1, (int) highest1),
        axis2,
        Math.max(0, (int) lowest2),
        Math.min(size2 - 1, (int) highest2));
  }
}
