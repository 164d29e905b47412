package io.sinotrace.volume.io;

import java.util.List;
import java.util.Set;

/** A file format. */
interface VolumeReader {
  /** A key of a scan description that says about an array what its file does not say. */
  enum Key {
    DATASET("volume.dataset"),
    AXES("volume.axes"),
    SPACING("volume.spacing");

    private final String text;

    Key(String text) {
      this.text = text;
    }

    /** Returns the key as it is written in a description. */
    String text() {
      return text;
    }
  }

  /** Returns the format's name. */
  String name();

  /** Returns the keys that this format takes; all others are refused. */
  Set<Key> keys();

  /**
   * Reads a header.
   *
   * @throws io.sinotrace.InputException if the header is at fault, or claims more voxels than the
   *     file can hold
   */
  OpenVolume open(VolumeFile file, VolumeSource source);

  /** Returns all files that make up the volume, {@code file} first. */
  default List<VolumeFile> files(VolumeFile file) {
    return List.of(file);
  }
}
