package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.UprightGrid;

/**
 * What all lines and views of an image share; the symbols are those of the package's description.
 *
 * @param columnFirst a0, in mm or radians
 * @param columnInverse 1 / da
 * @param rowFirst r0 in mm
 * @param rowInverse 1 / dr
 * @param halfRows h
 * @param middleZ zd in mm
 * @param stepZ dz in mm
 * @param middlePlane k_mid
 * @param lo least p
 * @param hi greatest p
 */
public record LineConstants(
    double columnFirst,
    double columnInverse,
    double rowFirst,
    double rowInverse,
    int halfRows,
    double middleZ,
    double stepZ,
    int middlePlane,
    float lo,
    float hi) {
  /** Returns those of a scan and an image. */
  public static LineConstants of(Orbit orbit, UprightGrid grid) {
    int rows = orbit.rows().count();
    int half = rows >> 1;
    int middle = grid.grid().nz() >> 1;
    return new LineConstants(
        orbit.columns().first(),
        1 / orbit.columns().step(),
        orbit.rows().first(),
        1 / orbit.rows().step(),
        half,
        grid.z(middle) - orbit.plane(),
        grid.stepZ(),
        middle,
        -half - 1.5f,
        rows - half - 0.5f);
  }
}
