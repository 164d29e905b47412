package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Setting;
import io.sinotrace.volume.io.VolumeFormat;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings that only some formats take. A file whose format does not take one ignores it, so
 * that a folder may mix formats; a setting that the format of no file takes is refused.
 */
final class FormatSettings {
  private FormatSettings() {}

  /** Returns the keys of the section volume that a file ignores because of its format. */
  static Set<String> ignoredBy(String fileName) {
    VolumeFormat format = VolumeFormat.of(fileName);
    if (format == null) {
      return Set.of();
    }
    Set<Setting> ignored =
        Stream.of(VolumeFormat.values())
            .flatMap(any -> any.settings().stream())
            .collect(Collectors.toCollection(HashSet::new));
    ignored.removeAll(format.settings());
    return ignored.stream().map(SettingKeys::lastPart).collect(Collectors.toSet());
  }

  /**
   * Refuses a setting that the format of no file takes.
   *
   * @throws InputException that names the key, where it was written, and a file
   */
  static void check(VolumeSettings volume, Collection<Path> files) {
    List<VolumeFormat> formats =
        files.stream()
            .map(file -> VolumeFormat.of(file.getName()))
            .filter(Objects::nonNull)
            .toList();
    if (formats.isEmpty()) {
      // Opening the files reports that they are of no known format.
      return;
    }
    Path example = files.iterator().next();
    check(volume.dataset(), Setting.DATASET, formats, example);
    check(volume.axes(), Setting.AXES, formats, example);
    check(volume.spacing(), Setting.SPACING, formats, example);
  }

  private static void check(
      VolumeSettings.@Nullable Located<?> given,
      Setting setting,
      List<VolumeFormat> formats,
      Path example) {
    List<VolumeFormat> taking = VolumeFormat.taking(setting);
    if (given != null && formats.stream().noneMatch(taking::contains)) {
      throw new InputException(
          "%s is for files that end in %s only: expected one of them among the volumes, found %s"
              .formatted(
                  given.where(),
                  Messages.anyOf(VolumeFormat.suffixes(taking)),
                  Messages.oneLine(example.toString())));
    }
  }
}
