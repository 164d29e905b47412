package io.sinotrace.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Sources and pixels, seen from the middle of the image and along its axes, are where TIGRE has
 * them by the ten numbers of a view: turned about z, y and z, then the image's offset less.
 */
class TigreFormatTest {
  /** Neither cubes nor in the middle. */
  private static final VoxelGrid GRID =
      new VoxelGrid(7, 6, 5, Affine.ofRows(1, 0, 0, 3, 0, 1.5, 0, -4, 0, 0, 2, 5));

  /** Left-handed axes along (2, 1, 2), (-2, 2, 1) and (1, 2, -2), spacing 1, 1.5 and 2. */
  private static final VoxelGrid OBLIQUE =
      new VoxelGrid(
          7,
          6,
          5,
          Affine.ofRows(
              2 / 3.0, -1, 2 / 3.0, 3, 1 / 3.0, 1, 4 / 3.0, -4, 2 / 3.0, 0.5, -4 / 3.0, 5));

  private static final Panel PANEL =
      new Panel(5, 8, 1.5, 2.5, 4, -7, new Panel.Tilt(3, -4, 5), Panel.Shape.FLAT);

  private static final Panel UPRIGHT =
      new Panel(5, 8, 1.5, 2.5, 4, -7, Panel.Tilt.NONE, Panel.Shape.FLAT);

  private static final double[] ANGLES = Trajectories.angles(7, 13, 360);

  private static Export export(Geometry geometry, VoxelGrid grid) {
    return new TigreFormat()
        .export(
            new ExportScan("a", geometry, false, grid, ExportValues.of(Quantity.LINE_INTEGRAL)),
            PixelType.FLOAT32,
            List.of("a.npy", "a-geometry.npy"));
  }

  private static ByteBuffer numbers(Export export) {
    ByteBuffer bytes = ByteBuffer.wrap(export.parts().get(1).head()).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.position(10 + bytes.getShort(8));
  }

  /**
   * Checks every view.
   *
   * @param axes of the image in the world
   */
  private static void check(Geometry geometry, VoxelGrid grid, Vec3... axes) {
    ByteBuffer numbers = numbers(export(geometry, grid));
    for (View view : geometry.views()) {
      double[] n = new double[10];
      for (int k = 0; k < n.length; k++) {
        n[k] = numbers.getDouble();
      }
      boolean parallel = geometry.beam() == Beam.PARALLEL;
      for (int[] pixel : new int[][] {{0, 0}, {4, 0}, {0, 7}, {3, 2}}) {
        // As `offDetector` moves the detector and not the sources of parallel rays.
        double y = (pixel[1] - 3.5) * 2.5;
        double z = (pixel[0] - 2) * 1.5;
        Vec3 source = image(n, parallel ? new double[] {n[4], y, z} : new double[] {n[4], 0, 0});
        Vec3 there = image(n, new double[] {n[4] - n[3], y + n[9], z + n[8]});
        Vec3 expected =
            view.center()
                .plus(view.u().times(geometry.detector().x(pixel[1])))
                .plus(view.v().times(geometry.detector().z(pixel[0])));
        Vec3 at = world(there, grid, axes);
        if (parallel) {
          Vec3 along = there.minus(source).unit();
          near(
              view.source(),
              axes[0]
                  .times(along.x())
                  .plus(axes[1].times(along.y()))
                  .plus(axes[2].times(along.z())));
          near(Vec3.ZERO, at.minus(expected).cross(view.source()));
        } else {
          near(view.source(), world(source, grid, axes));
          near(expected, at);
        }
      }
    }
    assertEquals(0, numbers.remaining());
  }

  /** Returns a point of TIGRE's frame before it is turned, seen from the middle of the image. */
  private static Vec3 image(double[] n, double[] point) {
    turn(point, 0, 1, n[2]);
    turn(point, 2, 0, n[1]);
    turn(point, 0, 1, n[0]);
    return new Vec3(point[0] - n[7], point[1] - n[6], point[2] - n[5]);
  }

