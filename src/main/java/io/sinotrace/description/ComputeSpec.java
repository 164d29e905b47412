package io.sinotrace.description;

import io.sinotrace.description.text.Section;
import io.sinotrace.plan.TilePlanner.Split;
import io.sinotrace.projector.Backends;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a scan is computed; the results do not depend on it.
 *
 * @param backend one of {@link Backends#names}
 * @param split along which axes the work is cut
 * @param partitions number of tiles that each scan is cut into; null to choose it from the sizes
 */
public record ComputeSpec(String backend, Split split, @Nullable Integer partitions)
    implements Serializable {
  private static final String BACKEND = "backend";
  static final List<String> KEYS = List.of(BACKEND, "split", "partitions");

  /**
   * Reads the section.
   *
   * @param exact whether nothing is traced through voxels, so that there is no backend to choose
   */
  static ComputeSpec read(Section root, boolean exact) {
    Section section = root.section("compute");
    String backend = section.choice(BACKEND, Backends.names(), Backends.AUTO);
    if (exact && !backend.equals(Backends.AUTO)) {
      section.refuse(
          BACKEND,
          "is %s: expected auto with volume.exact, whose line integrals no backend traces"
              .formatted(backend));
    }
    return new ComputeSpec(
        backend,
        section.choice("split", Split.class, Split.AUTO),
        section.has("partitions") ? section.integer("partitions", 1, 1_000_000) : null);
  }
}
