package io.sinotrace.export;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.io.numpy.NpyWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * LEAP (Kim and Champley 2023), by a file of its parameters: {@code parallel}, {@code fan} and
 * {@code cone} about z where the views are such, helices among them, else {@code modular}, free
 * poses of a flat detector. Its angles are those here plus 90 degrees; its axes, columns and rows
 * are the same.
 */
final class LeapFormat implements ExportFormat {
  private static final String PROGRAM = "LEAP";
  private static final String ARRAY = ".npy";
  private static final String PARAMETERS = "-leap.cfg";

  /** What its angles have more, in degrees. */
  private static final double QUARTER = 90;

  /** What was seen of LEAP 1.26. */
  private static final String MODULAR_NOTE =
      """
      # Where all detector rows are within 5 degrees of z, LEAP 1.26 takes such detectors for upright
      # ones and counts their offsets twice: export those as another format.
      """;

  @Override
  public String name() {
    return "leap";
  }

  @Override
  public String about() {
    return "NumPy [view][row][column], and NAME-leap.cfg: LEAP's parameters";
  }

  @Override
  public List<String> endings() {
    return List.of(ARRAY, PARAMETERS);
  }

  @Override
  public Export export(ExportScan scan, PixelType type, List<String> files) {
    boolean curved = scan.isCurved();
    if (curved && scan.geometry().beam() != Beam.CONE) {
      throw new InputException(
          "scan %s is a fan with a curved detector: %s has curved ones for cone beams only"
              .formatted(scan.id(), PROGRAM));
    }
    FlatViews flat =
        FlatViews.slices(scan, PROGRAM).requireOnePixel(scan, PROGRAM).requireFacing(scan, PROGRAM);
    AxialViews axial = AxialViews.of(scan, flat.views(), curved);
    String geometry = axial == null ? "modular" : LeapFormat.name(scan.geometry().beam());
    if (axial == null && (curved || scan.geometry().beam() != Beam.CONE)) {
      throw new InputException(
          "scan %s: its views are no rotation about z, and those of %s are where beams are %s"
              .formatted(
                  scan.id(), PROGRAM, curved ? "detected on a cylinder" : "parallel or fans"));
    }
    byte[] head = NpyWriter.header("<f4", scan.views(), scan.rows(), scan.columns());
    VolumeBox box = VolumeBox.upright(scan.grid(), axial == null);
    return new Export(
        "float32 [view][row][column] = [%d][%d][%d]"
            .formatted(scan.views(), scan.rows(), scan.columns()),
        List.of(
            new ExportPart(ARRAY, head, PixelBlock.of(scan, type, PixelBlock.Order.ROWS_OF_VIEW)),
            ExportPart.text(
                PARAMETERS,
                volume(scan, axial, box)
                    + detector(scan, geometry)
                    + (axial == null ? poses(flat.views()) : axial(axial, geometry)))),
        howTo(scan, geometry, box, files));
  }

  private static String name(Beam beam) {
    return switch (beam) {
      case PARALLEL -> "parallel";
      case CONE -> "cone";
      case FAN -> "fan";
    };
  }

  /** Returns whether the slices of the volume have to be the detector's rows. */
  private static boolean isBySlices(ExportScan scan) {
    return scan.geometry().beam() != Beam.CONE;
  }

  private static String volume(ExportScan scan, @Nullable AxialViews axial, VolumeBox box) {
    Vec3 middle = box.middle();
    return """
        numX = %d
        numY = %d
        numZ = %d
        voxelWidth = %s
        voxelHeight = %s
        offsetX = %s
        offsetY = %s
        offsetZ = %s
        """
        .formatted(
            box.sizes().get(0),
            box.sizes().get(1),
            isBySlices(scan) ? scan.rows() : box.sizes().get(2),
            box.spacing().x(),
            isBySlices(scan) ? scan.rowPitch() : box.spacing().z(),
            middle.x() + 0.0,
            middle.y() + 0.0,
            isBySlices(scan) ? 0.0 : middle.z() - (axial == null ? 0 : axial.height()) + 0.0);
  }

