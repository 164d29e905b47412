package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;

/** Whether a flat detector faces the beam at all. */
final class DetectorPlane {
  /** The sine of the least angle between the plane and the ray to its middle. */
  private static final double GRAZING = 1e-6;

  private DetectorPlane() {}

  /** Returns whether the rays of a view run along its detector instead of through it. */
  static boolean isEdgeOn(Beam beam, View view) {
    Vec3 ray = beam == Beam.PARALLEL ? view.source() : view.center().minus(view.source());
    return !(Math.abs(ray.dot(view.n())) > GRAZING * ray.norm());
  }

  /**
   * Refuses a tilt that puts the source into the detector's plane.
   *
   * @param where the place and the key of the tilt
   * @param geometry all views of it are tilted alike: the first is looked at
   */
  static void check(String where, Geometry geometry) {
    if (isEdgeOn(geometry.beam(), geometry.views().get(0))) {
      throw new InputException(
          where
              + " turns the detector edge-on: expected a tilt that leaves the source, or the"
              + " direction of parallel rays, outside the detector's plane");
    }
  }
}
