package io.sinotrace.physics.protocol.sums;

/** A way to compute the sums of a row. All ways give the same bits. */
public interface SumKernel {
  /**
   * Returns why this JVM cannot use it.
   *
   * @return empty if it can
   */
  String refusal();

  /**
   * Sums {@code mean[i] = sum over j of first[j] e(i, j)}, and the variance likewise with the
   * second weights, where {@code e(i, j) = exp(-sum over m of attenuation[j * materials + m] *
   * layers[m * pixels + i])}. All sums begin at 0 and go upwards by fused multiply-adds.
   *
   * @param first weight of each node
   * @param second weight of each node
   * @param attenuation of each node and material
   * @param layers of each material and pixel
   * @param pixels how many there are
   * @param mean receives a sum a pixel
   * @param variance likewise
   */
  void sum(
      double[] first,
      double[] second,
      double[] attenuation,
      double[] layers,
      int pixels,
      double[] mean,
      double[] variance);
}
