package io.sinotrace.projector;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.volume.Volume;
import java.util.List;
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

  /**
   * Returns why it cannot be used in this JVM, in one line; null where it can.
   *
   * <p>It is about what this machine has. Hardware that was usable and has failed since is no
   * reason to take another backend: then {@link #open} fails.
   */
  @Nullable String refusal(Resources resources);

  /** Returns what it is, in a few words; only where {@link #refusal} has nothing to say. */
  String summary(Resources resources);

  /** Returns what a person who asks why it cannot be used would want to know, line by line. */
  default List<String> report(Resources resources) {
    return List.of();
  }

  /**
   * Prepares to project {@code volume} under {@code geometry}; the caller closes what it gets, and
   * the volume not before that.
   */
  Projector open(Volume volume, Geometry geometry, Resources resources);
}
