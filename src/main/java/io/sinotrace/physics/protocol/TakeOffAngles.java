package io.sinotrace.physics.protocol;

import io.sinotrace.InputException;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Angles at which rays leave an anode, for which a spectrum is prepared; between them sums over it
 * are those of the polynomial of third degree through the four nearest.
 *
 * <p>What passes the anode depends on the inverse of the angle's sine. In the logarithm of the sine
 * it is so smooth that steps of {@value #STEP} keep the sums to 1e-6 from 40 to 140 kV, from some 2
 * degrees on even behind a millimetre of aluminium.
 */
final class TakeOffAngles implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final double STEP = 0.1;

  /** Points of the polynomial. */
  static final int POINTS = 4;

  /** The least angle in degrees: below, hardly anything leaves an anode. */
  private static final double LEAST = 1;

  /** By how much rays depart from the central one towards the cathode at most, in degrees. */
  private static final double WIDEST = 30;

  /** The greatest angle in degrees, whatever the anode's. */
  private static final double STEEPEST = 50;

  private final double anode;
  private final double steepest;
  private final double logSine;
  private final int first;
  private final int count;

  /**
   * Chooses the angles; that of the anode is one of them.
   *
   * @param anode the angle of the central ray, in degrees
   */
  TakeOffAngles(double anode) {
    this.anode = anode;
    this.steepest = Math.min(anode + WIDEST, STEEPEST);
    this.logSine = logSine(anode);
    // One angle more at either end, for the polynomial.
    this.first = (int) Math.floor((logSine(LEAST) - logSine) / STEP) - 1;
    this.count = (int) Math.ceil((logSine(steepest) - logSine) / STEP) + 2 - first;
  }

  private static double logSine(double degrees) {
    return StrictMath.log(StrictMath.sin(StrictMath.toRadians(degrees)));
  }

  /** Returns the angles in degrees, ascending. */
  double[] degrees() {
    return IntStream.range(first, first + count).mapToDouble(this::degrees).toArray();
  }

  private double degrees(int step) {
    double sine = StrictMath.exp(logSine + step * STEP);
    return step == 0 ? anode : StrictMath.toDegrees(StrictMath.asin(sine));
  }

  /** Returns the index of the anode's own angle. */
  int central() {
    return -first;
  }

  /**
   * Finds the angles nearest to one.
   *
   * @param degrees at which a ray leaves the anode
   * @param weights receives those of four angles, from {@code at} on
   * @return the index of the first of the four
   * @throws InputException if it is too flat or too steep
   */
  int nearest(double degrees, double[] weights, int at) {
    if (!(degrees >= LEAST && degrees <= steepest)) {
      throw new InputException(
          "a ray leaves the anode at %.3g degrees: expected %s to %s"
              .formatted(degrees, LEAST, steepest));
    }
    double step = (logSine(degrees) - logSine) / STEP;
    int below = (int) Math.floor(step);
    double t = step - below;
    weights[at] = -t * (t - 1) * (t - 2) / 6;
    weights[at + 1] = (t + 1) * (t - 1) * (t - 2) / 2;
    weights[at + 2] = -(t + 1) * t * (t - 2) / 2;
    weights[at + 3] = (t + 1) * t * (t - 1) / 6;
    return below - 1 - first;
  }
}
