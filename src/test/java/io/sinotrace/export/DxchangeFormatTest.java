package io.sinotrace.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.sinotrace.InputException;
import io.sinotrace.Python;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Ray;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DxchangeFormatTest {
  private static final VoxelGrid GRID = VoxelGrid.centred(7, 6, 5, new Vec3(1, 1.5, 2));
  private static final Panel PANEL =
      new Panel(5, 8, 1.5, 2.5, 4, -7, Panel.Tilt.NONE, Panel.Shape.FLAT);
  private static final double[] ANGLES = Trajectories.angles(3, 13, 180);
  private static final Geometry PARALLEL = Trajectories.parallel(PANEL, ANGLES);

  @TempDir Path temp;

  private static Export export(Geometry geometry, boolean sliced) {
    ExportScan scan =
        new ExportScan("a", geometry, sliced, GRID, ExportValues.of(Quantity.TRANSMISSION));
    return new DxchangeFormat().export(scan, PixelType.FLOAT32, List.of("a.h5"));
  }

  /** Writes what an export has, and behind it pixels that differ. */
  private Path file(Export export) throws IOException {
    ExportPart part = export.parts().get(0);
    int pixels = (int) (Objects.requireNonNull(part.pixels()).bytes() / Float.BYTES);
    ByteBuffer bytes =
        ByteBuffer.allocate(part.head().length + pixels * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(part.head());
    for (int k = 0; k < pixels; k++) {
      bytes.putFloat(value(k));
    }
    return Files.write(temp.resolve("a.h5"), bytes.array());
  }

  private static float value(int k) {
    return 1 / (1f + k);
  }

  @Test
  void jhdfReadsIt() throws IOException {
    try (HdfFile file = new HdfFile(file(export(PARALLEL, false)))) {
      float[][][] data = (float[][][]) file.getDatasetByPath("/exchange/data").getData();
      for (int k = 0; k < 3 * 5 * 8; k++) {
        assertEquals(value(k), data[k / 40][k / 8 % 5][k % 8]);
      }
      for (String field : List.of("data_white", "data_dark")) {
        Dataset everywhere = file.getDatasetByPath("/exchange/" + field);
        assertArrayEquals(new int[] {1, 5, 8}, everywhere.getDimensions());
        assertEquals(field.equals("data_white") ? 1f : 0f, everywhere.getFillValue());
      }
      Dataset theta = file.getDatasetByPath("/exchange/theta");
      assertArrayEquals(ANGLES, (double[]) theta.getData(), 1e-12);
      assertEquals("deg", theta.getAttribute("units").getData());
      assertEquals(
          "theta:y:x", file.getDatasetByPath("/exchange/data").getAttribute("axes").getData());
      assertEquals("exchange", file.getDatasetByPath("/implements").getData());
    }
  }

  @Test
  void h5pyReadsIt() throws IOException, InterruptedException {
    JsonNode read = Python.run("h5py", "read_dxchange.py", file(export(PARALLEL, false)));
    assertEquals("[3,5,8]", read.path("shape").toString());
    for (int k = 0; k < 3 * 5 * 8; k++) {
      assertEquals(value(k), (float) read.path("data").path(k).asDouble());
    }
    assertEquals("[[1,5,8],1.0,1.0]", read.path("data_white").toString());
    assertEquals("[[1,5,8],0.0,0.0]", read.path("data_dark").toString());
    for (int k = 0; k < 3; k++) {
      assertEquals(ANGLES[k], read.path("theta").path(k).asDouble(), 1e-12);
    }
    assertEquals("[\"deg\",\"mm\",\"mm\"]", read.path("units").toString());
    assertEquals("exchange", read.path("implements").asText());
  }

  /** Rays by theta, x and y, as the lines for the reader say, are those of the scan. */
  @Test
  void theFileSaysWhereRaysAre() throws IOException {
    check(PARALLEL, export(PARALLEL, false), "1.5 x 2.5");
    Panel row = new Panel(1, 8, 1, 2.5, 0, 3, Panel.Tilt.NONE, Panel.Shape.FLAT);
    Geometry slices = Trajectories.parallel(row, new double[] {-4, -2, 0, 2}, ANGLES);
    check(slices, export(slices, true), "2.0 x 2.5");
  }

  private void check(Geometry geometry, Export export, String pixel) throws IOException {
    assertTrue(export.howTo().contains("pixels of " + pixel + " mm"), export.howTo());
    Matcher center = Pattern.compile("center = (\\S+)").matcher(export.howTo());
    assertTrue(center.find(), export.howTo());
    try (HdfFile file = new HdfFile(file(export))) {
      double[] theta = (double[]) file.getDatasetByPath("/exchange/theta").getData();
      double[] x = (double[]) file.getDatasetByPath("/exchange/x").getData();
      double[] y = (double[]) file.getDatasetByPath("/exchange/y").getData();
      assertEquals(0, x[0] + Double.parseDouble(center.group(1)) * (x[1] - x[0]), 1e-12);
      assertEquals(geometry.views().size(), theta.length);
      assertEquals(geometry.detector().rows(), y.length);
      for (int k = 0; k < theta.length; k++) {
        double angle = Math.toRadians(theta[k]);
        Vec3 along = new Vec3(-Math.cos(angle), -Math.sin(angle), 0);
        Vec3 across = new Vec3(-Math.sin(angle), Math.cos(angle), 0);
        for (int r = 0; r < y.length; r++) {
          for (int c = 0; c < x.length; c++) {
            Vec3 point = across.times(x[c]).plus(Vec3.UNIT_Z.times(y[r]));
            Ray ray = Ray.of(geometry, k, r, c);
            assertTrue(ray.source().unit().minus(along).norm() < 1e-12);
            assertTrue(ray.pixel().minus(point).cross(along).norm() < 1e-9);
          }
        }
      }
    }
  }

  @Test
  void whatItDoesNotDescribeIsRefused() {
    assertRefused(
        Trajectories.cone(60, 100, PANEL, ANGLES),
        true,
        "scan a is of a divergent beam: DXchange describes parallel ones only");
    assertRefused(
        PARALLEL,
        false,
        "DXchange has intensities, as shares of the open beam: expected --transmission");
    Panel tilted = PANEL.withTilt(new Panel.Tilt(0, 0, 5));
    assertRefused(
        Trajectories.parallel(tilted, ANGLES),
        true,
        "scan a is no rotation about z of a detector whose columns run along z, all that DXchange"
            + " describes");
  }

  private static void assertRefused(Geometry geometry, boolean transmission, String message) {
    ExportScan scan =
        new ExportScan(
            "a",
            geometry,
            false,
            GRID,
            ExportValues.of(transmission ? Quantity.TRANSMISSION : Quantity.LINE_INTEGRAL));
    InputException e =
        assertThrows(
            InputException.class,
            () -> new DxchangeFormat().export(scan, PixelType.FLOAT32, List.of("a.h5")));
    assertEquals(message, e.getMessage());
  }
}
