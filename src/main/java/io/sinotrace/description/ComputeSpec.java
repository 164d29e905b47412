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
  static final List<String> KEYS = List.of("backend", "split", "partitions");

  static ComputeSpec read(Section root) {
    Section section = root.section("compute");
    return new ComputeSpec(
        section.choice("backend", Backends.names(), Backends.AUTO),
        section.choice("split", Split.class, Split.AUTO),
        section.has("partitions") ? section.integer("partitions", 1, 1_000_000) : null);
  }
}
