package io.sinotrace.volume.io.file;

import java.util.List;

/**
 * Reads files of a format in which a volume may be many files: slices that only their headers, or
 * their names and a folder, put together.
 */
public interface SliceReader extends VolumeReader {
  /**
   * Finds out which volumes files are, from their headers alone.
   *
   * @param files that may be of this format, sorted by path; some may be empty
   * @param gaps what becomes of slices that are not at equal distances, where headers say so
   * @throws java.io.UncheckedIOException if the storage fails
   */
  SliceSets find(List<VolumeFile> files, SliceGaps gaps);

  /**
   * Reads the headers of a volume.
   *
   * @param slices its files, in the order of {@link #find}; one may hold a whole volume
   * @param number see {@link SliceSet#number}
   * @throws io.sinotrace.InputException if a header is at fault, or claims more voxels than the
   *     files can hold
   */
  OpenVolume open(List<VolumeFile> slices, int number, ArrayLayout layout);

  @Override
  default OpenVolume open(VolumeFile file, ArrayLayout layout) {
    return open(List.of(file), 0, layout);
  }
}
