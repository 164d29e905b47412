package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Parallel;
import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.file.ReadFailure;
import io.sinotrace.volume.io.file.SliceReader;
import io.sinotrace.volume.io.file.SliceSets;
import io.sinotrace.volume.io.file.SliceSets.SliceSet;
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
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes files are: by their suffixes a volume each, and those of slices by what their
 * headers say.
 *
 * @param volumes sorted by path
 * @param others files of no known format
 * @param setAside why files of slices are no part of a volume, a line each
 * @param personal whether files are of people: no path may then be told but what the user wrote
 */
public record FoundVolumes(
    List<FoundVolume> volumes, List<FileStatus> others, List<String> setAside, boolean personal) {
  /** The first character of an id that stands for files whose paths are not told. */
  private static final String HIDDEN = "#";

  /**
   * A volume.
   *
   * @param path of its file; of slices what stands for all of them
   * @param format null if it is unknown
   * @param slices null for a file that is a volume by its suffix
   * @param id null: made of the path
   * @param bytes of all files; -1 if there are none
   * @param modified when the last of them was written, in ms since 1970
   */
  public record FoundVolume(
      Path path,
      @Nullable VolumeFormat format,
      @Nullable Slices slices,
      @Nullable String id,
      long bytes,
      long modified) {
    /** Returns the volume of a single file; no bytes if there is no such file. */
    static FoundVolume of(Path path, @Nullable FileStatus file) {
      return new FoundVolume(
          path,
          VolumeFormat.of(path.getName()),
          null,
          null,
          file == null ? -1 : file.getLen(),
          file == null ? 0 : file.getModificationTime());
    }

    /** Returns the source of it. */
    VolumeSource source(VolumeSettings settings) {
      return settings.source(path.toString()).of(slices);
    }
  }

  /**
   * Returns whether a file, by its name alone, is a volume of its own: then it need not be opened.
   */
  static boolean isPlain(Path file) {
    VolumeFormat format = VolumeFormat.of(file.getName());
    return format != null && (format.slices() == null || !format.slices().isPersonal());
  }

  /**
   * Finds the volumes.
   *
   * @param files any, none of them a directory
   * @param folder that the user named, with all of them in it or below it
   * @throws IOException if the storage fails
   */
  static FoundVolumes among(List<FileStatus> files, Path folder, Configuration conf)
      throws IOException {
    List<FileStatus> sorted =
        files.stream().sorted(Comparator.comparing(file -> file.getPath().toString())).toList();
    List<Optional<VolumeFormat>> formats =
        Parallel.map(sorted, file -> Optional.ofNullable(format(file, conf)));
    List<FoundVolume> volumes = new ArrayList<>();
    List<FileStatus> others = new ArrayList<>();
    List<String> setAside = new ArrayList<>();
    Map<VolumeFormat, List<VolumeFile>> slices = new EnumMap<>(VolumeFormat.class);
    for (int k = 0; k < sorted.size(); k++) {
      FileStatus file = sorted.get(k);
      VolumeFormat format = formats.get(k).orElse(null);
      if (format == null) {
        others.add(file);
      } else if (format.slices() == null) {
        volumes.add(FoundVolume.of(file.getPath(), file));
      } else {
        try {
          VolumeFile slice =
              format.slices().isPersonal()
                  ? hidden(file, folder, k + 1, sorted.size(), conf)
                  : VolumeFile.of(file.getPath(), file, conf);
          slices.computeIfAbsent(format, any -> new ArrayList<>()).add(slice);
        } catch (InputException e) {
          setAside.add(e.getMessage());
        }
      }
    }
    slices.forEach(
        (format, some) -> {
          SliceSets found = Objects.requireNonNull(format.slices()).find(some);
          found.volumes().forEach(set -> volumes.add(volume(format, set, folder)));
          setAside.addAll(found.setAside());
        });
    volumes.sort(Comparator.comparing(volume -> volume.path().toString()));
    return new FoundVolumes(
        List.copyOf(volumes),
        List.copyOf(others),
        List.copyOf(setAside),
        formats.stream()
            .flatMap(Optional::stream)
            .map(VolumeFormat::slices)
            .anyMatch(reader -> reader != null && reader.isPersonal()));
  }

  /** Returns a file's format; null if it is unknown, or the file may not be opened. */
  private static @Nullable VolumeFormat format(FileStatus file, Configuration conf) {
    VolumeFormat format = VolumeFormat.of(file.getPath().getName());
    if (format != null || file.getLen() == 0) {
      return format;
    }
    try {
      return VolumeFormat.of(VolumeFile.of(file.getPath(), file, conf).head(SliceReader.HEAD));
    } catch (InputException e) {
      return null;
    }
  }

  private static VolumeFile hidden(
      FileStatus file, Path folder, int number, int count, Configuration conf) {
    String name = "file %d of %d".formatted(number, count);
    return VolumeFile.hidden(file.getPath(), file, folder + ": " + name, name, conf);
  }

  private static FoundVolume volume(VolumeFormat format, SliceSet set, Path folder) {
    List<VolumeFile> files = set.files();
    Path first = files.get(0).path();
    String identity = set.identity();
    String id = identity == null ? null : ScanIds.hidden(format, identity);
    boolean single = files.size() == 1;
    Path path = id != null ? new Path(folder, HIDDEN + id) : single ? first : first.getParent();
    return new FoundVolume(
        path,
        format,
        id == null && single
            ? null
            : new Slices(files.stream().map(file -> file.path().toString()).toList(), id != null),
        id,
        files.stream().mapToLong(VolumeFile::length).sum(),
        files.stream().mapToLong(VolumeFile::modified).max().orElse(0));
  }

  /**
   * Returns the volume that a path stands for: a file's own, or the only one of a folder; of slices
   * that were found before, also what stood for them.
   *
   * @param settings how it is read
   * @throws InputException if a folder does not hold one volume
   * @throws java.io.UncheckedIOException if the storage fails
   */
  public static VolumeSource named(String uri, VolumeSettings settings, Configuration conf) {
    Path path = new Path(uri);
    Path folder = path.getName().startsWith(HIDDEN) ? path.getParent() : path;
    try {
      if (isPlain(path) || !path.getFileSystem(conf).getFileStatus(folder).isDirectory()) {
        return settings.source(uri);
      }
      List<FoundVolume> all = among(FolderSearch.of(folder, conf), folder, conf).volumes();
      List<FoundVolume> same = all.stream().filter(volume -> volume.path().equals(path)).toList();
      List<FoundVolume> meant = same.isEmpty() && folder.equals(path) ? all : same;
      if (meant.size() != 1) {
        throw new InputException(
            "%s: there %s: expected a volume file, or a folder with one volume"
                .formatted(
                    Messages.oneLine(uri),
                    meant.isEmpty() ? "is no volume" : "are %d volumes".formatted(meant.size())));
      }
      return meant.get(0).source(settings);
    } catch (FileNotFoundException e) {
      // It is missed when it is opened.
      return settings.source(uri);
    } catch (IOException e) {
      throw ReadFailure.of(
          "%s: cannot be listed: %s".formatted(Messages.oneLine(uri), Messages.reason(e)), e);
    }
  }
}
