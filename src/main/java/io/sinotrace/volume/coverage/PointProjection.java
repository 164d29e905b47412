package io.sinotrace.volume.coverage;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;

/**
 * Where the ray through a point of the world meets the detector of one view, extended without
 * limit.
 */
final class PointProjection {
  /**
   * A point's place on the detector.
   *
   * @param column from the detector's middle, in columns
   * @param row from the detector's middle, in rows; 0 under a fan beam, where each row is a slice
   * @param reach the point's distance from the source as a share of the detector's: 0 at the
   *     source, negative behind it, more than 1 behind the detector; 1 under a parallel beam
   */
  record Image(double column, double row, double reach) {}

  private final Beam beam;
  private final boolean curved;
  private final View view;

  /** U x V over its own square: turns vectors in the plane into columns and rows. */
  private final Vec3 normal;

  PointProjection(Beam beam, boolean curved, View view) {
    this.beam = beam;
    this.curved = curved;
    this.view = view;
    Vec3 across = view.u().cross(view.v());
    this.normal = across.times(1 / across.dot(across));
  }

  Image of(Vec3 point) {
    if (beam == Beam.PARALLEL) {
      double steps = view.center().minus(point).dot(normal) / view.source().dot(normal);
      return flat(point.plus(view.source().times(steps)), 1);
    }
    Vec3 ray = point.minus(view.source());
    double up = ray.dot(view.v()) / view.v().dot(view.v());
    Vec3 level = ray.minus(view.v().times(up));
    if (curved) {
      return curved(level, beam == Beam.FAN ? 0 : up);
    }
    if (beam == Beam.FAN) {
      ray = level;
    }
    double reach = ray.dot(normal) / view.center().minus(view.source()).dot(normal);
    return flat(view.source().plus(ray.times(1 / reach)), reach);
  }

  /** Returns the image of a point that is in the detector's plane. */
  private Image flat(Vec3 point, double reach) {
    Vec3 inPlane = point.minus(view.center());
    return new Image(
        inPlane.cross(view.v()).dot(normal),
        beam == Beam.FAN ? 0 : view.u().cross(inPlane).dot(normal),
        reach);
  }

  /** Returns the image on a cylinder about the source, along V. */
  private Image curved(Vec3 level, double up) {
    Vec3 toMiddle = view.center().minus(view.source());
    double radius = -toMiddle.dot(view.n());
    double ahead = -level.dot(view.n());
    double angle = Math.atan2(level.dot(view.u()) / view.u().norm(), ahead);
    double distance = level.norm();
    double rowOfSource = -toMiddle.dot(view.v()) / view.v().dot(view.v());
    return new Image(
        radius * angle / view.u().norm(),
        beam == Beam.FAN ? 0 : rowOfSource + up * radius / distance,
        Math.copySign(distance / radius, ahead));
  }
}
