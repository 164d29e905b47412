package io.sinotrace.export;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.volume.VoxelGrid;

/**
 * What a format is told of a scan.
 *
 * @param id its name, for messages
 * @param geometry a ray to the middle of each pixel
 * @param sliced whether each detector row is a slice of the volume; v is 1 mm long then
 * @param grid of the volume that was scanned
 * @param values what its pixels are
 */
public record ExportScan(
    String id, Geometry geometry, boolean sliced, VoxelGrid grid, ExportValues values) {
  /** Returns the same scan, of which all pixels have been seen. */
  public ExportScan withSurvey(PixelSurvey survey) {
    ExportValues surveyed =
        new ExportValues(values.column(), values.quantity(), values.muWater(), survey);
    return new ExportScan(id, geometry, sliced, grid, surveyed);
  }

  int rows() {
    return geometry.detector().rows();
  }

  int columns() {
    return geometry.detector().columns();
  }

  int views() {
    return geometry.views().size();
  }

  boolean isCurved() {
    return geometry.detector().reach().y() != 0;
  }

  /** Returns the length of the mean step from one detector row to the next in mm, at view 0. */
  double rowPitch() {
    double step =
        rows() > 1
            ? (geometry.detector().z(rows() - 1) - geometry.detector().z(0)) / (rows() - 1)
            : onlyRow();
    return Math.abs(step) * geometry.views().get(0).v().norm();
  }

  /** Returns the length of the step from one detector column to the next in mm, at view 0. */
  double columnPitch() {
    return geometry.views().get(0).u().norm();
  }

  /** Returns the height of the row of a scan that has one, in lengths of v: of a slice its own. */
  double onlyRow() {
    return sliced ? grid.spacing().z() : 1;
  }
}
