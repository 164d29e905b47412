package io.sinotrace.volume.io.file;

import java.util.List;

/**
 * Reads files of a format in which a volume may be many files: slices that only their headers, or
 * their names and a folder, put together.
 */
public interface SliceReader extends VolumeReader {
  /** How many bytes at the beginning of a file {@link #recognises} is shown. */
  int HEAD = 512;

  /**
   * Returns whether a file of no known suffix is of this format.
   *
   * @param head its first {@link #HEAD} bytes, or all if it is shorter
   */
  default boolean recognises(byte[] head) {
    return false;
  }

  /**
   * Returns whether names, paths and identities of the files are of people. Then neither ids nor
   * messages nor manifests have them: messages of {@link VolumeFile#fault} call the file by a
   * number, and so does {@link VolumeFile#fileName}. The other names and numbers in a message are
   * the reader's own affair.
   */
  default boolean isPersonal() {
    return false;
  }

  /**
   * Finds out which volumes files are, from their headers alone. Faults of files do not end it:
   * such files are set aside.
   *
   * @param files of this format by their suffixes or their first bytes, sorted by path
   * @throws java.io.UncheckedIOException if the storage fails
   */
  SliceSets find(List<VolumeFile> files);

  /**
   * Reads the headers of a volume.
   *
   * @param slices its files, in the order of {@link #find}; one may hold a whole volume
   * @throws io.sinotrace.InputException if a header is at fault, or claims more voxels than the
   *     files can hold
   */
  OpenVolume open(List<VolumeFile> slices, ArrayLayout layout);

  @Override
  default OpenVolume open(VolumeFile file, ArrayLayout layout) {
    return open(List.of(file), layout);
  }
}
