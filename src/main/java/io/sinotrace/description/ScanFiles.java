package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.geometry.NamedGeometry;
import io.sinotrace.volume.io.PartnerFiles;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Expands the files and globs of a description into scans. */
final class ScanFiles {
  private ScanFiles() {}

  /**
   * Returns the scans: in the order of the list, the files of a glob sorted by path, each file once
   * although several patterns may name it; the first then gives it its id. A glob skips files that
   * are part of another volume. The scans of a volume stand together, in the order of the
   * geometries. Files with equal ids all get a fault.
   */
  static List<ScanSpec> expand(
      VolumeSpec volume, List<NamedGeometry> geometries, Configuration conf) {
    Map<Path, Found> files = new LinkedHashMap<>();
    Set<Path> named = new HashSet<>();
    for (VolumeSpec.Input input : volume.inputs()) {
      for (FileStatus file : matches(input, conf)) {
        files.putIfAbsent(file.getPath(), new Found(input.where(), id(input, file), file));
        if (!input.isGlob()) {
          named.add(file.getPath());
        }
      }
    }
    Set<String> partners =
        PartnerFiles.among(files.keySet().stream().map(Path::toString).toList(), conf);
    files.keySet().removeIf(file -> !named.contains(file) && partners.contains(file.toString()));
    VolumeSettings settings = volume.settings();
    FormatSettings.check(settings, files.keySet());
    Map<String, List<Path>> byId =
        files.keySet().stream()
            .collect(Collectors.groupingBy(file -> Objects.requireNonNull(files.get(file)).id()));
    List<ScanSpec> scans = new ArrayList<>();
    files.forEach(
        (file, found) -> {
          List<Path> alike = byId.getOrDefault(found.id(), List.of());
          String fault = alike.size() == 1 ? null : sameId(file, found, alike);
          Map<String, Object> section = settings.section(file.getName());
          for (NamedGeometry geometry : geometries) {
            String name = geometry.name();
            scans.add(
                new ScanSpec(
                    name == null ? found.id() : ScanIds.of(found.id(), name),
                    settings.source(file.toString()),
                    geometry,
                    section,
                    found.status().getLen(),
                    found.status().getModificationTime(),
                    fault));
          }
        });
    return scans;
  }

  /**
   * A file that a pattern found.
   *
   * @param where the pattern was written
   * @param id of the volume
   */
  private record Found(String where, String id, FileStatus status) {}

  private static String id(VolumeSpec.Input input, FileStatus file) {
    if (!input.isGlob()) {
      return ScanIds.of(file.getPath().getName());
    }
    Deque<String> below = new ArrayDeque<>();
    int depth = new Path(input.fixedPart()).depth();
    for (Path at = file.getPath(); at != null && at.depth() > depth; at = at.getParent()) {
      below.addFirst(at.getName());
    }
    return ScanIds.below(List.copyOf(below));
  }

  private static String sameId(Path file, Found found, List<Path> alike) {
    List<Path> others = alike.stream().filter(other -> !other.equals(file)).toList();
    String more = others.size() == 1 ? "" : " and %d more".formatted(others.size() - 1);
    return ("%s: %s has the id %s, and so has %s%s: expected names that differ by more than their"
            + " ending, or a glob over their folders, such as {a,b}/ct.nii, which makes these a part"
            + " of the ids")
        .formatted(
            found.where(),
            Messages.oneLine(file.toString()),
            found.id(),
            Messages.oneLine(others.get(0).toString()),
            more);
  }

  private static List<FileStatus> matches(VolumeSpec.Input input, Configuration conf) {
    Path pattern = new Path(input.pattern());
    FileStatus[] found;
    try {
      found = pattern.getFileSystem(conf).globStatus(pattern);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          "%s: %s cannot be listed: %s"
              .formatted(input.where(), Messages.oneLine(input.pattern()), Messages.reason(e)),
          e);
    }
    boolean glob = input.isGlob();
    if (!glob && found != null && found.length == 1 && found[0].isDirectory()) {
      throw new InputException(
          "%s: %s is a directory: expected a file, or a glob such as %s/*.nii.gz"
              .formatted(input.where(), input.pattern(), input.pattern()));
    }
    // As in a shell, a glob does not match hidden files; nor does it match directories here.
    List<FileStatus> files =
        (found == null ? Stream.<FileStatus>empty() : Arrays.stream(found))
            .filter(status -> !status.isDirectory())
            .filter(status -> !glob || !status.getPath().getName().startsWith("."))
            .sorted(Comparator.comparing(status -> status.getPath().toString()))
            .toList();
    if (files.isEmpty()) {
      throw new InputException(
          "%s: %s %s: expected at least one volume file"
              .formatted(
                  input.where(),
                  glob ? "no file matches" : "there is no file",
                  Messages.oneLine(input.pattern())));
    }
    return files;
  }
}
