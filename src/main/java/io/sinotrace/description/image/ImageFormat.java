package io.sinotrace.description.image;

/** In which files an image is written. */
public enum ImageFormat {
  /** A file that programs for images read. */
  NIFTI,
  /** Parquet, a row for each line of voxels, for SQL and training. */
  PARQUET,
  /** Both. */
  BOTH;

  /** Returns whether there is a NIfTI file. */
  public boolean isNifti() {
    return this != PARQUET;
  }

  /** Returns whether there are slices in Parquet. */
  public boolean isParquet() {
    return this != NIFTI;
  }
}
