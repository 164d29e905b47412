package io.sinotrace.volume.io;

import io.sinotrace.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The formats of volume files. The end of a file's name says which one it is. */
public enum VolumeFormat {
  /** NIfTI-1 in a single file, as it is or gzipped. */
  NIFTI,
  /** A header, with the voxels behind it or in a file beside it. */
  METAIMAGE,
  /** One array. */
  NUMPY,
  /** Named datasets, of which one is the volume. */
  HDF5;

  /** Returns a file's format; null if its name ends like none. */
  public static @Nullable VolumeFormat of(String fileName) {
    return Arrays.stream(values())
        .filter(format -> !format.suffixOf(fileName).isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** Returns the end of a file's name that says its format, in lower case; "" if none does. */
  public static String suffix(String fileName) {
    VolumeFormat format = of(fileName);
    return format == null ? "" : format.suffixOf(fileName);
  }

  private String suffixOf(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return suffixes().stream().filter(lower::endsWith).findFirst().orElse("");
  }

  /** Returns the ends of names that say this format, in lower case. */
  public List<String> suffixes() {
    return switch (this) {
      case NIFTI -> List.of(".nii", ".nii.gz");
      case METAIMAGE -> List.of(".mha", ".mhd");
      case NUMPY -> List.of(".npy");
      case HDF5 -> List.of(".h5", ".hdf5");
    };
  }

  /** Returns the ends of names that say any of some formats. */
  public static List<String> suffixes(List<VolumeFormat> formats) {
    return formats.stream().flatMap(format -> format.suffixes().stream()).toList();
  }

  /** Returns what files of this format leave open, so that a setting has to say it. */
  public Set<Setting> settings() {
    return switch (this) {
      case NIFTI, METAIMAGE -> Set.of();
      case NUMPY -> Set.of(Setting.AXES, Setting.SPACING);
      case HDF5 -> Set.of(Setting.DATASET, Setting.AXES, Setting.SPACING);
    };
  }

  /** Returns the formats of which files leave open what {@code setting} says. */
  public static List<VolumeFormat> taking(Setting setting) {
    return Arrays.stream(values()).filter(format -> format.settings().contains(setting)).toList();
  }

  /** Returns whether a volume of this format may be made of several files. */
  boolean hasPartners() {
    return this == METAIMAGE;
  }
}
