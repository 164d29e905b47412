package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Setting;
import io.sinotrace.description.FoundVolumes.FoundVolume;
import io.sinotrace.volume.io.VolumeFormat;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /** Returns the keys of the section volume that files of a format ignore; null: unknown. */
  static Set<String> ignoredBy(@Nullable VolumeFormat format) {
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
  static void check(VolumeSettings volume, List<FoundVolume> volumes) {
    List<VolumeFormat> formats =
        volumes.stream().map(FoundVolume::format).filter(Objects::nonNull).toList();
    if (formats.isEmpty()) {
      // Opening the files reports that they are of no known format.
      return;
    }
    Path example = volumes.get(0).path();
    for (Setting setting : given(volume).keySet()) {
      check(volume, setting, formats, "one of them among the volumes", example);
    }
  }

  /**
   * Refuses settings that were given for a file alone and that its format does not take.
   *
   * @param keys of the settings given for this file
   * @throws InputException that names the key, where it was written, and the file
   */
  static void check(VolumeSettings volume, Set<String> keys, Path file) {
    VolumeFormat format = VolumeFormat.of(file.getName());
    for (Setting setting : given(volume).keySet()) {
      if (format != null && keys.contains(SettingKeys.lastPart(setting))) {
        check(volume, setting, List.of(format), "such a file", file);
      }
    }
  }

  /** Returns why a volume cannot be read with settings, as the rest of a line; null if it can. */
  static @Nullable String misfit(VolumeSettings settings, FoundVolume found) {
    return found.format() == VolumeFormat.DICOM && !settings.isHounsfield()
        ? "is a CT series in DICOM, whose numbers are Hounsfield units: expected units: hounsfield"
        : settings.misfit(found.path().getName());
  }

  private static void check(
      VolumeSettings volume,
      Setting setting,
      List<VolumeFormat> formats,
      String expected,
      Path example) {
    List<VolumeFormat> taking = VolumeFormat.taking(setting);
    if (formats.stream().noneMatch(taking::contains)) {
      throw new InputException(
          "%s is for files that end in %s only: expected %s, found %s"
              .formatted(
                  given(volume).get(setting),
                  Messages.anyOf(VolumeFormat.suffixes(taking)),
                  expected,
                  Messages.oneLine(example.toString())));
    }
  }

  /** Returns the settings that are given, and where they were written. */
  private static Map<Setting, String> given(VolumeSettings volume) {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    if (volume.dataset() != null) {
      given.put(Setting.DATASET, volume.dataset().where());
    }
    if (volume.axes() != null) {
      given.put(Setting.AXES, volume.axes().where());
    }
    if (volume.spacing() != null) {
      given.put(Setting.SPACING, volume.spacing().where());
    }
    return given;
  }
}
