package io.sinotrace.preview.chart;

/**
 * The scaling of an image in one direction: so many samples on so many pixels, without smoothing.
 *
 * <p>With more pixels each shows the sample it lies in; with fewer each shows the mean of the
 * samples that begin in it, so that every sample counts once.
 */
record AxisScaling(int samples, int pixels) {
  /** The greatest length of a side of a drawn image. */
  static final int LONGEST = 1024;

  /** Returns the nearest scaling to {@code factor} by a whole number, up or down, that fits. */
  static AxisScaling near(int samples, double factor) {
    if (factor >= 1 && samples <= LONGEST) {
      int most = LONGEST / samples;
      return enlarged(samples, (int) Math.rint(Math.min(factor, most)));
    }
    int least = ceilDiv(samples, LONGEST);
    return reduced(samples, (int) Math.rint(Math.max(least, Math.min(1 / factor, samples))));
  }

  /** Returns the least scaling by a whole number that makes the samples at least that long. */
  static AxisScaling atLeast(int samples, int side) {
    return samples < side
        ? enlarged(samples, ceilDiv(side, samples))
        : reduced(samples, samples / side);
  }

  private static AxisScaling enlarged(int samples, int times) {
    return new AxisScaling(samples, samples * times);
  }

  private static AxisScaling reduced(int samples, int block) {
    return new AxisScaling(samples, ceilDiv(samples, block));
  }

  /** Returns the pixels that one sample takes. */
  double factor() {
    return (double) pixels / samples;
  }

  /** Returns the first sample drawn in a pixel. */
  int sampleFrom(int pixel) {
    return (int) ((long) pixel * samples / pixels);
  }

  /** Returns the sample after the last one drawn in a pixel. */
  int sampleTo(int pixel) {
    return Math.max(sampleFrom(pixel) + 1, sampleFrom(pixel + 1));
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
