package io.sinotrace.reconstruction.backprojection;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The choice of a kernel. */
public final class LineKernels {
  private static final String MODULE = "jdk.incubator.vector";

  /** One voxel at a time: what every JVM can use. */
  public static final LineKernel SCALAR = new ScalarLines();

  /** The fastest that this JVM can use. */
  public static final LineKernel BEST = best();

  private LineKernels() {}

  private static LineKernel best() {
    // Classes that link to the module are not loaded before it was found; an interpreter would be
    // slower with vectors than without.
    if (ModuleLayer.boot().findModule(MODULE).isPresent()
        && System.getProperty("java.vm.info", "").contains("mixed mode")) {
      try {
        // The loader of this class, not of the thread: Spark's tasks run under loaders of their
        // own.
        Iterator<LineKernel> found =
            ServiceLoader.load(LineKernel.class, LineKernels.class.getClassLoader()).iterator();
        if (found.hasNext()) {
          LineKernel vectors = found.next();
          if (vectors.refusal().isEmpty()) {
            return vectors;
          }
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        // The vector module of another JDK: the numbers are the same without it.
        return SCALAR;
      }
    }
    return SCALAR;
  }
}
