package io.sinotrace.sinogram.parquet;

import io.sinotrace.FailingInput;
import io.sinotrace.Seed;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What SinogramFile writes, the readers that people have read back to the bit. */
class SinogramReadersTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(31);

  private static final int[][] SHAPES = {
    {1, 1, 1}, {1, 1, 7}, {3, 50, 1}, {1, 1, 100_000}, {3, 7, 130}, {90, 64, 384}
  };

  @TempDir Path temp;

  static Stream<Arguments> tiles() {
    return Stream.of(SHAPES)
        .flatMap(s -> Stream.of(Compression.values()).map(c -> Arguments.of(s[0], s[1], s[2], c)));
  }

  @ParameterizedTest(name = "{0} x {1} x {2}, {3}")
  @MethodSource("tiles")
  void everyReaderReadsTheBitsThatWereWritten(
      int views, int rows, int columns, Compression compression) throws Throwable {
    SampleTile tile = new SampleTile(views, rows, columns, SEED.value());
    Path file = temp.resolve("tile.parquet");
    tile.write(file, compression);
    FailingInput.check(
        "SinogramReadersTest-%dx%dx%d-%s-%d"
            .formatted(views, rows, columns, compression, SEED.value()),
        file,
        () -> readEveryWay(file, tile, views, rows));
  }

  private static void readEveryWay(Path file, SampleTile tile, int views, int rows)
      throws Exception {
    readWithParquetJava(file, tile);
    tile.end(views * rows);
    for (boolean nested : new boolean[] {true, false}) {
      readWithSpark(file, tile, true, nested, "true");
      tile.end(views * rows);
    }
    readWithSpark(file, tile, false, false, "true");
    tile.end(views * rows);
    readWithDuckDb(file, tile, "true");
    tile.end(views * rows);

    // With pages skipped.
    String oneRow = "row = " + (SampleTile.FIRST_ROW + rows - 1);
    readWithSpark(file, tile, true, true, oneRow);
    tile.end(views);
    readWithSpark(file, tile, false, false, oneRow);
    tile.end(views);
    readWithDuckDb(file, tile, oneRow);
    tile.end(views);
  }

  static void readWithParquetJava(Path file, SampleTile tile) throws IOException {
    Configuration conf = new Configuration();
    conf.setBoolean(ParquetInputFormat.PAGE_VERIFY_CHECKSUM_ENABLED, true);
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .withConf(conf)
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        Group list = row.getGroup("line_integral", 0);
        float[] pixels = new float[list.getFieldRepetitionCount("list")];
        for (int c = 0; c < pixels.length; c++) {
          pixels[c] = list.getGroup("list", c).getFloat("element", 0);
        }
        tile.read(row.getInteger("view", 0), row.getInteger("row", 0), pixels);
      }
    }
  }

  private static void readWithSpark(
      Path file, SampleTile tile, boolean vectorised, boolean nested, String where) {
    SparkSession spark = SparkSessions.local().newSession();
    spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorised);
    spark.conf().set("spark.sql.parquet.enableNestedColumnVectorizedReader", nested);
    Iterator<Row> rows =
        spark
            .read()
            .parquet(file.toString())
            .where(where)
            .select("view", "row", "line_integral")
            .toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      List<Float> list = row.getList(2);
      float[] pixels = new float[list.size()];
      int at = 0;
      for (float pixel : list) {
        pixels[at++] = pixel;
      }
      tile.read(row.getInt(0), row.getInt(1), pixels);
    }
  }

  private static void readWithDuckDb(Path file, SampleTile tile, String where) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT view, row, line_integral FROM read_parquet('%s') WHERE %s"
                    .formatted(file, where))) {
      while (rows.next()) {
        Object[] list = (Object[]) rows.getArray(3).getArray();
        float[] pixels = new float[list.length];
        for (int c = 0; c < pixels.length; c++) {
          pixels[c] = (Float) list[c];
        }
        tile.read(rows.getInt(1), rows.getInt(2), pixels);
      }
    }
  }
}
