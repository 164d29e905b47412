package io.sinotrace.volume.io.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.links.ExternalLink;
import io.sinotrace.Setting;
import io.sinotrace.volume.io.file.VolumeFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The groups, links and datasets of an HDF5 file.
 *
 * <p>Paths are resolved here and not by the library, which would follow an external link into
 * another file.
 */
final class Hdf5Tree {
  /** The most soft links followed for one path; more indicate a cycle. */
  private static final int MAX_LINKS = 16;

  /** The most datasets named in an error. */
  private static final int MAX_NAMED = 10;

  private static final int MAX_GROUPS = 10_000;

  private final VolumeFile file;
  private final HdfFile hdf;

  Hdf5Tree(VolumeFile file, HdfFile hdf) {
    this.file = file;
    this.hdf = hdf;
  }

  /**
   * Finds the one dataset that can be a volume.
   *
   * @throws io.sinotrace.InputException if there is none or more than one; the message lists the
   *     datasets
   */
  Dataset only(Predicate<Dataset> canBeVolume) {
    List<Dataset> found = datasets(Integer.MAX_VALUE).stream().filter(canBeVolume).toList();
    if (found.size() != 1) {
      throw file.fault(Setting.DATASET, "expected the path of a dataset in the file; " + listing());
    }
    return found.get(0);
  }

  /**
   * Finds a dataset by its path.
   *
   * @throws io.sinotrace.InputException if there is no such dataset, with a list of datasets; or if
   *     the path leads out of the file
   */
  Dataset dataset(String path) {
    Node node = find(path);
    if (node == null) {
      throw file.fault("has no dataset %s; %s".formatted(path, listing()));
    }
    if (!(node instanceof Dataset dataset)) {
      throw file.fault("%s is a group: expected a dataset; %s".formatted(path, listing()));
    }
    return dataset;
  }

  private @Nullable Node find(String path) {
    Deque<String> ahead = new ArrayDeque<>(steps(path));
    Node node = hdf;
    int links = 0;
    while (!ahead.isEmpty()) {
      if (!(node instanceof Group group)) {
        return null;
      }
      Node next = group.getChildren().get(ahead.pop());
      if (next instanceof ExternalLink link) {
        throw file.fault(
            "%s leads to another file, %s: expected a dataset in this one"
                .formatted(path, link.getTargetPath()));
      }
      if (next instanceof Link link) {
        if (++links > MAX_LINKS) {
          throw file.fault("%s leads through more than %d links".formatted(path, MAX_LINKS));
        }
        String target = link.getTargetPath();
        List<String> steps = steps(target);
        for (int i = steps.size() - 1; i >= 0; i--) {
          ahead.push(steps.get(i));
        }
        next = target.startsWith("/") ? hdf : group;
      }
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  private static List<String> steps(String path) {
    return Arrays.stream(path.split("/", -1)).filter(s -> !s.isEmpty() && !s.equals(".")).toList();
  }

  /** Returns the datasets, those of outer groups first, each once; {@code most} of them at most. */
  private List<Dataset> datasets(int most) {
    List<Dataset> datasets = new ArrayList<>();
    Deque<Group> groups = new ArrayDeque<>(List.of(hdf));
    // Groups may form cycles, and a dataset may be in several groups.
    Set<Long> seen = new HashSet<>();
    int opened = 0;
    while (!groups.isEmpty() && datasets.size() < most && opened++ < MAX_GROUPS) {
      for (Node node : groups.pop().getChildren().values()) {
        if (node instanceof Dataset dataset && seen.add(node.getAddress())) {
          datasets.add(dataset);
        } else if (node instanceof Group group && seen.add(node.getAddress())) {
          groups.add(group);
        }
      }
    }
    return datasets;
  }

  private String listing() {
    List<Dataset> datasets = datasets(MAX_NAMED + 1);
    if (datasets.isEmpty()) {
      return "there is none in it";
    }
    return datasets.stream()
        .limit(MAX_NAMED)
        .map(Node::getPath)
        .collect(Collectors.joining(", ", "in it: ", datasets.size() > MAX_NAMED ? ", ..." : ""));
  }
}
