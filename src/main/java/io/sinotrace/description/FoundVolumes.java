package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.file.ReadFailure;
import io.sinotrace.volume.io.file.SliceReader;
import io.sinotrace.volume.io.file.SliceSet;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes files are: by their suffixes a volume each, and those of slices by what their
 * headers say.
 *
 * @param volumes sorted by path
 * @param others files of no known format, sorted by path
 */
public record FoundVolumes(List<FoundVolume> volumes, List<FileStatus> others) {
  /**
   * A volume.
   *
   * @param path of its file; of slices their folder
   * @param format null if it is unknown
   * @param slices null for a file that is a volume by its suffix
   * @param bytes of all files; -1 if there are none
   * @param modified when the last of them was written, in ms since 1970
   * @param fault why its files are no volume, in one line; null if nothing is known against them
   */
  public record FoundVolume(
      Path path,
      @Nullable VolumeFormat format,
      @Nullable Slices slices,
      long bytes,
      long modified,
      @Nullable String fault) {
    /** Returns the volume of a single file; no bytes if there is no such file. */
    static FoundVolume of(Path path, @Nullable FileStatus file) {
      return new FoundVolume(
          path,
          VolumeFormat.of(path.getName()),
          null,
          file == null ? -1 : file.getLen(),
          file == null ? 0 : file.getModificationTime(),
          null);
    }

    private static FoundVolume of(VolumeFormat format, SliceSet set) {
      List<VolumeFile> files = set.files();
      Path first = files.get(0).path();
      boolean single = files.size() == 1;
      return new FoundVolume(
          single ? first : first.getParent(),
          format,
          single ? null : new Slices(files.stream().map(file -> file.path().toString()).toList()),
          files.stream().mapToLong(VolumeFile::length).sum(),
          files.stream().mapToLong(VolumeFile::modified).max().orElse(0),
          set.fault());
    }

    /** Returns the source of it. */
    VolumeSource source(VolumeSettings settings) {
      return settings.source(path.toString()).of(slices);
    }
  }

  /**
   * Finds the volumes.
   *
   * @param files any, none of them a directory
   * @throws java.io.UncheckedIOException if the storage fails
   */
  static FoundVolumes among(List<FileStatus> files, Configuration conf) {
    List<FoundVolume> volumes = new ArrayList<>();
    List<FileStatus> others = new ArrayList<>();
    Map<VolumeFormat, List<VolumeFile>> slices = new EnumMap<>(VolumeFormat.class);
    files.stream()
        .sorted(Comparator.comparing(file -> file.getPath().toString()))
        .forEach(
            file -> {
              VolumeFormat format = VolumeFormat.of(file.getPath().getName());
              if (format == null) {
                others.add(file);
              } else if (format.slices() == null) {
                volumes.add(FoundVolume.of(file.getPath(), file));
              } else {
                slices
                    .computeIfAbsent(format, any -> new ArrayList<>())
                    .add(VolumeFile.listed(file, conf));
              }
            });
    slices.forEach(
        (format, some) -> {
          SliceReader reader = Objects.requireNonNull(format.slices());
          reader.find(some).forEach(set -> volumes.add(FoundVolume.of(format, set)));
        });
    volumes.sort(Comparator.comparing(volume -> volume.path().toString()));
    return new FoundVolumes(List.copyOf(volumes), List.copyOf(others));
  }

  /**
   * Returns the volume that a path stands for: a file's own, or the only one of a folder.
   *
   * @param settings how it is read
   * @throws InputException if a folder does not hold one volume
   * @throws java.io.UncheckedIOException if the storage fails
   */
  public static VolumeSource named(String uri, VolumeSettings settings, Configuration conf) {
    Path path = new Path(uri);
    List<FoundVolume> volumes;
    try {
      if (!path.getFileSystem(conf).getFileStatus(path).isDirectory()) {
        return settings.source(uri);
      }
      volumes = among(FolderSearch.of(path, conf), conf).volumes();
    } catch (FileNotFoundException e) {
      // It is missed when it is opened.
      return settings.source(uri);
    } catch (IOException e) {
      throw ReadFailure.of(
          "%s: cannot be listed: %s".formatted(Messages.oneLine(uri), Messages.reason(e)), e);
    }
    // Slices have volumes in folders below theirs beside them.
    List<FoundVolume> same = volumes.stream().filter(volume -> volume.path().equals(path)).toList();
    List<FoundVolume> meant = same.isEmpty() ? volumes : same;
    if (meant.size() != 1) {
      throw new InputException(
          "%s: there %s: expected a volume file, or a folder with one volume"
              .formatted(
                  Messages.oneLine(uri),
                  meant.isEmpty() ? "is no volume" : "are %d volumes".formatted(meant.size())));
    }
    if (meant.get(0).fault() != null) {
      throw new InputException(meant.get(0).fault());
    }
    return meant.get(0).source(settings);
  }
}
