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
  OpenVolume open(VolumeFile file, VolumeSource source);

  /**
   * Returns the names of the other files, all in the same folder, that the volume is made of.
   *
   * @throws io.sinotrace.InputException if the header does not say so in a way that is supported
   */
  default List<String> partners(VolumeFile file) {
    return List.of();
  }

  /** Returns whether the file says where the patient's right, front and head are. */
  default boolean knowsSides(VolumeFile file) {
    return false;
  }
}
