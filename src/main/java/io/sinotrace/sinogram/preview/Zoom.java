package io.sinotrace.sinogram.preview;

/**
 * How one direction of an image is drawn: every sample {@code enlarge} pixels wide, or every {@code
 * reduce} samples as one pixel. One of the two is 1.
 */
record Zoom(int enlarge, int reduce) {
  /** No side of a drawn image is longer. */
  static final int LONGEST = 1024;

  /** Returns the whole zoom nearest to {@code factor} pixels a sample at which all fit. */
  static Zoom near(int samples, double factor) {
    Zoom zoom =
        factor >= 1
            ? new Zoom((int) Math.rint(Math.min(factor, LONGEST)), 1)
            : new Zoom(1, (int) Math.rint(Math.min(1 / factor, samples)));
    if (zoom.pixels(samples) <= LONGEST) {
      return zoom;
    }
    return samples <= LONGEST
        ? new Zoom(LONGEST / samples, 1)
        : new Zoom(1, ceilDiv(samples, LONGEST));
  }

  /** Returns the least zoom that makes {@code samples} at least {@code side} pixels long. */
  static Zoom atLeast(int samples, int side) {
    return samples < side ? new Zoom(ceilDiv(side, samples), 1) : new Zoom(1, samples / side);
  }

  /** Returns the length of {@code samples} in pixels. */
  int pixels(int samples) {
    return reduce > 1 ? ceilDiv(samples, reduce) : samples * enlarge;
  }

  /** Returns the pixels that one sample takes. */
  double factor() {
    return (double) enlarge / reduce;
  }

  /** Returns the first sample drawn in a pixel. */
  int sampleFrom(int pixel) {
    return pixel / enlarge * reduce;
  }

  /** Returns the sample after the last one drawn in a pixel. */
  int sampleTo(int pixel, int samples) {
    return Math.min(samples, sampleFrom(pixel) + reduce);
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
