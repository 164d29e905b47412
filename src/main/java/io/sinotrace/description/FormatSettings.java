package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Setting;
import io.sinotrace.description.FoundVolumes.FoundVolume;
import io.sinotrace.volume.io.VolumeFormat;
import java.util.EnumSet;
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
  /** All of them. */
  static final Set<Setting> ALL =
      Stream.of(VolumeFormat.values())
          .flatMap(format -> format.settings().stream())
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Setting.class)));

  private FormatSettings() {}

  /** Returns the keys of the section volume that files of a format ignore; null: unknown. */
  static Set<String> ignoredBy(@Nullable VolumeFormat format) {
    if (format == null) {
      return Set.of();
    }
    Set<Setting> ignored = EnumSet.copyOf(ALL);
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
    for (Setting setting : volume.given().keySet()) {
      check(volume, setting, formats, "one of them among the volumes", example);
    }
  }

  /**
   * Refuses settings that were given for a file alone and that its format does not take.
   *
   * @param keys of the settings given for this file
   * @throws InputException that names the key, where it was written, and the file
   */
  static void check(VolumeSettings volume, Set<String> keys, FoundVolume found) {
    VolumeFormat format = found.format();
    for (Setting setting : volume.given().keySet()) {
      if (format != null && keys.contains(SettingKeys.lastPart(setting))) {
        check(volume, setting, List.of(format), "such a file", found.path());
      }
    }
  }

  /** Returns why a volume cannot be read with settings, as the rest of a line; null if it can. */
  static @Nullable String misfit(VolumeSettings settings, FoundVolume found) {
    if (found.format() == VolumeFormat.DICOM && !settings.isHounsfield()) {
      return "is a CT series in DICOM, whose numbers are Hounsfield units: expected units: hounsfield";
    }
    if (found.format() == VolumeFormat.DICOM && settings.isScaled()) {
      return "is a CT series in DICOM, whose numbers are Hounsfield units: expected no scale or offset";
    }
    return settings.misfit(found.path().getName());
  }

  private static void check(
      VolumeSettings volume,
      Setting setting,
      List<VolumeFormat> formats,
      String expected,
      Path example) {
    List<VolumeFormat> taking = VolumeFormat.taking(setting);
    if (formats.stream().noneMatch(taking::contains)) {
      // Their files have any name.
      boolean series = taking.equals(List.of(VolumeFormat.DICOM));
      throw new InputException(
          "%s is for %s only: expected %s, found %s"
              .formatted(
                  volume.given().get(setting),
                  series
                      ? "CT series in DICOM"
                      : "files that end in " + Messages.anyOf(VolumeFormat.suffixes(taking)),
                  expected,
                  Messages.oneLine(example.toString())));
    }
  }
}
