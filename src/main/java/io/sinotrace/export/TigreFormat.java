package io.sinotrace.export;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.io.numpy.NpyWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * TIGRE (Biguri, Dosanjh, Hancock and Soleimani 2016; its geometry as of version 3). In a frame
 * that the angles of a view turn, about z, y and z, the source is at x = DSO and the detector at x
 * = DSO - DSD, whose columns run along y and rows along z, the lowest first; {@code offDetector}
 * moves its middle, {@code offOrigin} the middle of the image, which does not turn. Where the
 * source is off the axis, the image is moved instead.
 */
final class TigreFormat implements ExportFormat {
  private static final String PROGRAM = "TIGRE";
  private static final String ARRAY = ".npy";
  private static final String GEOMETRY = "-geometry.npy";

  /** The sine of the angle from z below which v is taken for z. */
  private static final double UPRIGHT = 1e-9;

  /** The numbers of a view. */
  private static final int NUMBERS = 10;

  @Override
  public String name() {
    return "tigre";
  }

  @Override
  public String about() {
    return "NumPy [view][row][column], and NAME-geometry.npy: ten numbers a view";
  }

  @Override
  public List<String> endings() {
    return List.of(ARRAY, GEOMETRY);
  }

  @Override
  public Export export(ExportScan scan, PixelType type, List<String> files) {
    VolumeBox box = VolumeBox.of(scan.grid());
    FlatViews flat =
        box.turned(
            FlatViews.of(scan, PROGRAM)
                .requireOnePixel(scan, PROGRAM)
                .requireFacing(scan, PROGRAM));
    byte[] head = NpyWriter.header("<f4", scan.views(), scan.rows(), scan.columns());
    return new Export(
        "float32 [view][row][column] = [%d][%d][%d]"
            .formatted(scan.views(), scan.rows(), scan.columns()),
        List.of(
            new ExportPart(ARRAY, head, PixelBlock.of(scan, type, PixelBlock.Order.ROWS_OF_VIEW)),
            new ExportPart(GEOMETRY, geometry(scan, flat, box), null)),
        python(scan, flat.parallel(), box, files.get(0), files.get(1)));
  }

  private static byte[] geometry(ExportScan scan, FlatViews flat, VolumeBox box) {
    List<View> views = flat.views();
    byte[] header = NpyWriter.header("<f8", views.size(), NUMBERS);
    ByteBuffer bytes =
        ByteBuffer.allocate(header.length + views.size() * NUMBERS * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header);
    double[] turns = turns(views);
    for (int k = 0; k < views.size(); k++) {
      for (double number : numbers(scan, k, views.get(k), turns[k], flat.parallel(), box)) {
        bytes.putDouble(number + 0.0);
      }
    }
    return bytes.array();
  }

  /** Returns the first angle of each view, in degrees. */
  private static double[] turns(List<View> views) {
    List<Vec3> directions = new ArrayList<>();
    for (View view : views) {
      Vec3 v = view.v().unit();
      Vec3 n = FlatViews.normal(view);
      directions.add(Math.hypot(v.x(), v.y()) < UPRIGHT ? n.times(v.z() < 0 ? -1 : 1) : v);
    }
    return GantryAngles.of(views, directions);
  }

  private static double[] numbers(
      ExportScan scan, int k, View view, double turn, boolean parallel, VolumeBox box) {
    Vec3 u = view.u().unit();
    Vec3 v = view.v().unit();
    Vec3 n = FlatViews.normal(view);
    double sine = Math.hypot(v.x(), v.y());
    boolean upright = sine < UPRIGHT;
    double theta = upright ? (v.z() < 0 ? Math.PI : 0) : StrictMath.atan2(sine, v.z());
    double psi = upright ? 0 : StrictMath.atan2(u.z(), -n.z());
    if (parallel && theta != 0) {
      throw FlatViews.refusal(
          scan, k, "detector columns do not run along z", "parallel " + PROGRAM);
    }
    // What the frame has on its axis: the source, or of parallel beams the detector's middle, for
    // TIGRE does not move their sources with it.
    Vec3 onAxis = parallel ? view.center() : view.source();
    Vec3 aside = u.times(u.dot(onAxis)).plus(v.times(v.dot(onAxis)));
    Vec3 image = box.middle().minus(aside);
    Vec3 middle = view.center().minus(onAxis);
    double far = 2 * box.reach();
    double dso = parallel ? far : n.dot(view.source());
    double dsd = parallel ? 2 * far : -n.dot(middle);
    return new double[] {
      StrictMath.toRadians(turn),
      theta,
      psi,
      dsd,
      dso,
      image.z(),
      image.y(),
      image.x(),
      v.dot(middle),
      u.dot(middle)
    };
  }

  private static String python(
      ExportScan scan, boolean parallel, VolumeBox box, String dataFile, String geometryFile) {
    return """
        %s: alpha, theta, psi in rad; DSD, DSO, offOrigin z, y, x, offDetector v, u in mm; no flips

        import numpy, tigre
        rows = numpy.load(%s)
        geo = tigre.geometry(mode="cone")
        geo.mode = %s
        geo.nDetector, geo.dDetector = numpy.array([%d, %d]), numpy.array(%s)
        geo.nVoxel, geo.dVoxel = numpy.array([%d, %d, %d]), numpy.array(%s)
        geo.sDetector, geo.sVoxel = geo.nDetector * geo.dDetector, geo.nVoxel * geo.dVoxel
        geo.DSD, geo.DSO, geo.offOrigin, geo.offDetector = rows[:, 3], rows[:, 4], rows[:, 5:8], rows[:, 8:]
        geo.rotDetector, geo.COR = numpy.zeros(3), 0.0
        angles = numpy.ascontiguousarray(rows[:, :3], numpy.float32)
        projections = numpy.load(%s)
        image = tigre.algorithms.%s(projections, geo, angles)  # [z][y][x], in 1/mm
        %s
        """
            .formatted(
                geometryFile,
                PythonText.string(geometryFile),
                PythonText.string(parallel ? "parallel" : "cone"),
                scan.rows(),
                scan.columns(),
                PythonText.list(scan.rowPitch(), scan.columnPitch()),
                box.sizes().get(2),
                box.sizes().get(1),
                box.sizes().get(0),
                PythonText.list(box.spacing().z(), box.spacing().y(), box.spacing().x()),
                PythonText.string(dataFile),
                parallel ? "fbp" : "fdk",
                box.array())
            .stripTrailing()
        + "\n";
  }
}
