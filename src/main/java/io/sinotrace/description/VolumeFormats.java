package io.sinotrace.description;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the name of a volume file tells of its format. */
final class VolumeFormats {
  /** The longer first where one ends with another. */
  private static final List<String> SUFFIXES =
      List.of(".nii.gz", ".nii", ".mha", ".mhd", ".npy", ".h5", ".hdf5");

  /** Files that hold named datasets. */
  static final Set<String> HDF5 = Set.of(".h5", ".hdf5");

  /** Files that do not say where their voxels lie. */
  static final Set<String> BARE_ARRAYS = Set.of(".h5", ".hdf5", ".npy");

  private VolumeFormats() {}

  /** Returns the known suffix of a file name, in lower case, or nothing. */
  static String suffix(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().filter(lower::endsWith).findFirst().orElse("");
  }
}
