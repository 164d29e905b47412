package io.sinotrace;

/**
 * A setting of a scan that an error may be about.
 *
 * <p>Whoever finds the error names the setting; only the description knows the key that it is
 * written under, and where.
 */
public enum Setting {
  /** Which backend traces the rays. */
  BACKEND("backend"),
  /** Into how many tiles a scan is cut. */
  PARTITIONS("partitions"),
  /** Along what a scan is cut into tiles. */
  SPLIT("split"),
  /** The directory of the sinogram dataset. */
  OUTPUT("output"),
  /** Which of the arrays in a file is the volume. */
  DATASET("dataset"),
  /** The order of an array's axes. */
  AXES("axes"),
  /** The size of a voxel. */
  SPACING("voxel spacing"),
  /** How a number of a raw binary is stored. */
  TYPE("type of a number"),
  /** How many voxels a raw binary has along each axis. */
  SHAPE("shape"),
  /** The byte order of the numbers of a raw binary. */
  BYTE_ORDER("byte order"),
  /** How many bytes of a raw binary are before its numbers. */
  SKIP("bytes to skip"),
  /** What becomes of slices at unequal distances. */
  GAPS("gaps");

  private final String words;

  Setting(String words) {
    this.words = words;
  }

  /** Returns what messages call it. */
  @Override
  public String toString() {
    return words;
  }
}
