package io.sinotrace.geometry;

/**
 * Sine and cosine of an angle in degrees, the same bits on every JVM.
 *
 * <p>The angle is first reduced to its distance from the nearest multiple of 90 degrees, which is
 * exact. So multiples of 90 degrees give exactly 0 and +-1, and angles that differ by a quarter
 * turn give the same two numbers, exchanged and with signs.
 *
 * @param sin the sine
 * @param cos the cosine
 */
public record SinCos(double sin, double cos) {
  /** Returns sine and cosine of {@code degrees}. */
  public static SinCos ofDegrees(double degrees) {
    double turn = degrees % 360;
    long quarter = Math.round(turn / 90);
    double rest = (turn - 90 * quarter) * (Math.PI / 180);
    // Adding 0 turns a -0 into +0, which would otherwise show in files.
    double s = StrictMath.sin(rest) + 0.0;
    double c = StrictMath.cos(rest);
    return switch ((int) Math.floorMod(quarter, 4L)) {
      case 0 -> new SinCos(s, c);
      case 1 -> new SinCos(c, 0.0 - s);
      case 2 -> new SinCos(0.0 - s, -c);
      default -> new SinCos(-c, s);
    };
  }
}
