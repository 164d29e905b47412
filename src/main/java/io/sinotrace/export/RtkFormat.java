package io.sinotrace.export;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The Reconstruction Toolkit (RTK): pixels as a MetaImage, and its geometry file, version 3.
 *
 * <p>RTK's documentation, "3D projection geometry": nine numbers a view, after IEC 61217. Its axis
 * of rotation is y, and at gantry angle 0 the source is on +z and u along +x; so its x, y and z are
 * this program's y, z and x, and the gantry angle is the angle of the view. With r, c and n the
 * unit vectors along u, v and u x v there, the angles are those of the rotation whose rows r, c and
 * n are: about z by minus the in-plane angle, after x by minus the out-of-plane angle, after y by
 * minus the gantry angle. Source and detector are counted along r, c and n from the isocentre.
 */
final class RtkFormat implements ExportFormat {
  private static final String PROGRAM = "RTK";
  private static final String ARRAY = ".mha";
  private static final String GEOMETRY = "-geometry.xml";

  @Override
  public String name() {
    return "rtk";
  }

  @Override
  public String about() {
    return "MetaImage [view][row][column], and NAME-geometry.xml: RTK's geometry, version 3";
  }

  @Override
  public List<String> endings() {
    return List.of(ARRAY, GEOMETRY);
  }

  @Override
  public Export export(ExportScan scan, PixelType type, List<String> files) {
    FlatViews flat =
        FlatViews.of(scan, PROGRAM).requireOnePixel(scan, PROGRAM).requireFacing(scan, PROGRAM);
    PixelBlock pixels = PixelBlock.of(scan, type, PixelBlock.Order.ROWS_OF_VIEW);
    return new Export(
        "float32 [view][row][column] = [%d][%d][%d]"
            .formatted(scan.views(), scan.rows(), scan.columns()),
        List.of(
            new ExportPart(ARRAY, header(scan, flat.views().get(0)), pixels),
            ExportPart.text(GEOMETRY, geometry(scan, flat))),
        howTo(scan, flat.parallel(), files));
  }

