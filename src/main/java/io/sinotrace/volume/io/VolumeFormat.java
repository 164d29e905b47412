package io.sinotrace.volume.io;

import io.sinotrace.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The formats of volume files. The suffix of a file's name decides which one it is. */
public enum VolumeFormat {
  /** NIfTI in a single file, plain or gzipped, or a header with the voxels in another file. */
  NIFTI,
  /** A header, followed by the voxels, or with the voxels in another file. */
  METAIMAGE,
  /** A header, followed by the voxels, or with the voxels in another file. */
  NRRD,
  /** One array. */
  NUMPY,
  /** Named datasets, one of which is the volume. */
  HDF5;

  /** Suffixes of files that may name another one. */
  private static final Set<String> HEADERS =
      Set.of(".hdr", ".hdr.gz", ".mha", ".mhd", ".nrrd", ".nhdr");

  /** Returns a file's format by its suffix; null if that is unknown. */
  public static @Nullable VolumeFormat of(String fileName) {
    return Arrays.stream(values())
        .filter(format -> !format.suffixOf(fileName).isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** Returns the suffix of a file's name in lower case; "" if it is that of no format. */
  public static String suffix(String fileName) {
    VolumeFormat format = of(fileName);
    return format == null ? "" : format.suffixOf(fileName);
  }

  private String suffixOf(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return suffixes().stream().filter(lower::endsWith).findFirst().orElse("");
  }

  /** Returns the suffixes of this format, in lower case. */
  public List<String> suffixes() {
    return switch (this) {
      case NIFTI -> List.of(".nii", ".nii.gz", ".hdr", ".hdr.gz");
      case METAIMAGE -> List.of(".mha", ".mhd");
      case NRRD -> List.of(".nrrd", ".nhdr");
      case NUMPY -> List.of(".npy");
      case HDF5 -> List.of(".h5", ".hdf5");
    };
  }

  /** Returns the suffixes of several formats. */
  public static List<String> suffixes(List<VolumeFormat> formats) {
    return formats.stream().flatMap(format -> format.suffixes().stream()).toList();
  }

  /** Returns the settings that supply what files of this format do not contain. */
  public Set<Setting> settings() {
    return switch (this) {
      case NIFTI, METAIMAGE, NRRD -> Set.of();
      case NUMPY -> Set.of(Setting.AXES, Setting.SPACING);
      case HDF5 -> Set.of(Setting.DATASET, Setting.AXES, Setting.SPACING);
    };
  }

  /** Returns the formats that take a setting. */
  public static List<VolumeFormat> taking(Setting setting) {
    return Arrays.stream(values()).filter(format -> format.settings().contains(setting)).toList();
  }

  /** Returns whether the volume of a file may consist of several files: by its name, a header. */
  public static boolean mayHavePartners(String fileName) {
    return HEADERS.contains(suffix(fileName));
  }
}
