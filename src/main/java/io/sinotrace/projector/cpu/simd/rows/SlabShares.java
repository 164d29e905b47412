package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What the rays of one detector column give the voxels of one slab: two voxels of the line in which
 * they enter, and two of the line in which they leave.
 *
 * <p>With u the share of a ray along z and w the share of all in the plane, a ray of value t gives
 *
 * <pre>
 * first line:    (1 - max(u, w)) t to its voxel      max(u - w, 0) t to the next
 * second line:   max(w - u, 0) t to its voxel        min(u, w) t to the next
 * </pre>
 *
 * <p>Where the rays are evenly spaced and about a voxel apart, a lane is then a voxel: less the
 * number of its lane, the rays that may meet it are a few that follow one another, so they are
 * tried in turn by loads of as many rays at a time. Otherwise rays are added one by one. Either way
 * a voxel takes its rays in the order of their rows.
 */
final class SlabShares {
  /** Rays that are tried for each voxel, at most: with more, adding them one by one is faster. */
  private static final int MOST_TRIED = 12;

  /** Voxels by which rays may be elsewhere than evenly spaced in float64. */
  private static final double SLACK = 1 / 16.0;

  /** Lanes before the first ray and after the last. */
  private static final int PAD = 2 * VectorUnit.LANES;

  /** Stands for the voxel of no ray. */
  private static final int NOWHERE = 0;

  private static final float[] ZEROS = new float[VectorUnit.LANES];

  private static final float ROUNDER = Float.intBitsToFloat(VectorUnit.ROUNDER);

  /** ROUNDER plus the number of each lane. */
  private static final int[] NUMBERS = new int[VectorUnit.LANES];

  static {
    for (int k = 0; k < VectorUnit.LANES; k++) {
      NUMBERS[k] = VectorUnit.ROUNDER + k;
    }
  }

  private final ColumnRays rays;
  private final float[] values;
  private final int zFrom;
  private final int zTo;

  // By PAD + lane: ROUNDER plus the voxel of a ray, from the middle, and the next; and what it
  // gives them.
  private final int[] here;
  private final int[] next;
  private final float[] firstHere;
  private final float[] firstNext;
  private final float[] secondHere;
  private final float[] secondNext;

  /** First lane of the slab at hand. */
  private int from;

  /** The lane after its last. */
  private int to;

  /** Place of the first ray where it enters the slab, in voxels from the middle. */
  private double place;

  /** Distance of one ray from the next there. */
  private double apart;

  /** Whether voxels are lanes. */
  private boolean byVoxels;

  /**
   * Prepares.
   *
   * @param values of the rays by lane, times their lengths
   * @param zFrom the first plane, in voxels from the middle
   * @param zTo the one after the last
   */
  SlabShares(ColumnRays rays, float[] values, int zFrom, int zTo) {
    this.rays = rays;
    this.values = values;
    this.zFrom = zFrom;
    this.zTo = zTo;
    int size = rays.lanes + 2 * PAD;
    this.here = new int[size];
    this.next = new int[size];
    this.firstHere = new float[size];
    this.firstNext = new float[size];
    this.secondHere = new float[size];
    this.secondNext = new float[size];
  }

  /**
   * Works out what rays give in a slab.
   *
   * @param slab from the middle of the main axis
   * @param share of the slab after the crossing in the plane
   * @return whether any ray comes near the planes
   */
  boolean set(int slab, float share) {
    int last = rays.rows - 1;
    place = rays.start[0] + (double) slab * rays.slope[0];
    double end = rays.start[last] + (double) slab * rays.slope[last];
    apart = last == 0 ? 0 : (end - place) / last;
    from = 0;
    to = rays.lanes;
    byVoxels = false;
    if (rays.isEven() && apart > 0) {
      // The voxels that a ray meets in a slab are less than two from where it enters.
      double least = Math.floor((zFrom - 2 - place) / apart) - 1;
      double most = Math.ceil((zTo + 2 - place) / apart) + 1;
      if (most < 0 || least > last) {
        return false;
      }
      int n = VectorUnit.LANES;
      from = (int) Math.max(0, least) / n * n;
      to = Math.min(to, ((int) Math.min(last, most) / n + 1) * n);
      byVoxels = (n - 1) * Math.abs(1 / apart - 1) + 3 / apart + 2 <= MOST_TRIED;
    }
    work((float) slab, (float) (slab + 1), share);
    if (byVoxels) {
      Arrays.fill(here, PAD + from - VectorUnit.LANES, PAD + from, NOWHERE);
      Arrays.fill(next, PAD + from - VectorUnit.LANES, PAD + from, NOWHERE);
      Arrays.fill(here, PAD + to, PAD + to + 2 * VectorUnit.LANES, NOWHERE);
      Arrays.fill(next, PAD + to, PAD + to + 2 * VectorUnit.LANES, NOWHERE);
    }
    return true;
  }