  private static String detector(ExportScan scan, String geometry) {
    return """
        geometry = %s
        numAngles = %d
        numRows = %d
        numCols = %d
        pixelHeight = %s
        pixelWidth = %s
        """
        .formatted(
            geometry,
            scan.views(),
            scan.rows(),
            scan.columns(),
            scan.rowPitch(),
            scan.columnPitch());
  }

  private static String axial(AxialViews views, String geometry) {
    String common =
        """
        centerRow = %s
        centerCol = %s
        phis = %s
        """
            .formatted(
                views.centralRow() + 0.0,
                views.centralColumn() + 0.0,
                Arrays.stream(views.angles())
                    .mapToObj(angle -> Double.toString(angle + QUARTER))
                    .collect(Collectors.joining(", ")));
    if (geometry.equals("parallel")) {
      return common;
    }
    String distances =
        """
        sod = %s
        sdd = %s
        tau = %s
        """
            .formatted(views.sourceToAxis(), views.sourceToDetector(), views.sourceAside() + 0.0);
    if (geometry.equals("fan")) {
      return common + distances;
    }
    return common
        + distances
        + """
        helicalPitch = %s
        tiltAngle = 0.0
        """
            .formatted(views.rise() + 0.0);
  }

  private static String poses(List<View> views) {
    return """
        sourcePositions = %s
        moduleCenters = %s
        rowVectors = %s
        colVectors = %s
        """
        .formatted(
            all(views, View::source),
            all(views, View::center),
            all(views, view -> view.v().unit()),
            all(views, view -> view.u().unit()));
  }

  private static String all(List<View> views, Function<View, Vec3> vector) {
    return views.stream()
        .flatMapToDouble(view -> Arrays.stream(vector.apply(view).toArray()))
        .mapToObj(number -> Double.toString(number + 0.0))
        .collect(Collectors.joining(", "));
  }

  private static String howTo(ExportScan scan, String geometry, VolumeBox box, List<String> files) {
    String file = PythonText.string(files.get(1));
    return """
        %s: %s, lengths in mm, angles in degrees and 90 more than here; no flips

        import numpy, leapctype
        leap = leapctype.tomographicModels()
        %sprojections = numpy.load(%s)
        image = leap.allocate_volume()  # [z][y][x], in 1/mm
        %s
        %s
        """
            .formatted(
                files.get(1),
                geometry,
                geometry.equals("modular") ? modular(file) : axial(scan, file),
                PythonText.string(files.get(0)),
                geometry.equals("modular")
                    ? MODULAR_NOTE + "leap.SIRT(projections, image, 50)"
                    : "leap.FBP(projections, image)",
                isBySlices(scan)
                    ? "# The slices of the image are the detector rows, as LEAP has it of such beams"
                    : box.array())
            .stripTrailing()
        + "\n";
  }

  private static String axial(ExportScan scan, String file) {
    return "leap.load_parameters(%s)\n%s"
        .formatted(file, scan.isCurved() ? "leap.set_curvedDetector()\n" : "");
  }

  /** LEAP's own reader of parameters (1.26) does not give poses the shape that it wants. */
  private static String modular(String file) {
    return """
        p = leap.parse_param_dic(%s)
        names = "sourcePositions", "moduleCenters", "rowVectors", "colVectors"
        poses = [numpy.array(p[name].split(","), numpy.float32).reshape(-1, 3) for name in names]
        shape = [int(p[name]) for name in ("numAngles", "numRows", "numCols")]
        leap.set_modularbeam(*shape, p["pixelHeight"], p["pixelWidth"], *poses)
        box = [int(p[name]) for name in ("numX", "numY", "numZ")]
        offsets = p["offsetX"], p["offsetY"], p["offsetZ"]
        leap.set_volume(*box, p["voxelWidth"], p["voxelHeight"], *offsets)
        """
        .formatted(file);
  }
}
