package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.io.PartnerFiles;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Expands the files and globs of a description into scans. */
final class ScanFiles {
  private ScanFiles() {}

  /** The characters that Hadoop does not take literally in a path. */
  private static final Pattern GLOB = Pattern.compile("[*?\\[{\\\\]");

  /**
   * Returns the scans: in the order of the list, the files of a glob sorted by path, each file once
   * although several patterns may name it; the first then gives it its id. A glob skips files that
   * are part of another volume. Files with equal ids all get a fault.
   */
  static List<ScanSpec> expand(VolumeSpec volume, Configuration conf) {
    Map<Path, Found> files = new LinkedHashMap<>();
    Set<Path> named = new HashSet<>();
    for (VolumeSpec.Input input : volume.inputs()) {
      List<Path> matches = matches(input, conf);
      matches.forEach(file -> files.putIfAbsent(file, new Found(input.where(), id(input, file))));
      if (!isGlob(input)) {
        named.addAll(matches);
      }
    }
    Set<String> partners =
        PartnerFiles.among(files.keySet().stream().map(Path::toString).toList(), conf);
    files.keySet().removeIf(file -> !named.contains(file) && partners.contains(file.toString()));
    FormatSettings.check(volume, files.keySet());
    Map<String, List<Path>> byId =
        files.keySet().stream()
            .collect(Collectors.groupingBy(file -> Objects.requireNonNull(files.get(file)).id()));
    List<ScanSpec> scans = new ArrayList<>();
    files.forEach(
        (file, found) -> {
          List<Path> alike = byId.getOrDefault(found.id(), List.of());
          String fault = alike.size() == 1 ? null : sameId(file, found, alike);
          scans.add(new ScanSpec(found.id(), volume.source(file.toString()), fault));
        });
    return scans;
  }

  /**
   * A file that a pattern found.
   *
   * @param where the pattern was written
   * @param id of the scan
   */
  private record Found(String where, String id) {}

  private static String id(VolumeSpec.Input input, Path file) {
    Matcher glob = GLOB.matcher(input.pattern());
    if (!glob.find()) {
      return ScanIds.of(file.getName());
    }
    String fixed = input.pattern().substring(0, input.pattern().lastIndexOf('/', glob.start()) + 1);
    Deque<String> below = new ArrayDeque<>();
    int depth = new Path(fixed).depth();
    for (Path at = file; at != null && at.depth() > depth; at = at.getParent()) {
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

  private static int byName(Path a, Path b) {
    return a.toString().compareTo(b.toString());
  }

  private static boolean isGlob(VolumeSpec.Input input) {
    return GLOB.matcher(input.pattern()).find();
  }

  private static List<Path> matches(VolumeSpec.Input input, Configuration conf) {
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
    boolean glob = isGlob(input);
    if (!glob && found != null && found.length == 1 && found[0].isDirectory()) {
      throw new InputException(
          "%s: %s is a directory: expected a file, or a glob such as %s/*.nii.gz"
              .formatted(input.where(), input.pattern(), input.pattern()));
    }
    // As in a shell, a glob does not match hidden files; nor does it match directories here.
    List<Path> files =
        (found == null ? Stream.<FileStatus>empty() : Arrays.stream(found))
            .filter(status -> !status.isDirectory())
            .map(FileStatus::getPath)
            .filter(path -> !glob || !path.getName().startsWith("."))
            .sorted(ScanFiles::byName)
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