  /**
   * Finds the voxels of the rays, and works out what these give to the first line and, where they
   * cross a face in the plane, to the second.
   *
   * <p>It has more than 325 bytes of bytecode, so that C2 compiles it by itself. In pieces that
   * were merged into {@link #set}, on JDK 17 some vectors were objects on the heap.
   *
   * @param begin of the slab, from the middle of the main axis
   * @param end of the slab
   * @param w share of the slab after the crossing in the plane
   */
  private void work(float begin, float end, float w) {
    int laneTo = to;
    FloatVector rounder = FloatVector.broadcast(VectorUnit.FLOATS, ROUNDER);
    FloatVector one = FloatVector.broadcast(VectorUnit.FLOATS, 1f);
    for (int lane = from; lane < laneTo; lane += VectorUnit.LANES) {
      FloatVector slope = FloatVector.fromArray(VectorUnit.FLOATS, rays.slope, lane);
      FloatVector start = FloatVector.fromArray(VectorUnit.FLOATS, rays.start, lane);
      FloatVector p = slope.fma(FloatVector.broadcast(VectorUnit.FLOATS, begin), start);
      FloatVector q = slope.fma(FloatVector.broadcast(VectorUnit.FLOATS, end), start);
      FloatVector rounded = p.add(rounder);
      // floor(p): one less where rounding to nearest went up.
      IntVector at =
          p.sub(rounded.sub(rounder))
              .reinterpretAsInts()
              .lanewise(VectorOperators.ASHR, 31)
              .add(rounded.reinterpretAsInts());
      at.intoArray(here, PAD + lane);
      at.add(IntVector.fromArray(VectorUnit.INTS, rays.step, lane)).intoArray(next, PAD + lane);
      FloatVector inverse = FloatVector.fromArray(VectorUnit.FLOATS, rays.inverse, lane);
      FloatVector shift = FloatVector.fromArray(VectorUnit.FLOATS, rays.shift, lane);
      FloatVector u =
          q.sub(at.reinterpretAsFloats().sub(rounder))
              .fma(inverse, shift)
              .reinterpretAsInts()
              .max(0)
              .min(VectorUnit.ONE)
              .reinterpretAsFloats();
      FloatVector t = FloatVector.fromArray(VectorUnit.FLOATS, values, lane);
      if (w > 0f) {
        FloatVector more = u.sub(w);
        t.mul(one.sub(u.max(w))).intoArray(firstHere, PAD + lane);
        t.mul(more.max(0f)).intoArray(firstNext, PAD + lane);
        t.mul(more.neg().max(0f)).intoArray(secondHere, PAD + lane);
        t.mul(u.min(w)).intoArray(secondNext, PAD + lane);
      } else {
        t.mul(one.sub(u)).intoArray(firstHere, PAD + lane);
        t.mul(u).intoArray(firstNext, PAD + lane);
      }
    }
  }

  /**
   * Adds to the line in which rays enter the slab.
   *
   * @param middle index in {@code block} of the middle voxel of the line
   */
  void addFirst(float[] block, int middle) {
    add(block, middle, firstHere, firstNext);
  }

  /** Adds to the line in which rays leave it, which is another. */
  void addSecond(float[] block, int middle) {
    add(block, middle, secondHere, secondNext);
  }

