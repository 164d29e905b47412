package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.description.text.Value;
import io.sinotrace.description.text.Words;
import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.VolumeFormat.Setting;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keys that only some formats take. A file that needs none passes over them, so that a folder may
 * mix formats; but a key that no file takes would be ignored, and is refused.
 */
public final class FormatSettings {
  private FormatSettings() {}

  /** Returns the keys of the section volume that a file's format has no use for. */
  public static Set<String> passedOver(String fileName) {
    VolumeFormat format = VolumeFormat.of(fileName);
    return Stream.of(Setting.values())
        .filter(setting -> format != null && !format.takes(setting))
        .map(Value::word)
        .collect(Collectors.toSet());
  }

  /**
   * Refuses a key that none of the files takes.
   *
   * @throws InputException that names the key, where it was written, and a file
   */
  static void check(VolumeSpec volume, Collection<Path> files) {
    List<VolumeFormat> formats =
        files.stream()
            .map(file -> VolumeFormat.of(file.getName()))
            .filter(Objects::nonNull)
            .toList();
    if (formats.isEmpty()) {
      // That they are no volumes at all is told when they are opened.
      return;
    }
    Path example = files.iterator().next();
    check(volume.dataset(), Setting.DATASET, "HDF5 files (.h5, .hdf5)", formats, example);
    check(volume.axes(), Setting.AXES, "HDF5 and .npy files", formats, example);
    check(volume.spacing(), Setting.SPACING, "HDF5 and .npy files", formats, example);
  }

  private static void check(
      VolumeSpec.@Nullable Located<?> given,
      Setting setting,
      String takers,
      List<VolumeFormat> formats,
      Path example) {
    if (given != null && formats.stream().noneMatch(format -> format.takes(setting))) {
      throw new InputException(
          "%s is for %s only: expected one of them among the volumes, found %s"
              .formatted(given.where(), takers, Words.oneLine(example.toString())));
    }
  }
}
