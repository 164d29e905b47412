package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Resources;
import java.util.ServiceLoader;

/** The choice of a backprojection: that of the backend that would trace. */
public final class Backprojections {
  private Backprojections() {}

  /**
   * Returns the backprojection to use in this JVM.
   *
   * @param backend the name of a backend, or {@link Backends#AUTO} for the best that is usable
   * @param deviceRefusal why no device can be used; empty if one can
   * @throws InputException if that backend is not in this build or cannot be used in this JVM, or
   *     for this image; no other is taken in its place
   */
  public static Backprojection choose(String backend, Resources resources, String deviceRefusal) {
    String name = Backends.choose(backend, resources).backend().name();
    boolean any = backend.equals(Backends.AUTO);
    if (name.equals(LineKernels.SCALAR.name())) {
      return LineKernels.SCALAR;
    }
    // The loader of this class, not of the thread: Spark's tasks run under loaders of their own.
    for (DeviceBackprojection device :
        ServiceLoader.load(DeviceBackprojection.class, Backprojections.class.getClassLoader())) {
      if (device.backend().equals(name)) {
        if (deviceRefusal.isEmpty()) {
          return device.on(resources);
        } else if (!any) {
          throw new InputException(Setting.BACKEND, name + ": " + deviceRefusal);
        }
      }
    }
    LineKernel kernel = LineKernels.BEST;
    if (!kernel.name().equals(name) && !any) {
      throw new InputException(
          Setting.BACKEND, "%s: this JVM cannot add images up that way".formatted(name));
    }
    return kernel;
  }
}
