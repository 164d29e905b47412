package io.sinotrace.projector.cpu.simd.rows;

/**
 * The march of a vector of rays of one column, which share a path in the plane across the row axis
 * and have a path each along it.
 *
 * <p>In slab i, with u the share of a lane along the row axis and w = {@code slabs.share[i]} the
 * share of all lanes in the plane:
 *
 * <pre>
 * v0 = the voxel of the lane in the first line      vr = the next voxel of that line
 * vc = the voxel of the lane in the second line     v1 = the next voxel of that line
 * vm = vc where u is less than w, or equal and the axis in the plane is the higher one; else vr
 * c  = fma(min(u, w), v1 - vm, fma(max(u, w), vm - v0, v0))
 * </pre>
 *
 * <p>Where w is 0 there is no second line, and c is {@code fma(u, vr - v0, v0)}: the same number.
 *
 * <p>The kernels differ in how a lane gets its voxel out of a line; which way is fast depends on
 * the JVM and on how far apart the rays are. The rest is written out in each of them, since JDK 17
 * stops inlining in methods of this size, and passing one vector by a call costs more than all
 * else: with floor(p), u and c in methods of their own, W1 and W2 of {@code jobs/bench} fell to
 * 0.37 and 0.53 of their rate (JDK 17, AVX-512).
 */
interface RowKernel {
  /**
   * Adds the contributions of some slabs of one block to the sums of a vector of rays. They are
   * added up by themselves first: a block has a sum of its own.
   *
   * <p>Implementations store {@code load(sums).add(sum)}: JDK 17 knows the class of a vector that a
   * load or an addition to one gives. The sum as it comes out of the loop would be stored by a
   * call, and kept in memory, not in a register, throughout the loop.
   *
   * @param slabs filled for the column
   * @param rays set up for the column
   * @param lane first lane of the vector in {@code rays}, a multiple of a vector
   * @param channel of the volume
   * @param from first slab
   * @param to first slab after those; both in the block
   * @param window in slab {@code from}, the first voxel of the window in which all voxels lie that
   *     the rays read: voxels from the middle of the row axis, in fixed point with 32 fractional
   *     bits. A kernel says how wide its window is; {@link GatherKernel} needs none.
   * @param drift by how much the window moves from one slab to the next, in the same fixed point
   * @param sums the rays' sums, in 1/mm
   * @param sumAt index of the sum of the first lane
   */
  void march(
      SlabLines slabs,
      ColumnRays rays,
      int lane,
      int channel,
      int from,
      int to,
      long window,
      long drift,
      float[] sums,
      int sumAt);
}
