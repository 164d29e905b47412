package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.spark.Samples;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes of labels and of densities: the areal densities that they have along rays. */
@ParameterizedClass
@EnumSource(Origin.class)
class MatterTableTest {
  private static final String LABELS = "labels: {0: vacuum, 1: water, 2: {bone: 1.2}, 7: bone}";
  private static final String DENSITIES = "densities: {water: water.npy, bone: bone.npy}";

  @TempDir Path temp;

  private final Origin origin;

  MatterTableTest(Origin origin) {
    this.origin = origin;
  }

  private Dataset<Row> table(String volume, String geometry, String... settings) {
    String yaml =
        "volume: {spacing: [1, 1.5, 2], %s}%ngeometry: {%s}%noutput: {path: out}%n"
            .formatted(volume, geometry);
    return origin.table(Path.of(Samples.description(temp.resolve("scan.yaml"), yaml)), settings);
  }

  /** Writes labels, and the density of each material that they stand for. */
  private void volumes(int nz, int ny, int nx, double[] labels) {
    Samples.npy(temp.resolve("labels.npy"), nz, ny, nx, labels);
    densities("water.npy", nz, ny, nx, labels, label -> label == 1 ? 1 : 0);
    densities("bone.npy", nz, ny, nx, labels, label -> label == 2 ? 1.2 : label == 7 ? 1.85 : 0);
  }

  private void densities(
      String name, int nz, int ny, int nx, double[] labels, DoubleUnaryOperator density) {
    double[] values = Arrays.stream(labels).map(density).toArray();
    Samples.npy(temp.resolve(name), nz, ny, nx, values);
  }

  @Test
  void arealDensitiesAreChordsTimesDensities() {
    // A box of 5 x 9 x 14 mm: along x 1 mm of nothing, 2 of water, 1 and 1 of bone.
    double[] labels = new double[7 * 6 * 5];
    Arrays.setAll(labels, i -> new double[] {0, 1, 1, 2, 7}[i % 5]);
    volumes(7, 6, 5, labels);
    double water = 0.2;
    double bone = 0.1 * 1.2 + 0.1 * 1.85;
    double integral =
        water * Materials.named("water").massAttenuation(60)
            + bone * Materials.named("bone").massAttenuation(60);
    for (String volume : List.of("path: labels.npy, " + LABELS, "path: bone.npy, " + DENSITIES)) {
      Dataset<Row> table =
          table(volume, "type: parallel, detector: {columns: 4, pixel: 1}, angles: [0]");
      Row row =
          table
              .select("areal_density.water", "areal_density.bone", "line_integral")
              .collectAsList()
              .get(0);
      for (int c = 0; c < 4; c++) {
        assertEquals(water, (Float) row.getList(0).get(c), 1e-7);
        assertEquals(bone, (Float) row.getList(1).get(c), 1e-7);
        assertEquals(integral, (Float) row.getList(2).get(c), 1e-6);
      }
    }
  }

  @Test
  void densitiesHaveTheBitsOfLabels() {
    SplittableRandom random = new SplittableRandom(5);
    double[] labels = new double[7 * 6 * 5];
    Arrays.setAll(labels, i -> new double[] {0, 1, 2, 7}[random.nextInt(4)]);
    volumes(7, 6, 5, labels);
    String cone =
        "type: cone, source-to-axis: 60, source-to-detector: 100,"
            + " detector: {rows: 9, columns: 11, pixel: 3}, views: {count: 5}";
    Dataset<Row> byLabel = table("path: labels.npy, " + LABELS, cone);
    Dataset<Row> byDensity = table("path: water.npy, " + DENSITIES, cone);
    assertEquals(byLabel.schema(), byDensity.schema());
    for (String column : List.of("areal_density.water", "areal_density.bone", "line_integral")) {
      assertArrayEquals(TablePixels.of(byLabel, column), TablePixels.of(byDensity, column), column);
    }
  }

  @Test
  void protocolsAreWorkedOutOfAnyMatter() {
    double[] labels = new double[7 * 6 * 5];
    Arrays.fill(labels, 1);
    volumes(7, 6, 5, labels);
    String parallel = "type: parallel, detector: {columns: 4, pixel: 1}, angles: [0]";
    Dataset<Row> table =
        table(
            "path: labels.npy, effective-energy: 70, " + LABELS,
            parallel,
            "physics.protocols=[{name: line, beam: {energy: 70}}]");
    // 5 mm of water.
    double expected = 0.5 * Materials.named("water").massAttenuation(70);
    for (String column : List.of("line.line_integral", "line_integral")) {
      for (float value : TablePixels.of(table, column)) {
        assertEquals(expected, value, 1e-6, column);
      }
    }
  }
}
