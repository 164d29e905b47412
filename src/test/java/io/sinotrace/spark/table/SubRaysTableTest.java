package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Messages;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pixels and focal spots of some size, against detectors with smaller pixels and sources at other
 * places, which descriptions without them have.
 */
class SubRaysTableTest {
  private static final String PHYSICS =
      """
      physics:
        seed: 4
        protocols:
        - name: panel
          beam: {kvp: 80, filters: {aluminium: 2}}
          dose: {photons: 1e4}
          detector: {type: integrating}
      output: {path: out}
      """;

  private static final String VOLUME =
      "volume: {path: volume.npy, units: hounsfield, spacing: [20, 30, 15], materials: water-bone}\n";

  private static final String CONE =
      VOLUME
          + """
          geometry:
            type: cone
            source-to-axis: 500
            source-to-detector: 900
            detector: {rows: 4, columns: 6, pixel: 40}
            views: {count: 5, start: 10}
          """
          + PHYSICS;

  @TempDir Path temp;

  @BeforeEach
  void volume() {
    SplittableRandom random = new SplittableRandom(5);
    double[] hounsfield = new double[7 * 6 * 5];
    Arrays.setAll(hounsfield, i -> random.nextInt(2) == 0 ? -1000 : random.nextInt(-1000, 3000));
    Samples.npy(temp.resolve("volume.npy"), 7, 6, 5, hounsfield);
  }

  private Path description(String yaml) {
    return Path.of(Samples.description(temp.resolve("scan.yaml"), yaml));
  }

  private Dataset<Row> cone(String... settings) {
    return Origin.TRACED.table(description(CONE), settings);
  }

  /**
   * Checks that each pixel is the mean of some of another table's.
   *
   * @param parts of a pixel
   * @param index of a part, from the index of the pixel times the parts plus the number of the part
   */
  private static void areMeans(
      Dataset<Row> coarse, Dataset<Row> fine, int parts, IntUnaryOperator index) {
    for (String column :
        List.of(
            "areal_density.water",
            "areal_density.bone",
            "line_integral",
            "panel.transmission",
            "panel.signal")) {
      float[] means = TablePixels.of(coarse, column);
      float[] all = TablePixels.of(fine, column);
      assertEquals(means.length * parts, all.length);
      for (int i = 0; i < means.length; i++) {
        double sum = 0;
        for (int part = 0; part < parts; part++) {
          sum += all[index.applyAsInt(i * parts + part)];
        }
        assertEquals(sum / parts, means[i], 2e-6 * (1e-3 + sum / parts), column);
      }
    }
    // Not the same as of the mean: the test would not see the difference otherwise.
    float[] integral = TablePixels.of(coarse, "panel.line_integral");
    float[] transmission = TablePixels.of(coarse, "panel.transmission");
    for (int i = 0; i < integral.length; i++) {
      assertEquals(-Math.log(transmission[i]), integral[i], 3e-6 * (1 + integral[i]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "curved"})
  void aPixelIsTheMeanOfItsParts(String shape) {
    String ofShape = "geometry.detector.shape=" + shape;
    Dataset<Row> coarse = cone(ofShape, "geometry.rays.per-pixel=[2, 3]");
    Dataset<Row> fine =
        cone(
            ofShape,
            "geometry.detector.rows=8",
            "geometry.detector.columns=18",
            "geometry.detector.pixel=[20, 13.333333333333334]");
    areMeans(
        coarse,
        fine,
        6,
        k -> {
          int pixel = k / 6;
          int part = k % 6;
          int line = pixel / 6 * 2 + part / 3;
          return line * 18 + pixel % 6 * 3 + part % 3;
        });
  }

  /** Sources beside each other along u, above each other along v. */
  @Test
  void aFocalSpotIsTheMeanOfItsPoints() throws IOException {
    List<String> poses = new ArrayList<>();
    for (int view = 0; view < 5; view++) {
      double angle = Math.toRadians(10 + 72 * view);
      double cosine = Math.cos(angle);
      double sine = Math.sin(angle);
      for (double v : new double[] {-10, 10}) {
        for (double u : new double[] {-20, 0, 20}) {
          poses.add(
              String.format(
                  Locale.ROOT,
                  "%.17g,%.17g,%s,%.17g,%.17g,0,%.17g,%.17g,0,0,0,40",
                  500 * cosine - u * sine,
                  500 * sine + u * cosine,
                  v,
                  -400 * cosine,
                  -400 * sine,
                  -40 * sine,
                  40 * cosine));
        }
      }
    }
    Files.write(temp.resolve("poses.csv"), poses);
    Dataset<Row> coarse = cone("geometry.rays={focal-spot: [40, 60], spot-points: [2, 3]}");
    String vectors =
        VOLUME
            + "geometry: {type: vectors, file: poses.csv, beam: cone, detector: {rows: 4, columns: 6}}\n"
            + PHYSICS;
    Dataset<Row> points =
        Origin.TRACED.table(Path.of(Samples.description(temp.resolve("free.yaml"), vectors)));
    areMeans(coarse, points, 6, k -> (k / 6 / 24 * 6 + k % 6) * 24 + k / 6 % 24);
  }

  @Test
  void whatIsStoredIsWhatIsTraced() {
    String[] rays = {
      "geometry.rays={per-pixel: 2, focal-spot: 5, spot-points: [1, 2]}", "compute.partitions=3"
    };
    Dataset<Row> traced = cone(rays);
    Path means = Origin.written(description(CONE), rays);
    assertArrayEquals(
        TablePixels.of(traced, "areal_density.bone"),
        TablePixels.of(Origin.load(means), "areal_density.bone"));
    Exception e =
        assertThrows(
            Exception.class, () -> TablePixels.of(Origin.load(means), "panel.transmission"));
    assertTrue(Messages.reason(e).contains("expected a query of columns that are stored"));
    Dataset<Row> approximate =
        SparkSessions.local()
            .read()
            .format("sinotrace")
            .option("physics.approximate", "true")
            .load(means.toString());
    Dataset<Row> ofMeans = cone(rays[0], "physics.approximate=true");
    assertArrayEquals(
        TablePixels.of(ofMeans, "panel.noisy"), TablePixels.of(approximate, "panel.noisy"));
    String stored = "output.columns=[panel.noisy, panel.transmission]";
    Path measured = Origin.written(description(CONE), rays[0], rays[1], stored);
    for (String column : List.of("panel.noisy", "panel.transmission")) {
      float[] exact = TablePixels.of(traced, column);
      assertArrayEquals(exact, TablePixels.of(Origin.load(measured), column));
      assertTrue(!Arrays.equals(exact, TablePixels.of(approximate, column)));
    }
  }

  @Test
  void aRowAloneHasItsBits() {
    String[] rays = {"geometry.rays={per-pixel: 2, focal-spot: 5, spot-points: 3}"};
    Dataset<Row> table = cone(rays);
    float[] all = TablePixels.of(table, "panel.noisy");
    float[] some = TablePixels.of(table.where("view = 3 AND row = 2"), "panel.noisy");
    assertArrayEquals(Arrays.copyOfRange(all, (3 * 4 + 2) * 6, (3 * 4 + 3) * 6), some);
  }
}