  private void add(float[] block, int middle, float[] toHere, float[] toNext) {
    if (!byVoxels) {
      addOneByOne(block, middle, toHere, toNext);
      return;
    }
    int n = VectorUnit.LANES;
    // Only voxels that some ray meets.
    int z = Math.max(zFrom, (int) Math.floor(place + from * apart) - 2);
    int end = Math.min(zTo, (int) Math.ceil(place + (to - 1) * apart) + 3);
    for (; z < end; z += n) {
      // Ray r may meet voxel k if -1 <= place + r apart - k <= 2; k is z + l, and r is l + tried.
      double least = (z - 1 - SLACK - place) / apart;
      double most = (z + 2 + SLACK - place) / apart;
      double drift = (n - 1) * (1 / apart - 1);
      int first = (int) Math.floor(least + Math.min(0, drift));
      int last = (int) Math.ceil(most + Math.max(0, drift));
      first = Math.max(first, from - n + 1);
      last = Math.min(last, to);
      if (first > last) {
        continue;
      }
      int count = last + 1 - first;
      if (rays.isDescending()) {
        tryRays(block, middle + z, z, last, -1, count, toHere, toNext);
      } else {
        tryRays(block, middle + z, z, first, 1, count, toHere, toNext);
      }
    }
  }

  /**
   * Adds to a vector of voxels.
   *
   * @param at index of the first voxel
   * @param z the first voxel, from the middle
   * @param tried the ray that is tried first for the first voxel; for each other one more
   * @param step 1 or -1: from a ray to the one that is tried next
   * @param count how many are tried
   */
  private void tryRays(
      float[] block,
      int at,
      int z,
      int tried,
      int step,
      int count,
      float[] toHere,
      float[] toNext) {
    IntVector voxels = IntVector.fromArray(VectorUnit.INTS, NUMBERS, 0).add(z);
    FloatVector sum = FloatVector.fromArray(VectorUnit.FLOATS, block, at);
    for (int k = 0; k < count; k++) {
      int r = tried + k * step;
      IntVector fromHere = IntVector.fromArray(VectorUnit.INTS, here, PAD + r).sub(voxels);
      IntVector fromNext = IntVector.fromArray(VectorUnit.INTS, next, PAD + r).sub(voxels);
      // All bits are set where the difference is 0. A ray's two voxels are never the same.
      IntVector isHere =
          fromHere
              .sub(1)
              .lanewise(VectorOperators.AND, fromHere.lanewise(VectorOperators.NOT))
              .lanewise(VectorOperators.ASHR, 31);
      IntVector isNext =
          fromNext
              .sub(1)
              .lanewise(VectorOperators.AND, fromNext.lanewise(VectorOperators.NOT))
              .lanewise(VectorOperators.ASHR, 31);
      IntVector given =
          FloatVector.fromArray(VectorUnit.FLOATS, toHere, PAD + r)
              .reinterpretAsInts()
              .and(isHere)
              .or(
                  FloatVector.fromArray(VectorUnit.FLOATS, toNext, PAD + r)
                      .reinterpretAsInts()
                      .and(isNext));
      sum = sum.add(given.reinterpretAsFloats());
    }
    // As in RowKernel: what an addition to a load gives is stored without a call. No sum is -0.
    FloatVector.fromArray(VectorUnit.FLOATS, ZEROS, 0).add(sum).intoArray(block, at);
  }

  private void addOneByOne(float[] block, int middle, float[] toHere, float[] toNext) {
    boolean down = rays.isDescending();
    int begin = down ? Math.min(to, rays.rows) - 1 : from;
    int end = down ? from - 1 : Math.min(to, rays.rows);
    int step = down ? -1 : 1;
    for (int k = begin; k != end; k += step) {
      int j = here[PAD + k] - VectorUnit.ROUNDER;
      int n = next[PAD + k] - VectorUnit.ROUNDER;
      if (j >= zFrom && j < zTo) {
        block[middle + j] += toHere[PAD + k];
      }
      if (n >= zFrom && n < zTo) {
        block[middle + n] += toNext[PAD + k];
      }
    }
  }
}
