package io.sinotrace.volume.io;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.links.ExternalLink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups, links and datasets of an HDF5 file.
 *
 * <p>Paths are followed here, step by step, and not by the library, which would open another file
 * where an external link says so.
 */
final class Hdf5Tree {
  /** Soft links followed for one path; more of them are a ring. */
  private static final int MAX_LINKS = 16;

  /** Datasets named in a fault. */
  private static final int MAX_NAMED = 10;

  private static final int MAX_GROUPS = 10_000;

  private final VolumeFile file;
  private final HdfFile hdf;

  Hdf5Tree(VolumeFile file, HdfFile hdf) {
    this.file = file;
    this.hdf = hdf;
  }

  /**
   * Finds a dataset.
   *
   * @param path its path; null if the description names none, which is a fault
   * @throws io.sinotrace.InputException if there is no dataset, with those that are there; or if
   *     the path leads out of the file
   */
  Dataset dataset(@Nullable String path) {
    if (path == null) {
      throw file.fault(
          "expected `volume.dataset`, the path of a dataset in the file; " + whatIsThere());
    }
    Node node = find(path);
    if (node == null) {
      throw file.fault("has no dataset %s; %s".formatted(path, whatIsThere()));
    }
    if (!(node instanceof Dataset dataset)) {
      throw file.fault("%s is a group: expected a dataset; %s".formatted(path, whatIsThere()));
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

  private String whatIsThere() {
    List<String> names = new ArrayList<>();
    Deque<Group> groups = new ArrayDeque<>(List.of(hdf));
    // Groups can contain one another.
    Set<Long> seen = new HashSet<>();
    while (!groups.isEmpty() && names.size() <= MAX_NAMED && seen.size() < MAX_GROUPS) {
      for (Node node : groups.pop().getChildren().values()) {
        if (node instanceof Dataset) {
          names.add(node.getPath());
        } else if (node instanceof Group group && seen.add(group.getAddress())) {
          groups.add(group);
        }
      }
    }
    if (names.isEmpty()) {
      return "there is none in it";
    }
    boolean more = names.size() > MAX_NAMED;
    return "in it: "
        + String.join(", ", names.subList(0, Math.min(MAX_NAMED, names.size())))
        + (more ? ", ..." : "");
  }
}
