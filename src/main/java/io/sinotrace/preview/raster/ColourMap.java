package io.sinotrace.preview.raster;

/** The shades of a picture, from those of the least line integrals to those of the greatest. */
public enum ColourMap {
  /** Black to white: air is black and bone is bright, as on an X-ray film. */
  GREY {
    @Override
    public int colour(double share) {
      return (int) Math.rint(255 * Math.max(0, Math.min(1, share))) * 0x010101;
    }
  },
  /** Dark violet over green to yellow, in steps that look alike. */
  VIRIDIS {
    @Override
    public int colour(double share) {
      return Viridis.colour(share);
    }
  };

  /** The colour of values that are not finite; no style contains a similar one. */
  public static final int NOT_FINITE = 0xFF00A0;

  /**
   * Returns a shade as 0xRRGGBB.
   *
   * @param share 0 for the darkest shade, 1 for the brightest; values beyond are taken as these
   */
  public abstract int colour(double share);

  /** Returns the colour of a value, which need not be finite. */
  public int colour(DisplayWindow window, double value) {
    return Double.isFinite(value) ? colour(window.share(value)) : NOT_FINITE;
  }
}
