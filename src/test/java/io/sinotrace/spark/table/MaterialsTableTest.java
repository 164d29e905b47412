package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes of materials: the areal density of each, and the line integral that they add up to. */
@ParameterizedClass
@EnumSource(Origin.class)
class MaterialsTableTest {
  @TempDir Path temp;

  private final Origin origin;

  MaterialsTableTest(Origin origin) {
    this.origin = origin;
  }

  private static final String HOUNSFIELD = Samples.CONE.replace("per-mm", "hounsfield");

  private Dataset<Row> table(String yaml, String... settings) {
    return origin.table(Path.of(Samples.description(temp.resolve("scan.yaml"), yaml)), settings);
  }

  /** A volume from air to metal, with a border of air. */
  private void volume() {
    SplittableRandom random = new SplittableRandom(5);
    double[] hounsfield = new double[7 * 6 * 5];
    Arrays.setAll(hounsfield, i -> random.nextInt(3) == 0 ? -1000 : random.nextInt(-1000, 4000));
    Samples.npy(temp.resolve("volume.npy"), 7, 6, 5, hounsfield);
  }

  private static double distance(float[] a, float[] b) {
    double difference = 0;
    double length = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      length += b[i] * b[i];
    }
    return Math.sqrt(difference / length);
  }

  @Test
  void theDensitiesAddUpToTheLineIntegralAtTheEffectiveEnergy() {
    volume();
    float[] expected = TablePixels.of(table(HOUNSFIELD), "line_integral");
    for (String curve : List.of("water-bone", "schneider")) {
      Dataset<Row> materials = table(HOUNSFIELD, "volume.materials=" + curve);
      float[] sum = TablePixels.of(materials, "line_integral");
      assertEquals(expected.length, sum.length);
      assertTrue(distance(sum, expected) < 1e-6, () -> curve + " " + distance(sum, expected));
    }
  }

  @Test
  void waterHasItsOwnDensity() {
    // A cube of water, 5 x 9 x 14 mm, seen along its axes; mu-water is that of 60 keV.
    double[] water = new double[7 * 6 * 5];
    Samples.npy(temp.resolve("volume.npy"), 7, 6, 5, water);
    double mu = Materials.named("water").massAttenuation(60) / 10;
    Dataset<Row> table =
        table(
            """
            volume: {path: volume.npy, units: hounsfield, spacing: [1, 1.5, 2], materials: water-bone}
            geometry:
              type: parallel
              detector: {columns: 4, pixel: 1}
              views: {count: 2, range: 180}
            output: {path: out}
            """,
            "volume.mu-water=" + mu);
    List<Row> rows =
        table
            .select("view", "areal_density.water", "areal_density.bone", "line_integral")
            .orderBy("view", "row")
            .collectAsList();
    for (Row row : rows) {
      double cm = row.getInt(0) == 0 ? 0.5 : 0.9;
      for (int c = 0; c < 4; c++) {
        assertEquals(cm, (Float) row.getList(1).get(c), 1e-6);
        assertEquals(0f, (Float) row.getList(2).get(c));
        assertEquals(10 * cm * mu, (Float) row.getList(3).get(c), 1e-6);
      }
    }
  }

  @Test
  void bothDoorsGiveTheSameBits() {
    volume();
    String settings = "volume.materials=schneider";
    Path description = Path.of(Samples.description(temp.resolve("scan.yaml"), HOUNSFIELD));
    Dataset<Row> traced = Origin.TRACED.table(description, settings);
    Dataset<Row> stored = Origin.load(Origin.written(description, settings));
    assertEquals(traced.schema(), stored.schema());
    for (String column :
        List.of(
            "line_integral",
            "areal_density.adipose",
            "areal_density.soft_tissue",
            "areal_density.bone",
            "areal_density.titanium")) {
      assertArrayEquals(TablePixels.of(traced, column), TablePixels.of(stored, column), column);
    }
  }

  @Test
  void parquetHasAFieldAMaterial() {
    volume();
    Path description = Path.of(Samples.description(temp.resolve("scan.yaml"), HOUNSFIELD));
    Path dataset = Origin.written(description, "volume.materials=water-bone");
    Dataset<Row> plain = SparkSessions.local().read().parquet(dataset.resolve("sinogram") + "");
    assertArrayEquals(
        TablePixels.of(Origin.load(dataset), "areal_density.bone"),
        TablePixels.of(plain, "areal_density.bone"));
    assertThrows(Exception.class, () -> plain.select("line_integral"));
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    volume();
    String message =
        assertThrows(
                InputException.class,
                () -> Origin.TRACED.table(describe(), "volume.effective-energy=60"))
            .getMessage();
    assertTrue(
        message.contains("effective-energy goes with materials, labels or densities alone"),
        message);
    message =
        assertThrows(
                InputException.class,
                () -> Origin.TRACED.table(describe(), "volume.materials=bones"))
            .getMessage();
    assertTrue(message.contains("expected water-bone or schneider"), message);
    message =
        assertThrows(
                InputException.class,
                () ->
                    Origin.TRACED.table(
                        describe(), "volume.materials=schneider", "volume.mu-water=1000"))
            .getMessage();
    assertTrue(message.contains("water has mu = 1000.0 / mm at no energy"), message);
    message =
        assertThrows(
                InputException.class,
                () ->
                    Origin.TRACED.table(
                        describe(), "volume.materials=schneider", "volume.units=per-mm"))
            .getMessage();
    assertTrue(message.contains("volume.effective-energy is missing"), message);
    message =
        assertThrows(
                InputException.class,
                () ->
                    Origin.TRACED.table(
                        describe(), "volume.materials=schneider", "volume.effective-energy=900"))
            .getMessage();
    assertTrue(message.contains("an energy from 1 to 799 keV"), message);
  }

  private Path describe() {
    return Path.of(Samples.description(temp.resolve("scan.yaml"), HOUNSFIELD));
  }
}
