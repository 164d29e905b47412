package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;

/** The kernels, and which are fast on this JVM. */
final class RowKernels {
  private static final boolean SELECTS = Runtime.version().feature() >= 24;

  private final RowKernel far = new GatherKernel();
  private final RowKernel pair = SELECTS ? new SelectKernel() : new RearrangePairKernel();
  private final RowKernel one = SELECTS ? pair : new RearrangeKernel();

  /** For rays about a voxel apart. */
  final RowKernel shift = new ShiftKernel();

  /** Whether {@link #shift} is faster than the others: where they look into one vector only. */
  final boolean shifts = !SELECTS;

  /** Returns the kernel for rays that lie, with the next voxels, within so many voxels. */
  RowKernel within(double voxels) {
    if (voxels <= VectorUnit.LANES - 1) {
      return one;
    }
    return voxels <= 2 * VectorUnit.LANES - 1 ? pair : far;
  }
}
