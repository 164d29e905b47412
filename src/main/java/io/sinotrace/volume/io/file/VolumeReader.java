package io.sinotrace.volume.io.file;

import java.util.List;

/** Reads files of one format. */
public interface VolumeReader {
  /**
   * Reads a header.
   *
   * @throws io.sinotrace.InputException if the header is at fault, or claims more voxels than the
   *     file can hold
   */
  OpenVolume open(VolumeFile file, ArrayLayout layout);

  /**
   * Returns the names of the volume's other files, all in the same folder.
   *
   * @throws io.sinotrace.InputException if the header names them in an unsupported way
   */
  default List<String> partners(VolumeFile file) {
    return List.of();
  }

  /** Returns whether the file defines the patient's orientation. */
  default boolean knowsSides(VolumeFile file) {
    return false;
  }
}
