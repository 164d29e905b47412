package io.sinotrace.projector.cpu.simd.rows;

/**
 * The march of as many rays of one column as there are lanes in a vector.
 *
 * <p>The kernels differ in how a lane gets at its voxel: which way is fast depends on the JVM and
 * on how far apart the rays are. All that is the same in them is written out in each: the compiler
 * stops opening methods up when it has many operations already, and one vector that passes through
 * a call costs more than all the rest.
 */
interface RowKernel {
  /**
   * Adds what the rays meet in some slabs of one block, summed up by itself, to their sums.
   *
   * <p>What was there plus the sum is what kernels store. Of a vector that comes from a load or an
   * addition to one, JDK 17 knows the class; a sum that comes out of the loop it would store by a
   * call, and put into memory in every slab for that.
   *
   * <p>In slab i all voxels that a ray may read, and the next ones, lie in the {@code 2 x lanes}
   * voxels from {@code window >> 32} on, in voxels from the middle of the row axis; {@code window}
   * grows by {@code drift} a slab.
   *
   * @param lane first lane in {@code rays}, a multiple of a vector
   * @param sums the rays' sums, from index {@code sumAt} on
   */
  void march(
      SlabLines slabs,
      ColumnRays rays,
      int lane,
      int from,
      int to,
      long window,
      long drift,
      float[] sums,
      int sumAt);
}
