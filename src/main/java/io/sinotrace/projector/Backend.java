package io.sinotrace.projector;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * A way to trace rays: a kernel and the hardware it needs. Found through {@link
 * java.util.ServiceLoader}.
 */
public interface Backend {
  /** Returns the name that scan descriptions choose it by. */
  String name();

  /** Returns its place in the automatic choice; the greatest usable one is taken. */
  int rank();

  /** Returns why it cannot be used in this JVM, in one line; null where it can. */
  @Nullable String refusal();

  /** Prepares to project {@code volume} under {@code geometry}. */
  Projector open(Volume volume, Geometry geometry);
}
