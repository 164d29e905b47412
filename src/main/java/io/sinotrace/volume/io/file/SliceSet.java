package io.sinotrace.volume.io.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that belong together.
 *
 * @param files in the order of their slices; one may hold all of them
 * @param number which of the volumes it is that are in its only file, from 0; else 0
 * @param identity what tells the volume from all others, whatever its files are called; null: their
 *     folder, in which it is then the only volume of several files
 * @param fault why they are no volume, in one line that names the files; null if they are one
 * @param note what a person should know of the volume, in one line that names no file; null if
 *     there is nothing
 * @param leftOut files of the same series that are no part of the volume
 */
public record SliceSet(
    List<VolumeFile> files,
    int number,
    @Nullable String identity,
    @Nullable String fault,
    @Nullable String note,
    List<VolumeFile> leftOut) {
  /** Copies the lists. */
  public SliceSet {
    files = List.copyOf(files);
    leftOut = List.copyOf(leftOut);
  }

  /** Makes one of all files. */
  public SliceSet(
      List<VolumeFile> files,
      int number,
      @Nullable String identity,
      @Nullable String fault,
      @Nullable String note) {
    this(files, number, identity, fault, note, List.of());
  }
}
