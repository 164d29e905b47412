package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The columns of the table, and that those not asked for cost nothing. */
@ParameterizedClass
@EnumSource(Origin.class)
class TableColumnsTest {
  @TempDir Path temp;

  private final Origin origin;

  TableColumnsTest(Origin origin) {
    this.origin = origin;
  }

  @BeforeEach
  void volume() {
    Samples.volume(temp.resolve("volume.npy"), 5, 6, 7, 1);
  }

  private Dataset<Row> table(String yaml) {
    Samples.description(temp.resolve("scan.yaml"), yaml);
    return origin.table(temp.resolve("scan.yaml"));
  }

  private static double[] vector(Row row, String column) {
    List<Double> values = row.getList(row.fieldIndex(column));
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void checkPose(Row row, double angle, double[]... vectors) {
    assertEquals(angle, row.getDouble(row.fieldIndex("angle")));
    List<String> names = List.of("source", "detector_center", "u", "v", "n");
    for (int i = 0; i < names.size(); i++) {
      assertArrayEquals(vectors[i], vector(row, names.get(i)), 1e-12, names.get(i));
    }
  }

  @Test
  void posesStandBesideEachRow() {
    // Source 60 and detector 40 mm from the axis; steps 2.5 and 3 mm; shifted by -2 along u, 1
    // along v.
    List<Row> rows =
        table(Samples.CONE.replace("count: 13", "count: 4")).orderBy("view", "row").collectAsList();
    assertEquals(4 * 19, rows.size());
    for (Row row : rows.subList(0, 19)) {
      checkPose(
          row,
          0,
          new double[] {60, 0, 0},
          new double[] {-40, -2, 1},
          new double[] {0, 2.5, 0},
          new double[] {0, 0, 3},
          new double[] {1, 0, 0});
    }
    for (Row row : rows.subList(19, 38)) {
      checkPose(
          row,
          90,
          new double[] {0, 60, 0},
          new double[] {2, -40, 1},
          new double[] {-2.5, 0, 0},
          new double[] {0, 0, 3},
          new double[] {0, 1, 0});
    }
  }

  @Test
  void aPoseGivenFreelyHasNoAngle() {
    Samples.description(temp.resolve("poses.csv"), "60,0,0, -40,0,0, 0,1,0, 0,0,2\n");
    Row row =
        table(
                """
                volume: {path: volume.npy, units: per-mm, spacing: 1}
                geometry: {type: vectors, file: poses.csv, beam: cone, detector: {rows: 1, columns: 3}}
                """)
            .select("angle", "v", "line_integral")
            .head();
    assertTrue(row.isNullAt(0));
    assertArrayEquals(new double[] {0, 0, 2}, vector(row, "v"));
    assertEquals(3, row.getList(2).size());
  }

  @Test
  void onlyLineIntegralsCostAnything() {
    Dataset<Row> table = table(Samples.CONE);
    TableQuery poses = TableQuery.run(table.drop("line_integral"));
    assertEquals(13 * 19, poses.rows().size());
    assertEquals(0, poses.pixels());
    TableQuery count = TableQuery.run(table.where("row = 2").groupBy().count());
    assertEquals(13, count.rows().get(0).getLong(0));
    assertEquals(0, count.pixels());
    assertEquals(13 * 19 * 23, TableQuery.run(table.select("line_integral")).pixels());
  }
}
