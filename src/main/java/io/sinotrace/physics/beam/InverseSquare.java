package io.sinotrace.physics.beam;

/** How a beam from a point thins out with distance. Spectra are per mm^2 at {@link #METRE}. */
public final class InverseSquare {
  /** The distance at which spectra are given, in mm. */
  public static final double METRE = 1000;

  private InverseSquare() {}

  /** Returns the fluence at a distance in mm, of a fluence of 1 at 1 m. */
  public static double fluence(double distance) {
    return (METRE / distance) * (METRE / distance);
  }

  /**
   * Returns the area at 1 m from the source, square to the ray, in mm^2, through which the quanta
   * go that a pixel gets: quanta per mm^2 at 1 m times this are those at the pixel without object.
   *
   * <p>The whole pixel is taken to be as far and as oblique as its middle. What that neglects is of
   * the order of the square of the angle under which the source sees the pixel.
   *
   * @param distance from the source to the middle of the pixel, in mm
   * @param area of the pixel, in mm^2
   * @param cosine of the angle between the ray and the pixel's normal (obliquity)
   */
  public static double areaAtOneMetre(double distance, double area, double cosine) {
    return area * Math.abs(cosine) * fluence(distance);
  }
}
