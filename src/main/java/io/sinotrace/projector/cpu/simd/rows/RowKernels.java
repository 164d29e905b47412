package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;

/** The row kernels, and which of them is the fastest on this JVM for given rays. */
final class RowKernels {
  /** Whether this JVM permutes two vectors at a time. */
  private static final boolean SELECTS = Runtime.version().feature() >= 24;

  private final RowKernel far = new GatherKernel();
  private final RowKernel pair = SELECTS ? new SelectKernel() : new RearrangePairKernel();
  private final RowKernel one = SELECTS ? pair : new RearrangeKernel();

  /** For evenly spaced rays about a voxel apart. */
  final RowKernel shift = new ShiftKernel();

  /** Whether {@link #shift} is faster than the others: where these permute one vector only. */
  final boolean shifts = !SELECTS;

  /**
   * Returns the kernel for a vector of rays.
   *
   * @param voxels width of the window that holds all voxels the rays read in any one slab
   */
  RowKernel within(double voxels) {
    if (voxels <= VectorUnit.LANES - 1) {
      return one;
    }
    return voxels <= 2 * VectorUnit.LANES - 1 ? pair : far;
  }
}
