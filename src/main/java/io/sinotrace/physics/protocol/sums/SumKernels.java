package io.sinotrace.physics.protocol.sums;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The choice of a kernel. */
public final class SumKernels {
  private static final String MODULE = "jdk.incubator.vector";

  /** The fastest that this JVM can use. */
  public static final SumKernel BEST = best();

  private SumKernels() {}

  private static SumKernel best() {
    // Classes that link to the module are not loaded before it was found; an interpreter would be
    // slower with vectors than without.
    if (ModuleLayer.boot().findModule(MODULE).isPresent()
        && System.getProperty("java.vm.info", "").contains("mixed mode")) {
      try {
        // The loader of this class, not of the thread: Spark's tasks run under loaders of their
        // own.
        Iterator<SumKernel> found =
            ServiceLoader.load(SumKernel.class, SumKernels.class.getClassLoader()).iterator();
        if (found.hasNext()) {
          SumKernel vectors = found.next();
          if (vectors.refusal().isEmpty()) {
            return vectors;
          }
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        // The vector module of another JDK: the numbers are the same without it.
        return new ScalarSums();
      }
    }
    return new ScalarSums();
  }
}
