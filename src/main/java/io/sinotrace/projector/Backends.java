package io.sinotrace.projector;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The choice of a backend. */
public final class Backends {
  /** Stands for the usable backend of highest rank. */
  public static final String AUTO = "auto";

  private static final List<Backend> KNOWN = found();

  private Backends() {}

  /**
   * A backend, and why this one.
   *
   * @param backend that was chosen
   * @param reason its description, and why each backend of higher rank was refused; one line
   */
  public record Choice(Backend backend, String reason) {}

  private static List<Backend> found() {
    // The loader of this class, not of the thread: Spark's tasks run under loaders of their own.
    List<Backend> found = new ArrayList<>();
    ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).forEach(found::add);
    found.sort(Comparator.comparingInt(Backend::rank).reversed());
    return List.copyOf(found);
  }

  /** Returns all backends of this build, those of higher rank first. */
  public static List<Backend> all() {
    return KNOWN;
  }

  /** Returns the names that {@link #choose} takes: {@link #AUTO}, and all of this build. */
  public static List<String> names() {
    return Stream.concat(Stream.of(AUTO), KNOWN.stream().map(Backend::name)).toList();
  }

  /**
   * Returns the backend to use in this JVM.
   *
   * @param name a backend, or {@link #AUTO}
   * @throws InputException if that backend is not in this build or cannot be used in this JVM; no
   *     other is taken in its place
   */
  public static Choice choose(String name, Resources resources) {
    if (!names().contains(name)) {
      throw new InputException(
          Setting.BACKEND,
          "%s is not in this version of Sinotrace; expected one of %s".formatted(name, names()));
    }
    return choose(name, resources, KNOWN);
  }

  /** As {@link #choose(String, Resources)}, of given backends, those of higher rank first. */
  static Choice choose(String name, Resources resources, List<Backend> known) {
    StringBuilder passedOver = new StringBuilder();
    for (Backend backend : known) {
      if (!name.equals(AUTO) && !backend.name().equals(name)) {
        continue;
      }
      String refusal = backend.refusal(resources);
      if (refusal == null) {
        return new Choice(backend, backend.name() + ": " + backend.summary(resources) + passedOver);
      }
      if (!name.equals(AUTO)) {
        throw new InputException(Setting.BACKEND, name + ": " + refusal);
      }
      passedOver.append("; not ").append(backend.name()).append(": ").append(refusal);
    }
    throw new IllegalStateException("no backend is usable; the scalar one should always be");
  }

  /**
   * Prepares to compute planes of the adjoint, by the usable backend of highest rank that has one;
   * see {@link Backend#adjoint}. All give the same bits.
   */
  public static Adjoint adjoint(VoxelGrid grid, Geometry geometry, int zFrom, int zTo) {
    for (Backend backend : KNOWN) {
      if (backend.refusal(Resources.DEFAULT) == null) {
        Adjoint adjoint = backend.adjoint(grid, geometry, zFrom, zTo);
        if (adjoint != null) {
          return adjoint;
        }
      }
    }
    throw new IllegalStateException("no backend has an adjoint; the scalar one should");
  }
}
