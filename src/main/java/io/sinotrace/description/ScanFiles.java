package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.PartnerFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Expands the files and globs of a description into scans. */
final class ScanFiles {
  private ScanFiles() {}

  /**
   * Returns the scans: in the order of the list, the files of a glob sorted by path, each file once
   * although several patterns may name it. A glob passes over what is part of another volume.
   */
  static List<ScanSpec> expand(VolumeSpec volume, Configuration conf) {
    Set<Path> files = new LinkedHashSet<>();
    Set<Path> named = new HashSet<>();
    for (VolumeSpec.Input input : volume.inputs()) {
      List<Path> matches = matches(input, conf);
      files.addAll(matches);
      if (!isGlob(input)) {
        named.addAll(matches);
      }
    }
    Set<String> partners = PartnerFiles.among(files.stream().map(Path::toString).toList(), conf);
    files.removeIf(file -> !named.contains(file) && partners.contains(file.toString()));
    files.forEach(file -> checkFormat(volume, file));
    List<Path> sorted = files.stream().sorted(ScanFiles::byName).toList();
    List<String> names = ScanIds.of(sorted.stream().map(Path::getName).toList());
    Map<Path, String> ids = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      ids.put(sorted.get(i), names.get(i));
    }
    return files.stream()
        .map(file -> new ScanSpec(ids.getOrDefault(file, ""), volume.source(file.toString())))
        .toList();
  }

  private static int byName(Path a, Path b) {
    return a.toString().compareTo(b.toString());
  }

  private static boolean isGlob(VolumeSpec.Input input) {
    return input.pattern().matches(".*[*?\\[{].*");
  }

  private static List<Path> matches(VolumeSpec.Input input, Configuration conf) {
    Path pattern = new Path(input.pattern());
    FileStatus[] found;
    try {
      found = pattern.getFileSystem(conf).globStatus(pattern);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          "%s: %s cannot be listed: %s"
              .formatted(input.where(), Words.oneLine(input.pattern()), HadoopFiles.reason(e)),
          e);
    }
    boolean glob = isGlob(input);
    if (!glob && found != null && found.length == 1 && found[0].isDirectory()) {
      throw new InputException(
          "%s: %s is a directory: expected a file, or a glob such as %s/*.nii.gz"
              .formatted(input.where(), input.pattern(), input.pattern()));
    }
    // As in a shell, a glob does not mean hidden files; nor does it mean directories here.
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
                  Words.oneLine(input.pattern())));
    }
    return files;
  }

  private static void checkFormat(VolumeSpec volume, Path file) {
    check(volume.dataset(), VolumeFormats.HDF5, "HDF5 files (.h5, .hdf5)", file);
    check(volume.axes(), VolumeFormats.BARE_ARRAYS, "HDF5 and .npy files", file);
    check(volume.spacing(), VolumeFormats.BARE_ARRAYS, "HDF5 and .npy files", file);
  }

  private static void check(
      VolumeSpec.@Nullable Located<?> setting, Set<String> suffixes, String takers, Path file) {
    if (setting != null && !suffixes.contains(VolumeFormats.suffix(file.getName()))) {
      throw new InputException(
          "%s is for %s only: it does not go with %s".formatted(setting.where(), takers, file));
    }
  }
}
