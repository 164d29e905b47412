package io.sinotrace.volume.io.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SliceReader} makes of files.
 *
 * @param volumes in any order
 * @param setAside why the other files are no part of one: a line for each, or for files that belong
 *     together, which names one of them by {@link VolumeFile#shown}
 */
public record SliceSets(List<SliceSet> volumes, List<String> setAside) {
  /**
   * A volume.
   *
   * @param files in the order of its slices; one may hold all of them
   * @param identity what tells it from all other volumes, wherever its files are, such as the UID
   *     of a DICOM series and the phase; only a keyed hash of it leaves the program. Null: the path
   *     of its file, or of several that of their folder, which has no second volume
   */
  public record SliceSet(List<VolumeFile> files, @Nullable String identity) {
    /** Copies the list. */
    public SliceSet {
      files = List.copyOf(files);
    }
  }

  /** Copies the lists. */
  public SliceSets {
    volumes = List.copyOf(volumes);
    setAside = List.copyOf(setAside);
  }
}
