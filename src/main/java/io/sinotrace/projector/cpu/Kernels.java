package io.sinotrace.projector.cpu;

/** The kernels that are fast on this JVM. */
final class Kernels {
  private static final boolean SELECTS = Runtime.version().feature() >= 24;

  private final RowKernel far = new GatherKernel();
  private final RowKernel pair =
      SELECTS ? new SelectKernel() : new RearrangePairKernel();
  private final RowKernel one = SELECTS ? pair : new RearrangeKernel();

  RowKernel choose(double width, double u0, double u1, boolean sameStep) {
    return width <= VectorUnit.LANES - 1 ? one : width <= 2 * VectorUnit.LANES - 1 ? pair : far;
  }
}
