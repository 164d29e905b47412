package io.sinotrace.physics.protocol;

import org.jspecify.annotations.Nullable;

/** Weighted sums of a spectrum behind the areal densities of rows of pixels. */
interface RowSums {
  /** Returns how many materials attenuate. */
  int materials();

  /**
   * Says where the rays of the next rows come from.
   *
   * @param takeOff the angle at which the ray of each pixel leaves the anode, in degrees; null
   *     where the spectrum is that of the central ray for all
   */
  void from(double @Nullable [] takeOff);

  /**
   * Sums over a row: {@code sum over j of weight[j] exp(-sum over m of attenuation[m][j] a[m])}.
   *
   * @param values areal densities in g/cm^2, also below 0
   * @param offsets where in {@code values} those of each material begin
   * @param pixels of the row
   * @param mean receives the sums with the first weights
   * @param variance receives those with the second ones
   */
  void sum(float[] values, int[] offsets, int pixels, double[] mean, double[] variance);

  /**
   * Sums where nothing is in the way: what {@link #sum} gives of areal densities of 0.
   *
   * @param pixels of the row
   * @param mean receives the sums with the first weights
   * @param variance receives those with the second ones
   */
  void open(int pixels, double[] mean, double[] variance);
}
