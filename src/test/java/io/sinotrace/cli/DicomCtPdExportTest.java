package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.export.CtPdFile;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.ExactPath;
import io.sinotrace.projector.Ray;
import io.sinotrace.spark.Samples;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A helix with a curved detector off centre, as DICOM-CT-PD files. */
class DicomCtPdExportTest {
  private static final int VIEWS = 7;
  private static final int ROWS = 9;
  private static final int COLUMNS = 11;

  @TempDir static Path temp;
  private static String dataset = "";

  @BeforeAll
  static void trace() {
    double[] values = new double[7 * 6 * 5];
    for (int k = 0; k < values.length; k++) {
      values[k] = k % 4 == 0 ? -1000 : 1000.0 * k / values.length;
    }
    Samples.npy(temp.resolve("volume.npy"), 7, 6, 5, values);
    String yaml =
        """
        volume:
          path: volume.npy
          units: hounsfield
          mu-water: 0.02
          spacing: [3, 4.5, 6]
        geometry:
          type: helical
          feed: 21
          source-to-axis: 60
          source-to-detector: 100
          detector: {rows: %d, columns: %d, pixel: [4.1, 4.3], offset: [1.3, -2.1], shape: curved}
          views: {count: %d, start: 13, range: -420}
        output:
          path: out
        """
            .formatted(ROWS, COLUMNS, VIEWS);
    dataset = Exports.trace(temp, yaml, "compute.partitions=4");
  }

  private static Cli.Result export(Path folder, String... more) {
    return Exports.export(dataset, "dicom-ct-pd", folder, more);
  }

  private static double projected(ExactPath exact, CtPdFile file, double row, double column) {
    CtPdFile.Segment segment = file.segment(row, column);
    return exact.lineIntegral(
        new Ray(Beam.CONE, file.world(segment.source()), file.world(segment.pixel())));
  }

  /** Projecting along the rays that the files name gives their pixels. */
  @Test
  void aProjectionByTheFilesGivesTheirPixels() throws IOException {
    Path folder = temp.resolve("projections");
    Cli.Result result = export(folder);
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains("7 files of 11 x 9 pixels"), result.out());
    assertTrue(result.out().contains("glob.glob(glob.escape(\"" + folder + "\")"), result.out());
    List<List<Float>> stored = Exports.rows(dataset, "line_integral");
    assertEquals(VIEWS * ROWS, stored.size());
    ExactPath exact =
        new ExactPath(
            VolumeLoader.load(
                TestFiles.source(
                    temp.resolve("volume.npy").toUri().toString(),
                    null,
                    null,
                    new Vec3(3, 4.5, 6),
                    VoxelUnits.HOUNSFIELD,
                    0.02,
                    Placement.ISOCENTER),
                TestFiles.CONF));
    double greatest = 0;
    double slope = 0;
    double error = 0;
    double shifted = 0;
    double sum = 0;
    for (int k = 0; k < VIEWS; k++) {
      CtPdFile file =
          new CtPdFile(Files.readAllBytes(folder.resolve("view-000%d.dcm".formatted(k))));
      assertEquals("0.02", file.text(0x7041_1001));
      for (int r = 1; r <= ROWS; r++) {
        List<Float> row = stored.get(k * ROWS + ROWS - r);
        for (int c = 1; c <= COLUMNS; c++) {
          double pixel = file.pixel(r, c);
          assertEquals(row.get(c - 1), pixel, file.slope() / 2 * (1 + 1e-9));
          greatest = Math.max(greatest, row.get(c - 1));
          error += Math.pow(projected(exact, file, r, c) - pixel, 2);
          shifted += Math.pow(projected(exact, file, r, c + 0.5) - pixel, 2);
          sum += pixel * pixel;
        }
      }
      slope = file.slope();
    }
    assertTrue(greatest > 0.5, "" + greatest);
    assertEquals(greatest / 65535, slope, 1e-6 * slope);
    assertTrue(Math.sqrt(error / sum) < 5e-5, "" + Math.sqrt(error / sum));
    assertTrue(Math.sqrt(shifted / sum) > 1e-2, "" + Math.sqrt(shifted / sum));
  }

  @Test
  void theSameScanHasTheSameBytesHoweverItWasSplit() throws IOException {
    Path first = temp.resolve("first");
    assertEquals(0, export(first).code());
    String description = temp.resolve("scan.yaml").toString();
    String other = temp.resolve("other").toString();
    Cli.Result run = Cli.run("run", description, "compute.partitions=1", "output.path=" + other);
    assertEquals(0, run.code(), run.err());
    Path second = temp.resolve("second");
    Cli.Result result = Exports.export(other, "dicom-ct-pd", second);
    assertEquals(0, result.code(), result.err());
    for (int k = 0; k < VIEWS; k++) {
      String name = "view-000%d.dcm".formatted(k);
      assertArrayEquals(
          Files.readAllBytes(first.resolve(name)), Files.readAllBytes(second.resolve(name)));
    }
  }

  @Test
  void projectionsAreNoVolume() throws IOException {
    Path folder = temp.resolve("inspected");
    assertEquals(0, export(folder).code());
    Cli.Result inspected = Cli.run("run", "--inspect", folder.toString());
    assertEquals(2, inspected.code(), inspected.toString());
    assertTrue(
        inspected.err().contains("is a projection (DICOM-CT-PD), which has no slices"),
        inspected.err());
  }

  @Test
  void aRefusedScanLeavesNothing() {
    Path folder = temp.resolve("refused");
    Cli.Result result = export(folder, "--transmission");
    assertEquals(2, result.code(), result.toString());
    assertTrue(
        result.err().contains("DICOM-CT-PD has line integrals: expected a column of them"),
        result.err());
    assertFalse(Files.exists(folder));
  }
}
