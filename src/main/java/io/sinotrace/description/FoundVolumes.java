package io.sinotrace.description;

import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.file.SliceSet;
import io.sinotrace.volume.io.file.SliceSets;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.phantom.PhantomVolume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes files are: by their suffixes a volume each, and those of slices by what their
 * headers say. Files of no known suffix are opened, since slices of DICOM have any name.
 *
 * @param volumes sorted by path
 * @param passedOver why files of DICOM are no part of a volume, a line each
 * @param others files of no known format, sorted by path
 * @param doubtful files of DICOM beside one that is named which do not say of which series they
 *     are, and so may be slices of its; all with their faults
 */
public record FoundVolumes(
    List<FoundVolume> volumes,
    List<String> passedOver,
    List<FileStatus> others,
    List<FoundVolume> doubtful) {
  /** The first character of a name that stands for files whose paths are told nowhere. */
  static final String HIDDEN = "#";

  /**
   * A volume.
   *
   * @param path of its file; of slices their folder, or what stands for files that are hidden
   * @param format null if it is unknown
   * @param slices null for a file that is a volume by its suffix
   * @param id null: made of the path
   * @param bytes of all files; -1 if there are none
   * @param modified when the last of them was written, in ms since 1970
   * @param fault why its files are no volume, in one line; null if nothing is known against them
   * @param note what a person should know of it, in one line; null if there is nothing
   * @param leftOut paths of slices of the same series that are no part of it
   */
  public record FoundVolume(
      Path path,
      @Nullable VolumeFormat format,
      @Nullable Slices slices,
      @Nullable String id,
      long bytes,
      long modified,
      @Nullable String fault,
      @Nullable String note,
      List<String> leftOut) {
    /**
     * Returns the volume of a single file, which is not of DICOM; no bytes if there is no such
     * file.
     */
    static FoundVolume of(Path path, @Nullable FileStatus file, VolumeSettings settings) {
      boolean raw = settings.isRaw(path.getName()) && (file == null || !file.isDirectory());
      return new FoundVolume(
          path,
          raw ? VolumeFormat.RAW : VolumeFormat.of(path.getName()),
          null,
          null,
          file == null ? -1 : file.getLen(),
          file == null ? 0 : file.getModificationTime(),
          null,
          null,
          List.of());
    }

    private static FoundVolume of(VolumeFormat format, SliceSet set, Path folder) {
      List<VolumeFile> files = set.files();
      Path first = files.get(0).path();
      boolean single = files.size() == 1;
      String id = set.identity() == null ? null : ScanIds.hidden(set.identity());
      Path path = single ? first : first.getParent();
      return new FoundVolume(
          id == null ? path : new Path(folder, HIDDEN + id),
          format,
          id == null && single ? null : new Slices(paths(files), set.number(), id != null),
          id,
          files.stream().mapToLong(VolumeFile::length).sum(),
          files.stream().mapToLong(VolumeFile::modified).max().orElse(0),
          set.fault(),
          set.note(),
          paths(set.leftOut()));
    }

    private static List<String> paths(List<VolumeFile> files) {
      return files.stream().map(file -> file.path().toString()).toList();
    }

    /** Returns what stands for a phantom. */
    static FoundVolume of(PhantomVolume phantom, long bytes) {
      String note = phantom.exact() ? null : phantom.phantom().cutOff(phantom.grid());
      return new FoundVolume(
          new Path(phantom.uri()), null, null, null, bytes, 0, null, note, List.of());
    }

    /** Returns the source of it. */
    VolumeSource source(VolumeSettings settings) {
      return settings
          .source(path.toString())
          .of(slices)
          .of(format == VolumeFormat.RAW ? settings.raw() : null);
    }
  }

  /**
   * Finds the volumes.
   *
   * @param files any, none of them a directory
   * @param folder that the user named and that all of them are in or below
   * @param settings how they are read: whether files of no format are raw binaries, and what
   *     becomes of slices at unequal distances
   * @throws java.io.UncheckedIOException if the storage fails
   */
  static FoundVolumes among(
      List<FileStatus> files, Path folder, VolumeSettings settings, Configuration conf) {
    List<FileStatus> sorted =
        files.stream().sorted(Comparator.comparing(file -> file.getPath().toString())).toList();
    List<FoundVolume> volumes = new ArrayList<>();
    Map<VolumeFormat, List<VolumeFile>> slices = new EnumMap<>(VolumeFormat.class);
    Map<Path, FileStatus> statuses = new HashMap<>();
    for (int k = 0; k < sorted.size(); k++) {
      FileStatus file = sorted.get(k);
      String name = file.getPath().getName();
      VolumeFormat byName = VolumeFormat.of(name);
      VolumeFormat format = byName == null ? VolumeFormat.DICOM : byName;
      boolean raw = settings.isRaw(name) && !VolumeFormat.RAW.suffixOf(name).isEmpty();
      if (raw || format.slices() == null) {
        volumes.add(FoundVolume.of(file.getPath(), file, settings));
        continue;
      }
      statuses.put(file.getPath(), file);
      slices
          .computeIfAbsent(format, any -> new ArrayList<>())
          .add(
              format == VolumeFormat.DICOM
                  ? hidden(file, folder, k + 1, sorted.size(), conf)
                  : VolumeFile.listed(file, conf));
    }
    List<String> passedOver = new ArrayList<>();
    List<FileStatus> others = new ArrayList<>();
    slices.forEach(
        (format, some) -> {
          SliceSets found = Objects.requireNonNull(format.slices()).find(some, settings.gaps());
          found.sets().forEach(set -> volumes.add(FoundVolume.of(format, set, folder)));
          passedOver.addAll(found.passedOver());
          for (VolumeFile other : found.others()) {
            if (VolumeFormat.of(other.path().getName()) == null) {
              others.add(statuses.get(other.path()));
            } else {
              volumes.add(FoundVolume.of(format, mistaken(other), folder));
            }
          }
        });
    volumes.sort(Comparator.comparing(volume -> volume.path().toString()));
    return new FoundVolumes(
        List.copyOf(volumes), List.copyOf(passedOver), List.copyOf(others), List.of());
  }

  /** Returns what a file is that has only the suffix of DICOM: perhaps a slice that was lost. */
  private static SliceSet mistaken(VolumeFile file) {
    return new SliceSet(
        List.of(file),
        0,
        file.path().toString(),
        file.fault("is no DICOM file").getMessage(),
        null);
  }

  private static VolumeFile hidden(
      FileStatus file, Path folder, int number, int count, Configuration conf) {
    String shown = "%s: file %d of %d".formatted(folder, number, count);
    return VolumeFile.hidden(file, shown, conf);
  }

  /**
   * Finds the volume that a file is, or is a slice of: of DICOM, with others in its folder.
   *
   * @param settings see {@link #among}
   * @throws IOException if the folder cannot be listed
   * @throws java.io.UncheckedIOException if the storage fails
   */
  static FoundVolumes with(FileStatus file, VolumeSettings settings, Configuration conf)
      throws IOException {
    Path path = file.getPath();
    VolumeFormat format = VolumeFormat.of(path.getName());
    if (format != null && format != VolumeFormat.DICOM) {
      return new FoundVolumes(
          List.of(FoundVolume.of(path, file, settings)), List.of(), List.of(), List.of());
    }
    Path folder = Objects.requireNonNull(path.getParent());
    FoundVolumes alone = among(List.of(file), folder, settings, conf);
    if (alone.volumes.isEmpty() || alone.volumes.get(0).fault() == null) {
      return alone;
    }
    FoundVolumes beside = among(FolderSearch.filesOf(folder, conf), folder, settings, conf);
    return new FoundVolumes(
        beside.volumes.stream().filter(volume -> has(volume, path)).toList(),
        beside.passedOver,
        List.of(),
        beside.volumes.stream()
            .filter(volume -> !has(volume, path) && isDoubtful(volume))
            .toList());
  }

  /** Returns whether a volume is a file of DICOM that may be a slice of any series. */
  private static boolean isDoubtful(FoundVolume volume) {
    boolean alone = volume.slices() == null || volume.slices().paths().size() == 1;
    return volume.format() == VolumeFormat.DICOM && alone && volume.fault() != null;
  }

  /** Returns whether a volume is that of a slice: also of one that is left out of it. */
  private static boolean has(FoundVolume volume, Path path) {
    String slice = path.toString();
    return volume.leftOut().contains(slice)
        || (volume.slices() != null && volume.slices().paths().contains(slice));
  }

  /** Returns whether there are files of DICOM, of which no path is told. */
  boolean isPersonal() {
    return !passedOver.isEmpty()
        || volumes.stream().anyMatch(volume -> volume.format() == VolumeFormat.DICOM);
  }
}
