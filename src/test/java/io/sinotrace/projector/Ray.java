package io.sinotrace.projector;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;

/**
 * One ray in the world.
 *
 * @param beam where rays come from
 * @param source its source in mm, or the direction of a parallel beam
 * @param pixel the centre of its pixel in mm
 */
public record Ray(Beam beam, Vec3 source, Vec3 pixel) {
  /** Returns the ray of one pixel, by the definitions of {@link Beam} and of a pixel's place. */
  public static Ray of(Geometry g, int view, int row, int column) {
    View v = g.views().get(view);
    Vec3 across = v.u().times(g.detector().x(column)).plus(v.n().times(g.detector().y(column)));
    Vec3 up = v.v().times(g.detector().z(row));
    Vec3 source = g.beam() == Beam.FAN ? v.source().plus(up) : v.source();
    return new Ray(g.beam(), source, v.center().plus(across).plus(up));
  }
}
