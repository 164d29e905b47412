package io.sinotrace.reconstruction.orbit;

import io.sinotrace.geometry.Vec3;
import java.util.List;

/** Circles about axes along z. */
final class Circles {
  private Circles() {}

  /**
   * Returns x and y of the middle of the circle nearest to points, as I. Kasa, A circle fitting
   * procedure and its error analysis, IEEE Trans. Instrum. Meas. 25 (1976), has it: it makes the
   * sum of the squares of (r^2 - R^2) least. Not finite if they are on a line.
   */
  static double[] middle(List<Vec3> points) {
    double meanX = points.stream().mapToDouble(Vec3::x).average().orElse(0);
    double meanY = points.stream().mapToDouble(Vec3::y).average().orElse(0);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double xr = 0;
    double yr = 0;
    for (Vec3 p : points) {
      double x = p.x() - meanX;
      double y = p.y() - meanY;
      double square = x * x + y * y;
      xx += x * x;
      xy += x * y;
      yy += y * y;
      xr += x * square;
      yr += y * square;
    }
    double determinant = 2 * (xx * yy - xy * xy);
    return new double[] {
      meanX + (xr * yy - yr * xy) / determinant, meanY + (yr * xx - xr * xy) / determinant
    };
  }
}
