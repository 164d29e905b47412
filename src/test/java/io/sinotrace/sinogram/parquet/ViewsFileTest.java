package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of views, as the readers that people have read it. */
class ViewsFileTest {
  @TempDir Path temp;

  /** Views at angles, views without, both in turn, one, and more than a page holds. */
  static List<Geometry> geometries() {
    Geometry turned = turned(90);
    return List.of(
        turned,
        replaced(turned, k -> false),
        replaced(turned, k -> k % 7 < 4),
        turned(1),
        replaced(turned(1), k -> false),
        replaced(turned(10_000), k -> k % 1000 != 3));
  }

  private static Geometry turned(int views) {
    return Trajectories.cone(1000, 1500, Panel.flat(4, 4, 1.5), Trajectories.angles(views, 3, 360));
  }

  /** The views with their angles taken away from all but some. */
  private static Geometry replaced(Geometry geometry, IntPredicate hasAngle) {
    List<View> views = new ArrayList<>();
    for (View view : geometry.views()) {
      double angle = hasAngle.test(views.size()) ? view.angle() : Double.NaN;
      views.add(new View(angle, view.source(), view.center(), view.u(), view.v(), view.n()));
    }
    return new Geometry(geometry.beam(), geometry.detector(), views);
  }

  private Path write(Geometry geometry) throws IOException {
    Path file = temp.resolve("views.parquet");
    SinogramFiles.Written written = ViewsFile.write(path(file), new Configuration(), geometry);
    assertEquals("views.parquet", written.name());
    assertEquals(geometry.views().size(), written.rows());
    assertEquals(Files.size(file), written.bytes());
    assertEquals(List.of(), written.tiles());
    return file;
  }

  private static org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void theyAreReadAsTheyWere(Geometry geometry) throws IOException {
    List<View> read = ViewsFile.read(path(write(geometry)), new Configuration());
    assertEquals(geometry.views(), read);
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void sparkReadsThem(Geometry geometry) throws IOException {
    Path file = write(geometry);
    for (boolean vectorised : new boolean[] {true, false}) {
      SparkSession spark = SparkSessions.local().newSession();
      spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorised);
      List<View> read = new ArrayList<>();
      for (Row row : spark.read().parquet(file.toString()).orderBy("view").collectAsList()) {
        assertEquals(read.size(), row.getInt(0));
        read.add(
            new View(
                row.isNullAt(1) ? Double.NaN : row.getDouble(1),
                vector(row.getList(2)),
                vector(row.getList(3)),
                vector(row.getList(4)),
                vector(row.getList(5)),
                vector(row.getList(6))));
      }
      assertEquals(geometry.views(), read);
    }
  }

  private static Vec3 vector(List<Double> components) {
    assertEquals(3, components.size());
    return new Vec3(components.get(0), components.get(1), components.get(2));
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void duckDbReadsThem(Geometry geometry) throws IOException, SQLException {
    Path file = write(geometry);
    List<View> read = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT view, angle, source, detector_center, u, v, n FROM read_parquet('%s')"
                        .formatted(file)
                    + " ORDER BY view")) {
      while (rows.next()) {
        assertEquals(read.size(), rows.getInt(1));
        double angle = rows.getDouble(2);
        read.add(
            new View(
                rows.wasNull() ? Double.NaN : angle,
                vector(rows, 3),
                vector(rows, 4),
                vector(rows, 5),
                vector(rows, 6),
                vector(rows, 7)));
      }
    }
    assertEquals(geometry.views(), read);
  }

  private static Vec3 vector(ResultSet rows, int column) throws SQLException {
    Object[] components = (Object[]) rows.getArray(column).getArray();
    assertEquals(3, components.length);
    return new Vec3((Double) components[0], (Double) components[1], (Double) components[2]);
  }
}
