package io.sinotrace.description.geometry;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;

/** The check that the rays of a scan cross the plane of its detector. */
final class DetectorPlane {
  private DetectorPlane() {}

  /**
   * Refuses a tilt that puts the source into the detector's plane.
   *
   * @param where the place and the key of the tilt
   * @param geometry all of its views have the same tilt, so the first one is checked
   */
  static void check(String where, Geometry geometry) {
    if (geometry.views().get(0).isEdgeOn(geometry.beam())) {
      throw new InputException(
          where
              + " turns the detector edge-on: expected a tilt that leaves the source, or the"
              + " direction of parallel rays, outside the detector's plane");
    }
  }
}