  /** Returns the header of the MetaImage, whose origin is the middle of pixel [0][0]. */
  private static byte[] header(ExportScan scan, View view) {
    double u = view.u().norm();
    double v = view.v().norm();
    return """
        ObjectType = Image
        NDims = 3
        BinaryData = True
        BinaryDataByteOrderMSB = False
        CompressedData = False
        TransformMatrix = 1 0 0 0 1 0 0 0 1
        Offset = %s %s 0
        CenterOfRotation = 0 0 0
        ElementSpacing = %s %s 1
        DimSize = %d %d %d
        ElementType = MET_FLOAT
        ElementDataFile = LOCAL
        """
        .formatted(
            0 - (scan.columns() - 1) / 2.0 * u,
            0 - (scan.rows() - 1) / 2.0 * v,
            u,
            v,
            scan.columns(),
            scan.rows(),
            scan.views())
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String geometry(ExportScan scan, FlatViews flat) {
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0"?>
            <!DOCTYPE RTKGEOMETRY>
            <RTKThreeDCircularGeometry version="3">
            """);
    // Rays end at the detector's plane and begin as far before the isocentre: beyond the volume.
    double beyond = 2 * reach(scan);
    for (View view : flat.views()) {
      append(xml, Pose.of(view, flat.parallel(), beyond));
    }
    return xml.append("</RTKThreeDCircularGeometry>\n").toString();
  }

  /** Returns the greatest distance of a corner of the volume from the isocentre. */
  private static double reach(ExportScan scan) {
    Vec3[] box = scan.grid().worldBounds();
    double reach = 0;
    for (int corner = 0; corner < 8; corner++) {
      Vec3 at = new Vec3(box[corner & 1].x(), box[corner >> 1 & 1].y(), box[corner >> 2].z());
      reach = Math.max(reach, at.norm());
    }
    return reach;
  }

  private static void append(StringBuilder xml, Pose pose) {
    xml.append("  <Projection>\n");
    String[] names = {
      "SourceToIsocenterDistance",
      "SourceToDetectorDistance",
      "GantryAngle",
      "OutOfPlaneAngle",
      "InPlaneAngle",
      "SourceOffsetX",
      "SourceOffsetY",
      "ProjectionOffsetX",
      "ProjectionOffsetY"
    };
    double[] values = {
      pose.sid(),
      pose.sdd(),
      pose.gantry(),
      pose.outOfPlane(),
      pose.inPlane(),
      pose.sourceX(),
      pose.sourceY(),
      pose.detectorX(),
      pose.detectorY()
    };
    for (int k = 0; k < names.length; k++) {
      xml.append("    <%s>%s</%s>\n".formatted(names[k], values[k] + 0.0, names[k]));
    }
    xml.append("    <Matrix>\n");
    for (double[] row : pose.matrix()) {
      xml.append("      ");
      for (double number : row) {
        xml.append(number + 0.0).append(' ');
      }
      xml.append('\n');
    }
    xml.append("    </Matrix>\n  </Projection>\n");
  }

  private static String howTo(ExportScan scan, boolean parallel, List<String> files) {
    AlignedGrid grid = AlignedGrid.of(scan.grid());
    String image =
        grid == null
            ? "--like volume.mha  # the volume is oblique: any grid in RTK's axes will do"
            : "--dimension %d,%d,%d --spacing %s,%s,%s --origin %s,%s,%s"
                .formatted(
                    grid.size(1),
                    grid.size(2),
                    grid.size(0),
                    grid.spacing(1),
                    grid.spacing(2),
                    grid.spacing(0),
                    grid.first(1),
                    grid.first(2),
                    grid.first(0));
    FilePattern path = FilePattern.of(files.get(0));
    return """
        %s: RTK's geometry, in mm and degrees; no flips

        # RTK's x, y, z are this program's y, z, x. An array of a volume that is [z][y][x] here is
        # array.transpose(2, 0, 1) for ITK, and one of RTK is array.transpose(1, 2, 0) here.
        %s --path %s --regexp %s --geometry %s \\
            --output image.mha %s
        """
        .formatted(
            files.get(1),
            parallel ? "rtkconjugategradient" : "rtkfdk",
            inShell(path.folder()),
            inShell(path.pattern()),
            inShell(files.get(1)),
            image);
  }

  /** Returns a word as a shell takes it. */
  private static String inShell(String word) {
    return word.matches("[A-Za-z0-9_./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A file as RTK's programs find it: a folder, and a regular expression of its name. */
  private record FilePattern(String folder, String pattern) {
    static FilePattern of(String file) {
      int slash = file.lastIndexOf('/');
      String name = file.substring(slash + 1);
      return new FilePattern(
          slash < 0 ? "." : file.substring(0, Math.max(1, slash)),
          "^" + name.replaceAll("([^A-Za-z0-9_-])", "[$1]") + "$");
    }
  }

  /** The nine numbers of a view; angles in degrees. */
  private record Pose(
      Vec3 r,
      Vec3 n,
      Vec3 c,
      double sid,
      double sdd,
      double gantry,
      double outOfPlane,
      double inPlane,
      double sourceX,
      double sourceY,
      double detectorX,
      double detectorY) {
    /** How near to 1 the sine of the out-of-plane angle leaves no gantry angle. */
    private static final double POLE = 1 - 1e-12;

    /**
     * Translates a view.
     *
     * @param beyond where rays that are parallel begin
     */
    static Pose of(View view, boolean parallel, double beyond) {
      Vec3 r = turned(view.u().unit());
      Vec3 n = turned(FlatViews.normal(view));
      Vec3 c = n.cross(r);
      Vec3 center = turned(view.center());
      Vec3 source = turned(view.source());
      double gantry = StrictMath.atan2(n.x(), n.z());
      double inPlane = StrictMath.atan2(r.y(), c.y());
      if (Math.abs(n.y()) > POLE) {
        gantry = 0;
        inPlane = StrictMath.atan2(r.z() * Math.signum(n.y()) * -1, r.x());
      }
      return new Pose(
          r,
          n,
          c,
          parallel ? beyond : n.dot(source),
          parallel ? 0 : n.dot(source.minus(center)),
          degrees(gantry),
          degrees(-StrictMath.asin(Math.max(-1, Math.min(1, n.y())))),
          degrees(inPlane),
          parallel ? 0 : r.dot(source),
          parallel ? 0 : c.dot(source),
          r.dot(center),
          c.dot(center));
    }

    private static Vec3 turned(Vec3 world) {
      return new Vec3(world.y(), world.z(), world.x());
    }

    private static double degrees(double radians) {
      double degrees = StrictMath.toDegrees(radians);
      return degrees < 0 ? degrees + 360 : degrees;
    }

    /** Returns the projection matrix, from the fixed system to places on the detector. */
    double[][] matrix() {
      if (sdd == 0) {
        return new double[][] {
          {r.x(), r.y(), r.z(), -detectorX}, {c.x(), c.y(), c.z(), -detectorY}, {0, 0, 0, 1}
        };
      }
      Vec3 first = r.times(-sdd).plus(n.times(sourceX - detectorX));
      Vec3 second = c.times(-sdd).plus(n.times(sourceY - detectorY));
      return new double[][] {
        {first.x(), first.y(), first.z(), sdd * sourceX - (sourceX - detectorX) * sid},
        {second.x(), second.y(), second.z(), sdd * sourceY - (sourceY - detectorY) * sid},
        {n.x(), n.y(), n.z(), -sid}
      };
    }
  }
}
