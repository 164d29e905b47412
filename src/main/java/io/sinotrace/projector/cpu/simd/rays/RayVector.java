package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.RaySetup;
import java.util.Arrays;

/**
 * A vector of rays that have the same main axis and a path each, ray k in element k of every array.
 * The fields of {@link RaySetup} have the same names and units.
 *
 * <p>An instance serves one thread and is filled again and again.
 */
final class RayVector {
  /** Of the lower other axis. */
  final float[] slope1 = new float[VectorUnit.LANES];

  final float[] start1 = new float[VectorUnit.LANES];
  final float[] inverse1 = new float[VectorUnit.LANES];
  final float[] shift1 = new float[VectorUnit.LANES];
  final int[] step1 = new int[VectorUnit.LANES];

  /** Of the higher other axis. */
  final float[] slope2 = new float[VectorUnit.LANES];

  final float[] start2 = new float[VectorUnit.LANES];
  final float[] inverse2 = new float[VectorUnit.LANES];
  final float[] shift2 = new float[VectorUnit.LANES];
  final int[] step2 = new int[VectorUnit.LANES];

  /** Length in a slab, in mm. */
  final float[] length = new float[VectorUnit.LANES];

  /** Which pixel each ray is of. */
  final int[] view = new int[VectorUnit.LANES];

  final int[] row = new int[VectorUnit.LANES];
  final int[] column = new int[VectorUnit.LANES];

  /** Index of each line integral, of channel 0, in the output. */
  final int[] pixel = new int[VectorUnit.LANES];

  /** The sum of each ray so far, in 1/mm. */
  final float[] sums = new float[VectorUnit.LANES];

  /** Where all of them are; set by who needs it. */
  final RayBounds bounds = new RayBounds();

  /** Rays so far. */
  int count;

  /** First slab that any of the rays may meet, counted from that of the band. */
  int from;

  /** First slab after those. */
  int to;

  RayVector() {
    clear();
  }

  final void clear() {
    count = 0;
    from = Integer.MAX_VALUE;
    to = 0;
  }

  /**
   * Adds a ray.
   *
   * @param number index of its line integral, of channel 0, in the output
   */
  void add(RaySetup ray, Band band, int viewNumber, int rowNumber, int columnNumber, int number) {
    int k = count++;
    slope1[k] = ray.slope1;
    slope2[k] = ray.slope2;
    // Kernels test signs, and would take -0 for a negative number.
    start1[k] = ray.start1 + 0f;
    start2[k] = ray.start2 + 0f;
    inverse1[k] = ray.inverse1;
    inverse2[k] = ray.inverse2;
    shift1[k] = ray.shift1;
    shift2[k] = ray.shift2;
    step1[k] = ray.step1;
    step2[k] = ray.step2;
    length[k] = ray.length;
    view[k] = viewNumber;
    row[k] = rowNumber;
    column[k] = columnNumber;
    pixel[k] = number;
    from = Math.min(from, band.slabFrom(ray));
    to = Math.max(to, band.slabTo(ray));
  }

  /** Fills the vector up with the first ray, so that unused lanes read valid voxels. */
  void fill() {
    for (int k = count; k < VectorUnit.LANES; k++) {
      slope1[k] = slope1[0];
      slope2[k] = slope2[0];
      start1[k] = start1[0];
      start2[k] = start2[0];
      inverse1[k] = inverse1[0];
      inverse2[k] = inverse2[0];
      shift1[k] = shift1[0];
      shift2[k] = shift2[0];
      step1[k] = step1[0];
      step2[k] = step2[0];
    }
  }

  /**
   * Begins with the sums of a channel: with 0, or with what the bands before this one gave.
   *
   * @param first index of the channel's first line integral, of pixel 0
   */
  void begin(Band band, float[] out, int first) {
    Arrays.fill(sums, 0f);
    for (int k = 0; k < count && !band.isAll(); k++) {
      sums[k] = out[first + pixel[k]];
    }
  }

  /** Stores the line integrals of a channel, or the sums if more bands follow. */
  void end(Band band, float[] out, int first) {
    for (int k = 0; k < count; k++) {
      out[first + pixel[k]] = sums[k] * (band.last() ? length[k] : 1f);
    }
  }
}
