package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of several value columns, some of them fields of a struct. */
class ValueColumnsTest {
  private static final Configuration CONF = new Configuration();
  private static final int VIEWS = 5;
  private static final int ROWS = 33;
  private static final int COLUMNS = 40;
  private static final ValueColumn WATER = ValueColumn.arealDensity("water");
  private static final ValueColumn BONE = ValueColumn.arealDensity("cortical-bone");
  private static final List<ValueColumn> ALL = List.of(ValueColumn.LINE_INTEGRAL, WATER, BONE);

  @TempDir Path temp;

  private Path file;

  @BeforeEach
  void name() {
    file = temp.resolve("tile.parquet");
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  /** A value that tells its place: no two of a file are equal. */
  private static float value(int column, int view, int row, int pixel) {
    return ((column * VIEWS + view) * ROWS + row) * COLUMNS + pixel;
  }

  private static float[] values(int column, int view, int row) {
    float[] values = new float[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) {
      values[c] = value(column, view, row, c);
    }
    return values;
  }

  private void write(Compression compression) throws IOException {
    int[] views = new int[VIEWS];
    int[] rows = new int[ROWS];
    for (int v = 0; v < VIEWS; v++) {
      views[v] = v;
    }
    for (int r = 0; r < ROWS; r++) {
      rows[r] = r;
    }
    try (SinogramFile out =
        new SinogramFile(path(), CONF, compression, views, rows, COLUMNS, ALL)) {
      int stride = COLUMNS + 3;
      for (int v = 0; v < VIEWS; v++) {
        for (int r = 0; r < ROWS; r++) {
          float[] pixels = new float[2 + ALL.size() * stride];
          for (int k = 0; k < ALL.size(); k++) {
            System.arraycopy(values(k, v, r), 0, pixels, 2 + k * stride, COLUMNS);
          }
          out.write(v, r, pixels, 2, stride);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyOfTheColumnsAreReadAlone(Compression compression) throws IOException {
    write(compression);
    for (List<Integer> wanted : List.of(List.of(0), List.of(2), List.of(1, 2), List.of(0, 1, 2))) {
      List<ValueColumn> columns = wanted.stream().map(ALL::get).toList();
      try (RowReader reader = new RowReader(path(), CONF, COLUMNS, columns)) {
        for (int v = 0; v < VIEWS; v++) {
          for (int r = 0; r < ROWS; r++) {
            assertTrue(reader.next());
            assertEquals(List.of(v, r), List.of(reader.view(), reader.row()));
            float[] expected = new float[wanted.size() * COLUMNS];
            for (int k = 0; k < wanted.size(); k++) {
              System.arraycopy(values(wanted.get(k), v, r), 0, expected, k * COLUMNS, COLUMNS);
            }
            assertArrayEquals(expected, reader.pixels());
          }
        }
        assertFalse(reader.next());
      }
    }
  }

  @Test
  void aColumnThatIsNotThereIsAnError() throws IOException {
    write(Compression.NONE);
    List<ValueColumn> iodine = List.of(ValueColumn.arealDensity("iodine"));
    assertThrows(IOException.class, () -> new RowReader(path(), CONF, COLUMNS, iodine).close());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sparkReadsThem(boolean vectorised) throws IOException {
    write(Compression.ZSTD);
    SparkSession spark = SparkSessions.local().newSession();
    spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorised);
    Dataset<Row> rows = spark.read().parquet(file.toString());
    assertEquals(VIEWS * ROWS, rows.count());
    for (Row row :
        rows.where("row = 17")
            .select("view", "line_integral", "areal_density.water", "areal_density.cortical_bone")
            .collectAsList()) {
      for (int k = 0; k < ALL.size(); k++) {
        for (int c = 0; c < COLUMNS; c++) {
          assertEquals(value(k, row.getInt(0), 17, c), (float) row.getList(1 + k).get(c));
        }
      }
    }
  }

  @Test
  void duckDbReadsThem() throws IOException, SQLException {
    write(Compression.SNAPPY);
    int read = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT view, row, areal_density.cortical_bone FROM read_parquet('%s')"
                    .formatted(file))) {
      while (rows.next()) {
        Object[] list = (Object[]) rows.getArray(3).getArray();
        assertEquals(COLUMNS, list.length);
        for (int c = 0; c < COLUMNS; c++) {
          assertEquals(value(2, rows.getInt(1), rows.getInt(2), c), (Float) list[c]);
        }
        read++;
      }
    }
    assertEquals(VIEWS * ROWS, read);
  }

  @Test
  void namesThatAreNoneAndFieldsApartAreRefused() {
    for (String name : List.of("", "Water", "a.b.c", "a-b", "1a", "a.", ".a", "a b")) {
      assertThrows(IllegalArgumentException.class, () -> new ValueColumn(name), name);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> SinogramSchema.of(List.of(WATER, ValueColumn.LINE_INTEGRAL, BONE)));
    assertThrows(IllegalArgumentException.class, () -> SinogramSchema.of(List.of(WATER, WATER)));
  }
}
