package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.FoundVolumes.FoundVolume;
import io.sinotrace.volume.io.file.ReadFailure;
import io.sinotrace.volume.io.file.SliceGaps;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Finds volumes again by the paths that manifests record.
 *
 * <p>Each folder is searched once: its headers are as many as all series in it have slices, and are
 * not to be read again for each of these series. What changes there later is noticed when the
 * volume is opened.
 */
public final class VolumeFinder {
  private final Configuration conf;
  private final Map<Folder, FoundVolumes> folders = new HashMap<>();

  /**
   * A folder, and all else that says what volumes are in it.
   *
   * @param raw whether files of no format are raw binaries
   */
  private record Folder(Path path, boolean raw, SliceGaps gaps) {}

  /** Knows no folder yet. */
  public VolumeFinder(Configuration conf) {
    this.conf = conf;
  }

  /**
   * Returns the volume that a path stands for: a file's own, that of a slice, or the only one of a
   * folder; also what stood for hidden files when they were found.
   *
   * @param settings how it is read; of what stood for hidden files, slices at unequal distances may
   *     have been left out
   * @throws InputException if a folder does not hold one volume
   * @throws java.io.UncheckedIOException if the storage fails
   */
  public VolumeSource named(String uri, VolumeSettings settings) {
    if (settings.phantom() != null) {
      return settings.source(uri);
    }
    Path path = new Path(uri);
    boolean hidden = path.getName().startsWith(FoundVolumes.HIDDEN);
    Path place = hidden ? path.getParent() : path;
    FoundVolumes found;
    try {
      FileStatus status = path.getFileSystem(conf).getFileStatus(place);
      found =
          status.isDirectory()
              ? inFolder(place, hidden ? settings.with(SliceGaps.LONGEST_RUN) : settings)
              : FoundVolumes.with(status, settings, conf);
      if (!status.isDirectory() && found.volumes().isEmpty()) {
        // What it is instead is said when it is opened.
        return FoundVolume.of(path, status, settings).source(settings);
      }
    } catch (FileNotFoundException e) {
      // It is missed when it is opened.
      return settings.source(uri);
    } catch (IOException e) {
      throw ReadFailure.ofListing(Messages.oneLine(uri) + ": cannot be listed", place, e);
    }
    // Slices have volumes in folders below theirs beside them.
    List<FoundVolume> same =
        found.volumes().stream().filter(volume -> volume.path().equals(path)).toList();
    List<FoundVolume> meant = same.isEmpty() && !hidden ? found.volumes() : same;
    if (meant.size() != 1) {
      throw new InputException(
          "%s: there %s: expected %s"
              .formatted(
                  Messages.oneLine(uri),
                  meant.isEmpty() ? "is no volume" : "are %d volumes".formatted(meant.size()),
                  hidden
                      ? "the series of this id, and %s as it was".formatted(KeyedHash.VARIABLE)
                      : "a volume file, or a folder with one volume"));
    }
    if (meant.get(0).fault() != null) {
      throw new InputException(meant.get(0).fault());
    }
    return meant.get(0).source(settings);
  }

  private FoundVolumes inFolder(Path path, VolumeSettings settings) throws IOException {
    Folder folder = new Folder(path, settings.raw() != null, settings.gaps());
    FoundVolumes known = folders.get(folder);
    if (known == null) {
      known = FoundVolumes.among(FolderSearch.of(path, conf), path, settings, conf);
      folders.put(folder, known);
    }
    return known;
  }
}
