package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row with afterglow depends on earlier views, whoever makes these, and in whatever task. */
class AfterglowTableTest {
  private static final String SCAN =
      """
      volume: {path: volume.npy, units: hounsfield, spacing: [20, 30, 15], materials: water-bone}
      geometry:
        type: cone
        source-to-axis: 500
        source-to-detector: 900
        detector: {rows: 6, columns: 11, pixel: 20}
        views: {count: 13}
      physics:
        seed: 3
        protocols:
        - name: panel
          beam: {kvp: 80}
          dose: {photons: 1e4}
          detector: {type: integrating, crosstalk: [0.1, 0.8, 0.1]%s}
      output: {path: out}
      """;

  private static final String AFTERGLOW = ", afterglow: [0.9, 0.06, 0.03]";

  @TempDir Path temp;

  private Path scan(String afterglow) {
    SplittableRandom random = new SplittableRandom(5);
    double[] hounsfield = new double[7 * 6 * 5];
    Arrays.setAll(hounsfield, i -> random.nextInt(3) == 0 ? -1000 : random.nextInt(-1000, 2000));
    Samples.npy(temp.resolve("volume.npy"), 7, 6, 5, hounsfield);
    String name = afterglow.isEmpty() ? "prompt.yaml" : "slow.yaml";
    return Path.of(Samples.description(temp.resolve(name), SCAN.formatted(afterglow)));
  }

  /** The shares of three views, with the noise that each has alone. */
  @ParameterizedTest
  @EnumSource(Origin.class)
  void partOfEachViewIsReadLater(Origin origin) {
    Dataset<Row> prompt = origin.table(scan(""));
    Dataset<Row> slow = origin.table(scan(AFTERGLOW));
    int view = 6 * 11;
    for (String field : List.of("panel.signal", "panel.noisy")) {
      float[] now = TablePixels.of(prompt, field);
      float[] read = TablePixels.of(slow, field);
      for (int i = 0; i < now.length; i++) {
        double expected = 0.9 * now[i];
        expected += i >= view ? 0.06 * now[i - view] : 0;
        expected += i >= 2 * view ? 0.03 * now[i - 2 * view] : 0;
        assertEquals(1, read[i] / expected, 1e-6, field);
      }
    }
    // What is read without object has the same afterglow, but in the first views.
    float[] transmission = TablePixels.of(slow, "panel.transmission");
    assertArrayEquals(TablePixels.of(prompt, "panel.transmission"), transmission);
  }

  @ParameterizedTest
  @EnumSource(Origin.class)
  void aRowHasTheSameBitsAloneAsAmongAll(Origin origin) {
    Dataset<Row> slow = origin.table(scan(AFTERGLOW));
    List<Row> all = rows(slow);
    for (String some :
        List.of("view = 7", "row = 2", "view IN (0, 1, 9, 11) AND row > 3", "view % 5 = 4")) {
      List<Row> few = rows(slow.where(some));
      List<Row> same = all.stream().filter(row -> isAsked(some, row)).toList();
      assertTrue(!few.isEmpty());
      assertEquals(same, few, some);
    }
    assertEquals(all.subList(0, 20), rows(slow.limit(20)));
  }

  private static boolean isAsked(String some, Row row) {
    int view = row.getInt(0);
    return switch (some) {
      case "view = 7" -> view == 7;
      case "row = 2" -> row.getInt(1) == 2;
      case "view % 5 = 4" -> view % 5 == 4;
      default -> List.of(0, 1, 9, 11).contains(view) && row.getInt(1) > 3;
    };
  }

  private static List<Row> rows(Dataset<Row> table) {
    return table
        .selectExpr("view", "row", "panel.noisy", "panel.noisy_line_integral")
        .orderBy("view", "row")
        .collectAsList();
  }

  @Test
  void howTheWorkIsCutChangesNoBit() {
    List<Row> whole = rows(Origin.TRACED.table(scan(AFTERGLOW), "compute.partitions=1"));
    for (String split : List.of("views", "rows")) {
      for (int partitions : new int[] {4, 6}) {
        String[] cut = {"compute.split=" + split, "compute.partitions=" + partitions};
        assertEquals(whole, rows(Origin.TRACED.table(scan(AFTERGLOW), cut)));
        List<String> stored = new ArrayList<>(List.of(cut));
        stored.add("output.columns=[panel.noisy, panel.noisy_line_integral]");
        assertEquals(
            whole, rows(Origin.STORED.table(scan(AFTERGLOW), stored.toArray(String[]::new))));
      }
    }
  }

  /** The rows before a tile of a large scan are in another file. */
  @Test
  void filesOfALargeScanDependOnEachOther() {
    Path scan = scan(AFTERGLOW);
    String[] large = {
      "geometry.detector.rows=72", "geometry.detector.columns=160", "geometry.views.count=190"
    };
    Dataset<Row> stored = Origin.STORED.table(scan, large);
    assertTrue(stored.rdd().getNumPartitions() > 1);
    String some = "view IN (0, 89, 90, 91, 100, 180) AND row IN (3, 63, 64, 71)";
    assertEquals(rows(Origin.TRACED.table(scan, large).where(some)), rows(stored.where(some)));
    float[] read = TablePixels.of(stored.where("row = 64"), "panel.noisy");
    float[] among = TablePixels.of(stored.where("row IN (64, 65)"), "panel.noisy");
    for (int view = 0; view < 190; view++) {
      assertArrayEquals(
          Arrays.copyOfRange(read, view * 160, view * 160 + 160),
          Arrays.copyOfRange(among, 2 * view * 160, 2 * view * 160 + 160));
    }
  }
}
