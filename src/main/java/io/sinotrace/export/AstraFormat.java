package io.sinotrace.export;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.numpy.NpyWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The ASTRA Toolbox (its documentation, "3D Geometries"): pixels as [row][view][column], and a row
 * of twelve numbers a view, namely source (parallel: direction of the rays), centre of the
 * detector, u from column 0 to column 1, v from row 0 to row 1. ASTRA counts lengths in whatever
 * unit its volume geometry does; all here are millimetres.
 */
final class AstraFormat implements ExportFormat {
  private static final String PROGRAM = "ASTRA";
  private static final String ARRAY = ".npy";
  private static final String VECTORS = "-vectors.npy";

  /** How far from perpendicular the axes of a volume may be, as a cosine. */
  private static final double PERPENDICULAR = 1e-6;

  @Override
  public String name() {
    return "astra";
  }

  @Override
  public String about() {
    return "NumPy [row][view][column], and NAME-vectors.npy: rows of cone_vec or parallel3d_vec";
  }

  @Override
  public List<String> endings() {
    return List.of(ARRAY, VECTORS);
  }

  @Override
  public Export export(ExportScan scan, PixelType type, List<String> files) {
    FlatViews flat = FlatViews.of(scan, PROGRAM);
    PixelBlock pixels = PixelBlock.of(scan, type, PixelBlock.Order.VIEWS_OF_ROW);
    byte[] head = NpyWriter.header("<f4", scan.rows(), scan.views(), scan.columns());
    String array =
        "float32 [row][view][column] = [%d][%d][%d]"
            .formatted(scan.rows(), scan.views(), scan.columns());
    return new Export(
        array,
        List.of(new ExportPart(ARRAY, head, pixels), new ExportPart(VECTORS, vectors(flat), null)),
        python(scan, flat, files.get(0), files.get(1)));
  }

  private static byte[] vectors(FlatViews flat) {
    byte[] header = NpyWriter.header("<f8", flat.views().size(), 12);
    ByteBuffer bytes =
        ByteBuffer.allocate(header.length + flat.views().size() * 12 * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header);
    for (View view : flat.views()) {
      for (Vec3 vector : List.of(view.source(), view.center(), view.u(), view.v())) {
        for (int k = 0; k < 3; k++) {
          bytes.putDouble(vector.get(k));
        }
      }
    }
    return bytes.array();
  }

  private static String python(
      ExportScan scan, FlatViews flat, String dataFile, String vectorFile) {
    String type = flat.parallel() ? "parallel3d_vec" : "cone_vec";
    AlignedGrid aligned = AlignedGrid.of(scan.grid());
    String vectors = "numpy.load(%s)".formatted(PythonText.string(vectorFile));
    String turned = aligned == null ? turned(scan.grid(), flat.parallel(), vectors) : "";
    return """
        %s: %s, in mm

        import astra, numpy
        %sproj_geom = astra.create_proj_geom("%s", %d, %d, %s)
        %s
        proj_id = astra.data3d.create("-sino", proj_geom, numpy.load(%s))
        """
        .formatted(
            vectorFile,
            type,
            turned,
            type,
            scan.rows(),
            scan.columns(),
            turned.contains("vectors =") ? "vectors" : vectors,
            aligned == null ? ownBox(scan.grid()) : volume(aligned),
            PythonText.string(dataFile));
  }

  private static String volume(AlignedGrid grid) {
    String reordering = grid.reordering();
    return box(grid.size(1), grid.size(0), grid.size(2), grid)
        + (reordering.isEmpty()
            ? ""
            : "\n# ASTRA's array of the volume is volume" + reordering + " of its own [z][y][x]");
  }

  private static String box(int ny, int nx, int nz, AlignedGrid grid) {
    return "vol_geom = astra.create_vol_geom(%d, %d, %d, %s, %s, %s, %s, %s, %s)  # mm"
        .formatted(
            ny,
            nx,
            nz,
            grid.low(0),
            grid.high(0),
            grid.low(1),
            grid.high(1),
            grid.low(2),
            grid.high(2));
  }

  /** Turns the views into the frame of an oblique volume, which ASTRA's boxes cannot be. */
  private static String turned(VoxelGrid grid, boolean parallel, String vectors) {
    if (isSheared(grid)) {
      return "# The volume's axes are not perpendicular, as those of ASTRA's are. The box is any:\n";
    }
    StringBuilder rows = new StringBuilder();
    for (int axis = 0; axis < 3; axis++) {
      rows.append(axis == 0 ? "" : ", ")
          .append(PythonText.vector(grid.indexToWorld().column(axis).unit()));
    }
    return """
        # The volume is oblique: the views are turned into its own axes, in mm from its middle.
        axes = numpy.array([%s])
        vectors = %s.reshape(-1, 4, 3)
        vectors[:, %s] -= %s
        vectors = (vectors @ axes.T).reshape(-1, 12)
        """
        .formatted(rows, vectors, parallel ? "1" : "0:2", PythonText.vector(grid.middle()));
  }

  private static boolean isSheared(VoxelGrid grid) {
    for (int axis = 0; axis < 3; axis++) {
      Vec3 one = grid.indexToWorld().column(axis).unit();
      Vec3 next = grid.indexToWorld().column((axis + 1) % 3).unit();
      if (Math.abs(one.dot(next)) > PERPENDICULAR) {
        return true;
      }
    }
    return false;
  }

  private static String ownBox(VoxelGrid grid) {
    if (isSheared(grid)) {
      return "# vol_geom = astra.create_vol_geom(ny, nx, nz, x0, x1, y0, y1, z0, z1)";
    }
    AlignedGrid own =
        new AlignedGrid(
            VoxelGrid.centred(grid.nx(), grid.ny(), grid.nz(), grid.spacing()),
            List.of(0, 1, 2),
            List.of(false, false, false));
    return volume(own);
  }
}
