package io.sinotrace.reconstruction.backprojection.cuda;

/**
 * How much is at work on a device at a time; it changes no value.
 *
 * @param planes of the image
 * @param views of a batch
 */
record Portion(int planes, int views) {
  /** Of the values of a batch: what is pinned on the host, and stays in a large GPU's cache. */
  private static final long MOST_VALUES = 48L << 20;

  /** Of a batch, with what lines and views share. */
  private static final long MOST_BYTES = 512L << 20;

  /** Neighbouring threads have neighbouring planes; sums of lines begin where whole warps do. */
  static final int WARP = 32;

  /** Returns all planes, and as many views as are worth it, up to {@code mostViews}. */
  static Portion whole(Scan scan, int planes, int mostViews) {
    long values = MOST_VALUES / ((long) Float.BYTES * scan.viewFloats());
    long all = MOST_BYTES / bytesOfView(scan);
    long views = Math.min(Math.min(values, all), Math.min(mostViews, scan.orbit().views()));
    return new Portion(planes, (int) Math.max(1, views));
  }

  /** Returns it so often halved, each time in that which takes more memory. */
  Portion halved(Scan scan, int halvings) {
    Portion portion = this;
    for (int n = 0; n < halvings; n++) {
      boolean planesTakeMore = portion.sumBytes(scan) >= portion.views * bytesOfView(scan);
      portion =
          portion.planes > 1 && (planesTakeMore || portion.views == 1)
              ? new Portion((portion.planes + 1) / 2, portion.views)
              : new Portion(portion.planes, (portion.views + 1) / 2);
    }
    return portion;
  }

  /** Returns whether halving it has no use any more. */
  boolean isLeast() {
    return planes == 1 && views == 1;
  }

  private static long bytesOfView(Scan scan) {
    return (long) Float.BYTES * scan.viewFloats() + (long) BatchArguments.LINE_BYTES * scan.lines();
  }

  /** Returns from a line to the next, in floats. */
  int sumStride() {
    return planes < WARP ? planes : (planes + WARP - 1) / WARP * WARP;
  }

  /** Returns the bytes of the sums. */
  long sumBytes(Scan scan) {
    return (long) Float.BYTES * sumStride() * scan.lines();
  }
}
