package io.sinotrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scan's geometry in the terms of the ASTRA Toolbox (its documentation, "3D Geometries"): a row
 * of twelve numbers a view, namely source (parallel: direction of the rays), centre of the
 * detector, u from column 0 to column 1, v from row 0 to row 1. ASTRA counts lengths in whatever
 * unit its volume geometry does; all here are millimetres.
 *
 * @param type {@code cone_vec} or {@code parallel3d_vec}
 * @param vectors twelve numbers a view
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record AstraGeometry(String type, List<double[]> vectors, VoxelGrid grid) {
  /**
   * How far a row may be from its place on an even grid, as a share of the distance between rows.
   */
  private static final double EVENNESS = 1e-6;

  /**
   * Translates a scan's views.
   *
   * @throws InputException if ASTRA's vectors cannot describe it
   */
  static AstraGeometry of(FinishedScan scan) throws IOException {
    JsonNode described = scan.manifest().description().path("geometry");
    if (described.path("detector").path("shape").asText().equals("curved")) {
      throw new InputException(
          "scan %s has a curved detector: ASTRA's vectors describe flat ones only"
              .formatted(scan.id()));
    }
    String beamName = scan.manifest().geometry().beam();
    Beam beam = Beam.valueOf(beamName.toUpperCase(Locale.ROOT));
    if (beam == Beam.FAN && scan.rows() > 1) {
      throw new InputException(
          ("scan %s has a source for each of its %d slices, and ASTRA's vectors describe one:"
                  + " expected a fan-beam scan of one slice")
              .formatted(scan.id(), scan.rows()));
    }
    VoxelGrid grid = grid(scan.manifest().volume());
    double[] rows =
        described.has("slices")
            ? heights(described.path("slices"), grid, scan.rows())
            : Detector.centred(scan.rows());
    double first = rows[0];
    double last = rows[rows.length - 1];
    double step = rows.length > 1 ? (last - first) / (rows.length - 1) : pitch(described, grid);
    for (int r = 0; r < rows.length; r++) {
      if (!(Math.abs(rows[r] - (first + r * step)) <= EVENNESS * Math.abs(step))) {
        throw new InputException(
            "scan %s: its slices are not evenly spaced, as ASTRA's detector rows are"
                .formatted(scan.id()));
      }
    }
    List<double[]> vectors = new ArrayList<>();
    for (View view : scan.poses()) {
      Vec3 rise = view.v().times((first + last) / 2);
      Vec3 source = beam == Beam.FAN ? view.source().plus(rise) : view.source();
      vectors.add(twelve(source, view.center().plus(rise), view.u(), view.v().times(step)));
    }
    return new AstraGeometry(beam == Beam.PARALLEL ? "parallel3d_vec" : "cone_vec", vectors, grid);
  }

  private static double[] twelve(Vec3... vectors) {
    double[] row = new double[12];
    for (int k = 0; k < row.length; k++) {
      row[k] = vectors[k / 3].get(k % 3);
    }
    return row;
  }

  private static VoxelGrid grid(ScanManifest.Volume volume) {
    List<Integer> n = volume.voxels();
    double[] rows = volume.indexToWorld().stream().mapToDouble(Double::doubleValue).toArray();
    return new VoxelGrid(n.get(0), n.get(1), n.get(2), Affine.ofRows(rows));
  }

  /**
   * Returns z in mm of each detector row of a scan whose rows are slices; v is 1 mm long in such a
   * scan.
   */
  private static double[] heights(JsonNode slices, VoxelGrid grid, int rows) {
    double[] heights = new double[rows];
    for (int r = 0; r < rows; r++) {
      int slice =
          switch (slices.asText()) {
            case "all" -> r;
            case "middle" -> grid.nz() >> 1;
            default -> slices.isArray() ? slices.path(r).asInt() : slices.asInt();
          };
      Vec3 centre = new Vec3((grid.nx() - 1) / 2.0, (grid.ny() - 1) / 2.0, slice);
      heights[r] = grid.indexToWorld().point(centre).z();
    }
    return heights;
  }

  /**
   * Returns the height of the row of a scan that has one row, in lengths of v: of a slice the
   * voxel's.
   */
  private static double pitch(JsonNode described, VoxelGrid grid) {
    return described.has("slices") ? grid.spacing().z() : 1;
  }

  /** Returns Python statements that make ASTRA's geometries, for copying. */
  String python(String dataFile, String vectorFile, int rows, int columns) {
    return """
        import astra, numpy
        proj_geom = astra.create_proj_geom("%s", %d, %d, numpy.load("%s"))
        %s
        proj_id = astra.data3d.create("-sino", proj_geom, numpy.load("%s"))
        """
        .formatted(type, rows, columns, vectorFile, volume(), dataFile);
  }

  private String volume() {
    Affine a = grid.indexToWorld();
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        if (r == c ? !(a.get(r, c) > 0) : a.get(r, c) != 0) {
          return "# The volume's axes do not run along x, y, z. Any box in mm will do:\n"
              + "# vol_geom = astra.create_vol_geom(ny, nx, nz, x0, x1, y0, y1, z0, z1)";
        }
      }
    }
    Vec3[] box = grid.worldBounds();
    return "vol_geom = astra.create_vol_geom(%d, %d, %d, %s, %s, %s, %s, %s, %s)  # mm"
        .formatted(
            grid.ny(),
            grid.nx(),
            grid.nz(),
            box[0].x(),
            box[1].x(),
            box[0].y(),
            box[1].y(),
            box[0].z(),
            box[1].z());
  }
}
