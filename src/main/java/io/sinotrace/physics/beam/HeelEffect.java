package io.sinotrace.physics.beam;

import java.io.Serializable;

/**
 * That the anode weakens and hardens rays towards its own side more than those towards the
 * cathode's: they leave it at flatter angles, so that more of it is in their way.
 *
 * @param tube whose anode has its angle with the central ray
 * @param anode the side of the detector that the anode is towards; the cathode is opposite
 */
public record HeelEffect(TubeModel tube, Side anode) implements Serializable {
  /** A side of the detector, as seen from the source. */
  public enum Side {
    /** That of the first column. */
    LEFT,
    /** That of the last column. */
    RIGHT,
    /** That of the first row. */
    BOTTOM,
    /** That of the last row. */
    TOP
  }

  /**
   * Returns the angle at which a ray leaves the anode, in degrees from its surface.
   *
   * @param toTheRight by how much the ray departs from the central one, as a tangent
   * @param up likewise
   * @return not above 0 where the anode stands in the ray's way
   */
  public double takeOff(double toTheRight, double up) {
    return switch (anode) {
      case LEFT -> tube.takeOffAngle(toTheRight, up);
      case RIGHT -> tube.takeOffAngle(-toTheRight, up);
      case BOTTOM -> tube.takeOffAngle(up, toTheRight);
      case TOP -> tube.takeOffAngle(-up, toTheRight);
    };
  }
}
