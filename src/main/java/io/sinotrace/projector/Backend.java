package io.sinotrace.projector;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kernel and the hardware that it needs. Implementations are found by {@link
 * java.util.ServiceLoader}.
 */
public interface Backend {
  /** Returns the name that scan descriptions choose it by. */
  String name();

  /** Returns its rank in the automatic choice, which takes the usable backend of highest rank. */
  int rank();

  /**
   * Returns why it cannot be used in this JVM, in one line; null if it can.
   *
   * <p>The answer is about what this machine has. If hardware fails later, {@link #open} fails: the
   * backend never changes by itself.
   */
  @Nullable String refusal(Resources resources);

  /** Returns a short description; called only if {@link #refusal} returns null. */
  String summary(Resources resources);

  /** Returns what was found on this machine, line by line, to find out why it cannot be used. */
  default List<String> report(Resources resources) {
    return List.of();
  }

  /**
   * Prepares to project {@code volume} under {@code geometry}; the caller closes what it gets, and
   * the volume not before that.
   */
  Projector open(Volume volume, Geometry geometry, Resources resources);

  /**
   * Prepares to compute planes of the adjoint under {@code geometry}, all of them zero; null where
   * this backend has none.
   *
   * @param grid of the image
   * @param zFrom the first plane
   * @param zTo the one after the last
   * @throws io.sinotrace.InputException if the geometry cannot be traced on the grid
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has no room for the planes
   */
  default @Nullable Adjoint adjoint(VoxelGrid grid, Geometry geometry, int zFrom, int zTo) {
    return null;
  }
}
