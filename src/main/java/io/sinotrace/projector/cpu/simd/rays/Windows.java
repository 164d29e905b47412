package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.volume.VoxelGrid;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Where the rays of a vector enter some slabs, as {@link RaySlabs}, but counted from a window of
 * lines: {@link #WIDTH} voxels, along the lower other axis, of {@link #LINES} lines that follow one
 * another along the higher one, the way the rays go. What belongs to slab s and lane k is at index
 * {@code s * LANES + k}, the first slab being 0.
 *
 * <p>An instance serves one thread and is set again and again.
 */
final class Windows {
  /** Voxels in a window along a line: two vectors. */
  static final int WIDTH = 2 * VectorUnit.LANES;

  /**
   * Lines in a window: three in which rays enter, being less than two apart, and the one that they
   * may cross into.
   */
  static final int LINES = 4;

  /**
   * Fractional bits of the windows' positions: an axis has at most 32,768 voxels, and a ray of a
   * vector may be as far outside while another is inside.
   */
  private static final int FIXED_BITS = 14;

  private static final double FIXED = 1 << FIXED_BITS;

  /** Voxels by which windows are off at most, after as many slabs as there are at a time. */
  private static final double SLACK = (RaySlabs.MOST + 1) / FIXED;

  /** The number of each lane. */
  private static final int[] NUMBERS = new int[VectorUnit.LANES];

  static {
    for (int k = 0; k < VectorUnit.LANES; k++) {
      NUMBERS[k] = k;
    }
  }

  /** Voxels from the window's first to the one that a ray enters, along a line. */
  final int[] place = new int[RaySlabs.MOST * VectorUnit.LANES];

  /** Lines from the window's first to the one that a ray enters. */
  final int[] line = new int[RaySlabs.MOST * VectorUnit.LANES];

  /** Share of the slab after the crossing of the lower other axis, in bits. */
  final int[] share1 = new int[RaySlabs.MOST * VectorUnit.LANES];

  /** As {@link #share1}, of the higher other axis. */
  final int[] share2 = new int[RaySlabs.MOST * VectorUnit.LANES];

  /** Index in the copy of the volume of a window's first voxel, by slab. */
  final int[] start = new int[RaySlabs.MOST];

  /** From a line to the next, in indices; negative where the rays descend. */
  int stride;

  /** The window's first voxel and line, by slab. */
  private final int[] first1 = new int[RaySlabs.MOST];

  private final int[] first2 = new int[RaySlabs.MOST];

  /**
   * Returns whether windows hold all voxels that the rays of a vector meet.
   *
   * @param rays of which at least one meets a slab, and whose bounds are set
   */
  static boolean hold(RayVector rays) {
    for (int k = 1; k < rays.count; k++) {
      if (rays.step2[k] != rays.step2[0]) {
        return false;
      }
    }
    return rays.bounds.extent1(rays.from, rays.to) <= WIDTH - 1 - SLACK
        && rays.bounds.spread2(rays.from, rays.to) <= LINES - 2 - SLACK;
  }

  /**
   * Finds the windows of some slabs, and where in them the rays are.
   *
   * @param rays which {@link #hold} is true of
   * @param to the slab after the last; {@link RaySlabs#MOST} after {@code from} at most
   */
  void find(RayVector rays, PaddedVolume volume, int axis, Band band, int from, int to) {
    findWindows(rays, volume, axis, band, from, to);
    findRays(rays, axis, band, from, to);
  }

  /**
   * Finds the windows. As the rays' positions, they are clamped: outside the grid the copy holds
   * zeros in the three voxels and lines next to it, and all that a ray there may read must lie
   * within its window.
   */
  private void findWindows(
      RayVector rays, PaddedVolume volume, int axis, Band band, int from, int to) {
    int[] starts = start;
    int[] firsts1 = first1;
    int[] firsts2 = first2;
    VoxelGrid grid = band.grid();
    int axis2 = OtherAxes.second(axis);
    boolean ascend = rays.step2[0] > 0;
    int stride2 = volume.stride[axis2];
    stride = ascend ? stride2 : -stride2;
    int margin = PaddedVolume.MARGIN;
    // No window ends beyond the zeros; a ray beyond the grid is one voxel within its window, so
    // that
    // the next one is, too.
    int most1 = grid.size(OtherAxes.first(axis));
    int least2 = ascend ? 1 - margin : LINES - 1 - margin;
    int most2 = grid.size(axis2) + (ascend ? margin - LINES : margin - 2);
    RayBounds bounds = rays.bounds;
    int at1 = (int) Math.floor(bounds.lowest1(from) * FIXED);
    int drift1 = (int) Math.floor(bounds.lowestSlope1() * FIXED);
    // Rounded away from the rays, as at1 is.
    int at2 =
        ascend
            ? (int) Math.floor(bounds.least2(from) * FIXED)
            : (int) Math.ceil(bounds.greatest2(from) * FIXED);
    int drift2 =
        ascend
            ? (int) Math.floor(bounds.leastSlope2() * FIXED)
            : (int) Math.ceil(bounds.greatestSlope2() * FIXED);
    int slab = volume.stride[axis];
    IntVector number = IntVector.fromArray(VectorUnit.INTS, NUMBERS, 0);
    // What lies beyond the last slab is of no meaning.
    for (int s = 0; s < to - from; s += VectorUnit.LANES) {
      IntVector k1 =
          number
              .mul(drift1)
              .add(at1 + s * drift1)
              .lanewise(VectorOperators.ASHR, FIXED_BITS)
              .max(-margin)
              .min(most1);
      IntVector k2 =
          number
              .mul(drift2)
              .add(at2 + s * drift2)
              .lanewise(VectorOperators.ASHR, FIXED_BITS)
              .max(least2)
              .min(most2);
      k1.intoArray(firsts1, s);
      k2.intoArray(firsts2, s);
      number
          .mul(slab)
          .add(volume.origin + (from + s) * slab)
          .add(k1)
          .add(k2.mul(stride2))
          .intoArray(starts, s);
    }
  }

  private void findRays(RayVector rays, int axis, Band band, int from, int to) {
    int[] places = place;
    int[] lines = line;
    int[] shares1 = share1;
    int[] shares2 = share2;
    int[] firsts1 = first1;
    int[] firsts2 = first2;
    VoxelGrid grid = band.grid();
    int half = band.half(axis);
    int size1 = grid.size(OtherAxes.first(axis));
    int size2 = grid.size(OtherAxes.second(axis));
    // Positions are bits, and clamped, as in RaySlabs.
    int zero1 = VectorUnit.ROUNDER - (size1 >> 1);
    int zero2 = VectorUnit.ROUNDER - (size2 >> 1);
    FloatVector rounder = FloatVector.broadcast(VectorUnit.FLOATS, 0x1.8p23f);
    FloatVector slope1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.slope1, 0);
    FloatVector slope2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.slope2, 0);
    FloatVector start1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.start1, 0);
    FloatVector start2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.start2, 0);
    FloatVector inverse1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.inverse1, 0);
    FloatVector inverse2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.inverse2, 0);
    FloatVector shift1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.shift1, 0);
    FloatVector shift2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.shift2, 0);
    FloatVector i0 = FloatVector.broadcast(VectorUnit.FLOATS, (float) (from - half));
    FloatVector p1 = slope1.fma(i0, start1);
    FloatVector p2 = slope2.fma(i0, start2);
    int lane = 0;
    for (int i = from; i < to; i++) {
      FloatVector after = FloatVector.broadcast(VectorUnit.FLOATS, (float) (i + 1 - half));
      FloatVector q1 = slope1.fma(after, start1);
      FloatVector q2 = slope2.fma(after, start2);
      FloatVector r1 = p1.add(rounder);
      FloatVector r2 = p2.add(rounder);
      // floor(p): one less where rounding to nearest went up.
      IntVector j1 =
          p1.sub(r1.sub(rounder))
              .reinterpretAsInts()
              .lanewise(VectorOperators.ASHR, 31)
              .add(r1.reinterpretAsInts());
      IntVector j2 =
          p2.sub(r2.sub(rounder))
              .reinterpretAsInts()
              .lanewise(VectorOperators.ASHR, 31)
              .add(r2.reinterpretAsInts());
      q1.sub(j1.reinterpretAsFloats().sub(rounder))
          .fma(inverse1, shift1)
          .reinterpretAsInts()
          .max(0)
          .min(VectorUnit.ONE)
          .intoArray(shares1, lane);
      q2.sub(j2.reinterpretAsFloats().sub(rounder))
          .fma(inverse2, shift2)
          .reinterpretAsInts()
          .max(0)
          .min(VectorUnit.ONE)
          .intoArray(shares2, lane);
      p1 = q1;
      p2 = q2;
      j1.max(zero1 - 2)
          .min(zero1 + size1 + 1)
          .sub(zero1 + firsts1[i - from])
          .intoArray(places, lane);
      j2.max(zero2 - 2)
          .min(zero2 + size2 + 1)
          .sub(zero2 + firsts2[i - from])
          .abs()
          .intoArray(lines, lane);
      lane += VectorUnit.LANES;
    }
  }
}
