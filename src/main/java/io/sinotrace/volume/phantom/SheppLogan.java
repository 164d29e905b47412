package io.sinotrace.volume.phantom;

import io.sinotrace.geometry.Vec3;
import java.util.ArrayList;
import java.util.List;

/**
 * The Shepp-Logan head in three dimensions: ten ellipsoids.
 *
 * <p>Axes, places and angles in the plane: L. A. Shepp and B. F. Logan, The Fourier reconstruction
 * of a head section, IEEE Trans. Nucl. Sci. 21 (1974); also A. C. Kak and M. Slaney, Principles of
 * Computerized Tomographic Imaging (1988), table 3.1. Half axes and heights along z: those in
 * common use, as in M. Schabel's phantom3d. Contrasts: the modified ones of P. Toft, The Radon
 * Transform (1996), which are visible; in the original all detail is within 2 % of the brain.
 *
 * <p>Patient terms do not apply: y points to the front of the head in the usual picture, and the
 * larger of the two dark ellipsoids is at negative x.
 */
public final class SheppLogan {
  /**
   * Half axes a, b, c; centre x, y, z; turn about z in degrees; contrast in tenths of the skull's.
   * Lengths in halves of the edge of the cube that the phantom is defined on.
   */
  private static final double[][] ELLIPSOIDS = {
    {0.6900, 0.9200, 0.810, 0.00, 0.0000, 0.00, 0, 10},
    {0.6624, 0.8740, 0.780, 0.00, -0.0184, 0.00, 0, -8},
    {0.1100, 0.3100, 0.220, 0.22, 0.0000, 0.00, -18, -2},
    {0.1600, 0.4100, 0.280, -0.22, 0.0000, 0.00, 18, -2},
    {0.2100, 0.2500, 0.410, 0.00, 0.3500, -0.15, 0, 1},
    {0.0460, 0.0460, 0.050, 0.00, 0.1000, 0.25, 0, 1},
    {0.0460, 0.0460, 0.050, 0.00, -0.1000, 0.25, 0, 1},
    {0.0460, 0.0230, 0.050, -0.08, -0.6050, 0.00, 0, 1},
    {0.0230, 0.0230, 0.020, 0.00, -0.6060, 0.00, 0, 1},
    {0.0230, 0.0460, 0.020, 0.06, -0.6050, 0.00, 0, 1},
  };

  private SheppLogan() {}

  /**
   * Returns the phantom about the isocentre.
   *
   * @param edge edge of the cube it is defined on, in mm; the head itself takes 0.69 x 0.92 x 0.81
   *     of it
   * @param skull mu of the skull, the brightest part (contrast 1), in 1/mm; the brain has 0.2 of
   *     it, the dark ellipsoids 0
   */
  public static Phantom of(double edge, double skull) {
    // Without the last bits of its significand the small multiples of a tenth are exact, and so
    // are their sums: the dark ellipsoids hold 0, not some 1e-18.
    double tenth = Double.longBitsToDouble(Double.doubleToLongBits(skull / 10) & ~0xffL);
    double half = edge / 2;
    List<Solid> solids = new ArrayList<>();
    for (double[] e : ELLIPSOIDS) {
      Vec3 halfAxes = new Vec3(e[0], e[1], e[2]).times(half);
      Vec3 center = new Vec3(e[3], e[4], e[5]).times(half);
      Solid solid = Solid.ellipsoid(center, halfAxes, e[7] * tenth);
      solids.add(e[6] == 0 ? solid : solid.turned(Vec3.UNIT_Z, e[6]));
    }
    return Phantom.of(solids);
  }
}
