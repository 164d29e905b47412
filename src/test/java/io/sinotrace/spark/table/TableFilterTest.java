package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.Seed;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What filters trace or read, and that they stay true: two scans, 13 views, 19 rows, 23 columns.
 */
@ParameterizedClass
@EnumSource(Origin.class)
class TableFilterTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  private static final int COLUMNS = 23;

  @TempDir static Path temp;

  private static Dataset<Row> table = SparkSessions.local().emptyDataFrame();

  /** The same keys as plain data, of which Spark knows nothing before it has them. */
  private static Dataset<Row> plain;

  private final Origin origin;

  TableFilterTest(Origin origin) {
    this.origin = origin;
  }

  @BeforeParameterizedClassInvocation
  static void twoScans(Origin origin) {
    Samples.volume(temp.resolve("a.npy"), 5, 6, 7, 1);
    Samples.volume(temp.resolve("b.npy"), 7, 6, 5, 2);
    Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
    table = origin.table(temp.resolve("cone.yaml"), "volume.path=" + temp + "/*.npy");
  }

  @BeforeAll
  static void keys() {
    List<Row> rows = new ArrayList<>();
    for (String scan : List.of("a", "b")) {
      for (int view = 0; view < 13; view++) {
        for (int row = 0; row < 19; row++) {
          rows.add(RowFactory.create(scan, view, row, view * 360.0 / 13));
        }
      }
    }
    plain =
        SparkSessions.local()
            .createDataFrame(
                rows,
                new StructType()
                    .add("scan", DataTypes.StringType)
                    .add("view", DataTypes.IntegerType)
                    .add("row", DataTypes.IntegerType)
                    .add("angle", DataTypes.DoubleType));
  }

  private static Set<Row> keys(List<Row> rows) {
    Set<Row> keys = new HashSet<>();
    for (Row row : rows) {
      Row key = RowFactory.create(row.getString(0), row.getInt(1), row.getInt(2));
      assertEquals(true, keys.add(key), key + " twice");
    }
    return keys;
  }

  /** Checks the rows that a filter leaves, and returns how many pixels were traced or read. */
  private static long pixels(String filter) {
    TableQuery query = TableQuery.run(table.where(filter));
    assertEquals(keys(plain.where(filter).collectAsList()), keys(query.rows()), filter);
    return query.pixels();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = ';',
      value = {
        "view = 3;                                 38",
        "3 = view;                                 38",
        "view <=> 3;                               38",
        "view <> 3;                                456",
        "view < 3;                                 114",
        "view <= 3;                                152",
        "view > 10;                                76",
        "view >= 10;                               114",
        "10 < view;                                76",
        "view between 3 and 5;                     114",
        "view between 3 and 5 and row = 10;        6",
        "view in (1, 4, 12, 99);                   114",
        "view not in (0, 1);                       418",
        "row = 18;                                 26",
        "row < 2;                                  52",
        "row in (0, 18);                           52",
        "row between 5 and 6;                      52",
        "view = 3 or view = 5;                     76",
        "view = 3 or row = 10;                     62",
        "(view = 1 and row = 2) or (view = 3 and row = 4); 4",
        "not (view = 3 or row = 10);               432",
        "not (view > 2 and row > 2);               174",
        "scan = 'b';                               247",
        "scan <> 'b';                              247",
        "scan < 'b';                               247",
        "scan > 'aa';                              247",
        "scan in ('a', 'x');                       247",
        "scan like 'a%';                           247",
        "scan = 'a' or view = 0;                   266",
        "scan = 'a' and view = 0 and row = 0;      1",
        "view % 5 = 0;                             114",
        "view % 5 = 1 and row % 9 = 0;             18",
        "view < 2.5;                               114",
        "view = 3L;                                38",
        "view is not null;                         494",
        "view > 100;                               0"
      })
  void onlyTheRowsThatPassAreMade(String filter, long rows) {
    assertEquals(rows * COLUMNS, pixels(filter), filter);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = ';',
      value = {
        "angle < 30;                               494",
        "view + row = 3;                           494",
        "view = row;                               494",
        "(scan, view) in (('a', 1), ('b', 2));     494",
        "view = 2 or angle < 30;                   494",
        "view < 2 and angle > 10;                  76",
        "not (view > 2 and angle > 100);           494",
        "length(scan) = 1 and row = 3;             26"
      })
  void whatCannotBeKnownBeforeIsFilteredAfter(String filter, long rows) {
    assertEquals(rows * COLUMNS, pixels(filter), filter);
  }

  @Test
  void randomFiltersAreExact() {
    SplittableRandom random = SEED.random();
    for (int i = 0; i < 25; i++) {
      String filter = filter(random, 3);
      long expected = plain.where(filter).count() * COLUMNS;
      assertEquals(expected, pixels(filter), filter);
    }
  }

  private static String filter(SplittableRandom random, int depth) {
    if (depth > 0 && random.nextInt(5) > 0) {
      String a = filter(random, depth - 1);
      String b = filter(random, depth - 1);
      return switch (random.nextInt(3)) {
        case 0 -> "(%s and %s)".formatted(a, b);
        case 1 -> "(%s or %s)".formatted(a, b);
        default -> "not (%s)".formatted(a);
      };
    }
    String sign = List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
    return switch (random.nextInt(3)) {
      case 0 -> "scan %s '%s'".formatted(sign, random.nextBoolean() ? "a" : "b");
      case 1 -> "view %s %d".formatted(sign, random.nextInt(-1, 14));
      default -> "row %s %d".formatted(sign, random.nextInt(-1, 20));
    };
  }

  @Test
  void threeRowsOfManyViewsAreThreeRows() {
    Dataset<Row> many =
        origin.table(
            temp.resolve("cone.yaml"),
            "volume.path=" + temp.resolve("a.npy"),
            "geometry.views.count=360");
    TableQuery query = TableQuery.run(many.where("view between 3 and 5 and row = 10"));
    assertEquals(3, query.rows().size());
    assertEquals(3 * COLUMNS, query.pixels());
  }
}
