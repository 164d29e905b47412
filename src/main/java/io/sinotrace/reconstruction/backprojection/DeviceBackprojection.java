package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.projector.Resources;

/**
 * Backprojection on other hardware than the processor. Implementations are found by {@link
 * java.util.ServiceLoader}; whether there is such hardware the {@linkplain
 * io.sinotrace.projector.Backend backend} of the same name tells.
 */
public interface DeviceBackprojection {
  /** Returns the name of the backend. */
  String backend();

  /** Returns the backprojection on the device that a caller was given. */
  Backprojection on(Resources resources);
}
