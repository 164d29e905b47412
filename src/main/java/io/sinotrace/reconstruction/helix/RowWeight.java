package io.sinotrace.reconstruction.helix;

/**
 * What the rows of a helical scan weigh, by how far they are from the middle of the detector; in
 * float32, as the package's description has it.
 */
final class RowWeight {
  /** How far beyond the middle there is a weight, in halves of the detector. */
  static final double REACH = 1.25;

  /** Half the width of the middle part whose weight is 1, in the same unit. */
  private static final double PLATEAU = 0.5;

  /** What voxels beyond the detector weigh, at its middle. */
  private static final double TAIL = 0x1p-10;

  private final float middle;
  private final float fall;
  private final float top;
  private final float tailFall;

  /** Prepares the weights of a detector of so many rows. */
  RowWeight(int rows) {
    double half = rows / 2.0;
    this.middle = (float) ((rows - 1) / 2.0 - (rows >> 1) - 0.5);
    this.fall = (float) (-1 / (1 - PLATEAU) / half);
    this.top = (float) (1 / (1 - PLATEAU));
    this.tailFall = (float) (-TAIL / REACH / half);
  }

  /** Returns the middle of the detector on the scale of p, to which it is symmetric. */
  float middle() {
    return middle;
  }

  /**
   * Adds weighted values up.
   *
   * @param values one a voxel
   * @param start pf
   * @param step df
   * @param first k - k_mid of the first voxel
   * @param count of voxels
   * @param sums of weighted values
   * @param weights sums of weights
   * @param at index of the first voxel in both
   */
  void add(
      float[] values,
      float start,
      float step,
      int first,
      int count,
      float[] sums,
      float[] weights,
      int at) {
    for (int k = 0; k < count; k++) {
      float off = Math.abs(Math.fma((float) (first + k), step, start) - middle);
      float w = Math.min(Math.max(Math.fma(off, fall, top), 0f), 1f);
      float tail = Math.max(Math.fma(off, tailFall, (float) TAIL), 0f);
      float weight = (w * w) * Math.fma(-2f, w, 3f) + tail;
      sums[at + k] = Math.fma(weight, values[k], sums[at + k]);
      weights[at + k] += weight;
    }
  }
}
