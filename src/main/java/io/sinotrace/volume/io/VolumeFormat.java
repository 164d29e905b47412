package io.sinotrace.volume.io;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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

  /** What a person may have to say of a file because the file does not. */
  public enum Setting {
    /** Which of the arrays in the file is the volume. */
    DATASET,
    /** In which order the axes of the array are. */
    AXES,
    /** How large a voxel is. */
    SPACING
  }

  /** A file name's end, in lower case. */
  private record Suffix(String text, VolumeFormat format) {}

  private static final List<Suffix> SUFFIXES =
      List.of(
          new Suffix(".nii", NIFTI),
          new Suffix(".nii.gz", NIFTI),
          new Suffix(".mha", METAIMAGE),
          new Suffix(".mhd", METAIMAGE),
          new Suffix(".npy", NUMPY),
          new Suffix(".h5", HDF5),
          new Suffix(".hdf5", HDF5));

  /** Returns a file's format; null if its name ends like none. */
  public static @Nullable VolumeFormat of(String fileName) {
    Suffix suffix = find(fileName);
    return suffix == null ? null : suffix.format;
  }

  /** Returns the end of a file's name that says its format, in lower case; empty if none does. */
  public static String suffix(String fileName) {
    Suffix suffix = find(fileName);
    return suffix == null ? "" : suffix.text;
  }

  private static @Nullable Suffix find(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    for (Suffix suffix : SUFFIXES) {
      if (lower.endsWith(suffix.text)) {
        return suffix;
      }
    }
    return null;
  }

  /** Returns all ends of names, for messages: {@code .nii, .nii.gz, ...}. */
  public static String suffixes() {
    return SUFFIXES.stream().map(Suffix::text).collect(Collectors.joining(", "));
  }

  /** Returns whether a volume of this format may be made of several files. */
  boolean hasPartners() {
    return this == METAIMAGE;
  }

  /** Returns whether files of this format leave something open that the setting says. */
  public boolean takes(Setting setting) {
    return switch (this) {
      case NIFTI, METAIMAGE -> false;
      case NUMPY -> setting != Setting.DATASET;
      case HDF5 -> true;
    };
  }
}
