package io.sinotrace.projector.cuda.driver;

/** Kernels that belong together, loaded into one device's context. */
public interface KernelSet extends AutoCloseable {
  @Override
  void close();
}