  private static Vec3 world(Vec3 image, VoxelGrid grid, Vec3... axes) {
    return grid.middle()
        .plus(axes[0].times(image.x()))
        .plus(axes[1].times(image.y()))
        .plus(axes[2].times(image.z()));
  }

  /** Turns a point counter-clockwise in the plane of two axes. */
  private static void turn(double[] point, int one, int other, double radians) {
    double first = point[one];
    double second = point[other];
    point[one] = Math.cos(radians) * first - Math.sin(radians) * second;
    point[other] = Math.sin(radians) * first + Math.cos(radians) * second;
  }

  private static void near(Vec3 expected, Vec3 there) {
    assertTrue(expected.minus(there).norm() < 1e-9, expected + " is at " + there);
  }

  private static void checkAligned(Geometry geometry) {
    check(geometry, GRID, new Vec3(1, 0, 0), new Vec3(0, 1, 0), Vec3.UNIT_Z);
  }

  @Test
  void sourcesAndPixelsAreWhereTheyAre() {
    checkAligned(Trajectories.cone(60, 100, UPRIGHT, ANGLES));
    checkAligned(Trajectories.cone(60, 100, PANEL, ANGLES));
    checkAligned(Trajectories.helical(60, 100, UPRIGHT, ANGLES, 20));
    checkAligned(Trajectories.parallel(UPRIGHT, ANGLES));
    Vec3[] box = GRID.worldBounds();
    checkAligned(Trajectories.radiograph(UPRIGHT, box[0], box[1], 50, 10));
  }

  @Test
  void whatIsUpsideDownIsTurned() {
    Geometry cone = Trajectories.cone(60, 100, UPRIGHT, ANGLES);
    View v = cone.views().get(2);
    View turned = View.of(0, v.source(), v.center(), v.u().times(-1), v.v().times(-1));
    checkAligned(new Geometry(cone.beam(), cone.detector(), List.of(turned)));
  }

  @Test
  void anObliqueVolumeHasTheScanInItsOwnAxes() {
    check(
        Trajectories.cone(60, 100, PANEL, ANGLES),
        OBLIQUE,
        new Vec3(-2, -1, -2).unit(),
        new Vec3(-2, 2, 1).unit(),
        new Vec3(1, 2, -2).unit());
    assertTrue(
        export(Trajectories.cone(60, 100, PANEL, ANGLES), OBLIQUE)
            .howTo()
            .contains("its array is volume[:, :, ::-1]"));
    InputException e =
        assertThrows(
            InputException.class, () -> export(Trajectories.parallel(UPRIGHT, ANGLES), OBLIQUE));
    assertTrue(String.valueOf(e.getMessage()).contains("columns do not run along z"));
  }

  @Test
  void theFirstAngleIsThatOfTheViewAndGoesOn() {
    double[] angles = {350, 370, 720};
    ByteBuffer numbers = numbers(export(Trajectories.helical(60, 100, UPRIGHT, angles, 20), GRID));
    for (double angle : angles) {
      assertEquals(Math.toRadians(angle), numbers.getDouble(), 1e-12);
      numbers.position(numbers.position() + 9 * Double.BYTES);
    }
  }

  @Test
  void theLinesHaveTheSizesInItsOrder() {
    String lines = export(Trajectories.cone(60, 100, UPRIGHT, ANGLES), GRID).howTo();
    assertTrue(
        lines.contains(
            "geo.nVoxel, geo.dVoxel = numpy.array([5, 6, 7]), numpy.array([2.0, 1.5, 1.0])"),
        lines);
    assertTrue(
        lines.contains(
            "geo.nDetector, geo.dDetector = numpy.array([5, 8]), numpy.array([1.5, 2.5])"),
        lines);
  }

  @Test
  void whatItCannotSayIsRefused() {
    Panel curved = new Panel(5, 8, 1.5, 2.5, 4, -7, Panel.Tilt.NONE, Panel.Shape.CURVED);
    for (Geometry geometry :
        List.of(Trajectories.cone(60, 100, curved, ANGLES), Trajectories.parallel(PANEL, ANGLES))) {
      assertThrows(InputException.class, () -> export(geometry, GRID));
    }
  }
}
