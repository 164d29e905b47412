package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Criterion;
import io.sinotrace.projector.ExactPath;
import io.sinotrace.projector.Ray;
import io.sinotrace.spark.Samples;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A scan with parallel beams, off centre both ways and along no face of voxels, as a DXchange file.
 */
class DxchangeExportTest {
  private static final int VIEWS = 5;
  private static final int ROWS = 6;
  private static final int COLUMNS = 9;

  @TempDir static Path temp;
  private static String dataset = "";

  @BeforeAll
  static void trace() {
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 1);
    String yaml =
        """
        volume:
          path: volume.npy
          units: per-mm
          spacing: [1, 1.5, 2]
        geometry:
          type: parallel
          detector: {rows: %d, columns: %d, pixel: [2.2, 0.9], offset: [0.4, -0.7]}
          views: {count: %d, start: 13, range: 180}
        output:
          path: out
        """
            .formatted(ROWS, COLUMNS, VIEWS);
    dataset = Exports.trace(temp, yaml, "compute.partitions=4");
  }

  private static Cli.Result export(Path file, String... more) {
    return Exports.export(dataset, "dxchange", file, more);
  }

  /** Projecting along the rays that the file names gives what its pixels are exponentials of. */
  @Test
  void aProjectionByTheFileGivesItsPixels() {
    Path file = temp.resolve("scan.h5");
    Cli.Result result = export(file, "--transmission");
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains("float32 [theta][y][x] = [5][6][9]"), result.out());
    assertTrue(result.out().contains("h5py.File(\"" + file + "\")"), result.out());
    List<List<Float>> stored = Exports.rows(dataset, "line_integral");
    assertEquals(VIEWS * ROWS, stored.size());
    ExactPath exact = new ExactPath(volume());
    try (HdfFile hdf = new HdfFile(file)) {
      float[][][] data = (float[][][]) hdf.getDatasetByPath("/exchange/data").getData();
      double[] theta = (double[]) hdf.getDatasetByPath("/exchange/theta").getData();
      double[] x = (double[]) hdf.getDatasetByPath("/exchange/x").getData();
      double[] y = (double[]) hdf.getDatasetByPath("/exchange/y").getData();
      assertArrayEquals(new double[] {13, 49, 85, 121, 157}, theta, 1e-12);
      float least = 1;
      for (int k = 0; k < VIEWS; k++) {
        double angle = Math.toRadians(theta[k]);
        Vec3 along = new Vec3(-Math.cos(angle), -Math.sin(angle), 0);
        Vec3 across = new Vec3(-Math.sin(angle), Math.cos(angle), 0);
        for (int r = 0; r < ROWS; r++) {
          List<Float> row = stored.get(k * ROWS + r);
          for (int c = 0; c < COLUMNS; c++) {
            Vec3 point = across.times(x[c]).plus(Vec3.UNIT_Z.times(y[r]));
            double projected = exact.lineIntegral(new Ray(Beam.PARALLEL, along, point));
            double tolerance = Criterion.RELATIVE * projected + Criterion.ABSOLUTE;
            assertEquals(projected, row.get(c), tolerance);
            assertEquals((float) StrictMath.exp(-row.get(c)), data[k][r][c]);
            least = Math.min(least, data[k][r][c]);
          }
        }
      }
      assertTrue(least < 0.1, "" + least);
    }
  }

  private static Volume volume() {
    return VolumeLoader.load(
        TestFiles.source(
            temp.resolve("volume.npy").toUri().toString(),
            null,
            null,
            new Vec3(1, 1.5, 2),
            VoxelUnits.PER_MM,
            0,
            Placement.ISOCENTER),
        TestFiles.CONF);
  }

  @Test
  void aRefusedScanLeavesNothing() throws IOException {
    Cli.Result result = export(temp.resolve("refused.h5"));
    assertEquals(2, result.code(), result.toString());
    assertTrue(
        result
            .err()
            .contains(
                "DXchange has intensities, as shares of the open beam: expected"
                    + " --transmission"),
        result.err());
    try (Stream<Path> files = Files.list(temp)) {
      assertFalse(files.anyMatch(path -> path.getFileName().toString().contains("refused")));
    }
  }
}
