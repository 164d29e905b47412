package io.sinotrace.projector;

import io.sinotrace.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The choice of a backend. */
public final class Backends {
  /** Takes the best that is there. */
  public static final String AUTO = "auto";

  private static final List<Backend> KNOWN = known();

  private Backends() {}

  private static List<Backend> known() {
    // The loader of this class, not of the thread: Spark's tasks run under loaders of their own.
    List<Backend> found = new ArrayList<>();
    ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).forEach(found::add);
    found.sort(Comparator.comparingInt(Backend::rank).reversed());
    return List.copyOf(found);
  }

  /**
   * Checks that a backend of that name is in this build, wherever it may run.
   *
   * @throws InputException if there is none
   */
  public static void check(String name) {
    if (!name.equals(AUTO) && KNOWN.stream().noneMatch(b -> b.name().equals(name))) {
      List<String> names = KNOWN.stream().map(Backend::name).sorted().toList();
      throw new InputException(
          "compute.backend: %s is not in this version of Sinotrace; expected auto or one of %s"
              .formatted(name, names));
    }
  }

  /**
   * Returns the backend to use in this JVM.
   *
   * @param name a backend, or {@link #AUTO}
   * @throws InputException if that backend is not in this build or cannot be used here; never
   *     another one in its place
   */
  public static Backend choose(String name) {
    check(name);
    for (Backend backend : KNOWN) {
      String refusal = backend.refusal();
      if (name.equals(AUTO) ? refusal == null : backend.name().equals(name)) {
        if (refusal != null) {
          throw new InputException("compute.backend: %s: %s".formatted(name, refusal));
        }
        return backend;
      }
    }
    throw new IllegalStateException("no backend is usable; the scalar one should always be");
  }
}
