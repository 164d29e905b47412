package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.SelectFrom;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import org.jspecify.annotations.Nullable;

/**
 * The row kernels, and which of them is the fastest on this JVM for given rays; not final, so that
 * a test can note which are asked for.
 */
class RowKernels {
  private static final boolean SELECTS = SelectFrom.AVAILABLE;

  /** Whether it takes one instruction: AVX2 has none. */
  private static final boolean SELECTS_AT_ONCE = SELECTS && VectorUnit.LANES > 8;

  private final RowKernel far = new GatherKernel();
  private final RowKernel pair = SELECTS ? new SelectKernel() : new RearrangePairKernel();
  private final RowKernel one = SELECTS ? pair : new RearrangeKernel();

  private final RowKernel shift = new ShiftKernel();
  private final RowKernel edge = new EdgeKernel();

  /**
   * Returns the kernel for a vector of evenly spaced rays that all ascend or all descend; null if
   * {@link #within} is as fast.
   *
   * @param spread distance of their coordinates less their lanes' numbers, in voxels
   */
  @Nullable RowKernel even(double spread) {
    if (spread <= EdgeKernel.MAX_SPREAD && !SELECTS_AT_ONCE) {
      return edge;
    }
    return spread <= ShiftKernel.MAX_SPREAD && !SELECTS ? shift : null;
  }

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
