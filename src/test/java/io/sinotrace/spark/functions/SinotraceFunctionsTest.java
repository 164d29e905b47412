package io.sinotrace.spark.functions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinotraceFunctionsTest {
  @SuppressWarnings("NullAway.Init")
  private static SparkSession spark;

  @BeforeAll
  static void registerTwice() {
    spark = SparkSessions.local().newSession();
    SinotraceFunctions.register(spark);
    SinotraceFunctions.register(spark);
  }

  private static Row row(String sql) {
    return spark.sql(sql).head();
  }

  private static Object one(String expression) {
    return row("SELECT " + expression).get(0);
  }

  /** Returns what an error says, all the way down. */
  private static String messages(Throwable e) {
    return e + (e.getCause() == null ? "" : "\n" + messages(e.getCause()));
  }

  private static void assertFails(String words, String expression) {
    Exception e = assertThrows(Exception.class, () -> one(expression));
    assertTrue(messages(e).contains(words), messages(e));
  }

  @Test
  void aNumberGivesANumberOfItsKind() {
    assertEquals(StrictMath.exp(-1.5), one("sinotrace_transmission(1.5D)"));
    assertEquals((float) StrictMath.exp(-1.5), one("sinotrace_transmission(1.5F)"));
    assertEquals(StrictMath.exp(-1.5), one("sinotrace_transmission(1.5)"));
    assertEquals(StrictMath.exp(-2), one("sinotrace_transmission(2)"));
    assertEquals(1.0, one("sinotrace_transmission(0)"));
    assertEquals(-StrictMath.log(0.25), one("sinotrace_log(0.25)"));
    assertEquals((float) -StrictMath.log(0.25), one("sinotrace_log(0.25F)"));
  }

  @Test
  void theLogarithmOfNoLightIsInfinite() {
    // Equal as objects: 0 is not -0.
    assertEquals(0.0, one("sinotrace_log(1)"));
    assertEquals(Double.POSITIVE_INFINITY, one("sinotrace_log(0)"));
    assertEquals(Double.NaN, one("sinotrace_log(-0.5)"));
    assertEquals(0.0, one("sinotrace_transmission(sinotrace_log(0))"));
  }

  @Test
  void arraysOfAnyDepthAreTakenElementByElement() {
    Row row =
        row(
            """
            SELECT sinotrace_transmission(array(0f, 2f, NULL)) AS line,
              sinotrace_transmission(array(array(0f, 1f), NULL, array(3f))) AS image,
              sinotrace_log(array(1.0D, 0.5D)) AS doubles,
              sinotrace_transmission(array(0.5, 1.5)) AS decimals,
              sinotrace_transmission(array(1, 2)) AS ints
            """);
    float e1 = (float) StrictMath.exp(-1);
    float e2 = (float) StrictMath.exp(-2);
    float e3 = (float) StrictMath.exp(-3);
    assertEquals("[1.0, " + e2 + ", null]", row.getList(0).toString());
    assertEquals(
        "[[1.0, " + e1 + "], null, [" + e3 + "]]",
        row.<scala.collection.Seq<Float>>getList(1).stream()
            .map(SinotraceFunctionsTest::list)
            .toList()
            .toString());
    assertEquals(List.of(0.0, -StrictMath.log(0.5)), row.getList(2));
    assertEquals(List.of(StrictMath.exp(-0.5), StrictMath.exp(-1.5)), row.getList(3));
    assertEquals(List.of(StrictMath.exp(-1), StrictMath.exp(-2)), row.getList(4));
    assertEquals(
        "array<float> array<array<float>> array<double> array<double> array<double>",
        List.of(row.schema().fields()).stream()
            .map(field -> field.dataType().catalogString())
            .collect(Collectors.joining(" ")));
  }

  private static String list(scala.collection.@org.jspecify.annotations.Nullable Seq<?> row) {
    return row == null ? "null" : scala.jdk.javaapi.CollectionConverters.asJava(row).toString();
  }

  @Test
  void aWindowClampsAtBothEnds() {
    // From 1 to 3: by hand.
    assertEquals(
        List.of(0.0f, 0.0f, 0.25f, 0.5f, 1.0f, 1.0f),
        row("SELECT sinotrace_window(array(-9f, 1f, 1.5f, 2f, 3f, 1e9f), 2, 2)").getList(0));
    assertEquals(0.75, one("sinotrace_window(250, 0, 1000)"));
    assertEquals(Float.NaN, one("sinotrace_window(float('NaN'), 0, 1)"));
    assertFails("a width of 0.0; expected one above 0", "sinotrace_window(1, 2, 0)");
    assertFails("a width of NaN", "sinotrace_window(1, 2, double('NaN'))");
  }

  @Test
  void nullGivesNull() {
    for (String call :
        List.of(
            "sinotrace_transmission(NULL)",
            "sinotrace_transmission(CAST(NULL AS ARRAY<FLOAT>))",
            "sinotrace_log(CAST(NULL AS FLOAT))",
            "sinotrace_window(1, NULL, 2)",
            "sinotrace_window(1, 2, NULL)",
            "sinotrace_png(NULL)",
            "sinotrace_png(array(array(1f)), NULL, 2)")) {
      assertNull(one(call), call);
    }
  }

  @Test
  void rowsComeInOrderWhateverTheOrderOfTheInput() {
    // Pixel c of row r of view w is 100 w + 10 r + c.
    spark
        .range(0, 3 * 7)
        .selectExpr("id % 3 AS view", "cast(id div 3 AS INT) AS row")
        .selectExpr(
            "*",
            "transform(array(0, 1, 2), c -> cast(100 * view + 10 * row + c AS FLOAT)) AS pixels")
        .orderBy(org.apache.spark.sql.functions.expr("hash(view, row)"))
        .repartition(5)
        .createOrReplaceTempView("scan");
    List<Row> projections =
        spark
            .sql(
                "SELECT view, sinotrace_projection(row, pixels) AS image FROM scan"
                    + " GROUP BY view ORDER BY view")
            .collectAsList();
    assertEquals(3, projections.size());
    for (int w = 0; w < 3; w++) {
      assertEquals(
          "array<array<float>>",
          projections.get(w).schema().apply("image").dataType().catalogString());
      float[][] image = image(projections.get(w), 1);
      assertEquals(7, image.length);
      for (int r = 0; r < 7; r++) {
        int first = 100 * w + 10 * r;
        assertArrayEquals(new float[] {first, first + 1, first + 2}, image[r]);
      }
    }
    Row sinogram = row("SELECT sinotrace_sinogram(view, pixels) FROM scan WHERE row = 4");
    assertArrayEquals(
        new float[][] {{40, 41, 42}, {140, 141, 142}, {240, 241, 242}}, image(sinogram, 0));
    Row some =
        row(
            "SELECT sinotrace_projection(row, pixels) FILTER (WHERE view = 2 AND row > 4),"
                + " sinotrace_projection(row, sinotrace_transmission(cast(pixels AS ARRAY<DOUBLE>)))"
                + " FILTER (WHERE view = 0 AND row = 0) FROM scan");
    assertArrayEquals(new float[][] {{250, 251, 252}, {260, 261, 262}}, image(some, 0));
    assertArrayEquals(
        new float[][] {{1, (float) StrictMath.exp(-1), (float) StrictMath.exp(-2)}},
        image(some, 1));
    assertFails(
        "sinotrace_projection: row 0 occurs twice",
        "sinotrace_projection(row, pixels) FROM scan WHERE row = 0");
    assertFails(
        "sinotrace_sinogram: view 1 occurs twice",
        "sinotrace_sinogram(view, pixels) FROM scan WHERE view = 1");
  }

  @Test
  void columnsAreNamedByTheCall() {
    String sql =
        "SELECT sinotrace_png(sinotrace_projection(k, p)) FROM VALUES (1, array(1f)) AS t(k, p)";
    assertEquals(
        "sinotrace_png(sinotrace_projection(k, p))", spark.sql(sql).schema().fieldNames()[0]);
  }

  private static float[][] image(Row row, int column) {
    List<scala.collection.Seq<Float>> lines = row.getList(column);
    float[][] image = new float[lines.size()][];
    for (int r = 0; r < image.length; r++) {
      image[r] = new float[lines.get(r).size()];
      for (int c = 0; c < image[r].length; c++) {
        image[r][c] = lines.get(r).apply(c);
      }
    }
    return image;
  }

  @Test
  void rowsThatAreNullDoNotCountAndOfNoneTheImageIsNull() {
    Row row =
        row(
            """
            SELECT sinotrace_projection(k, p), sinotrace_projection(k, p) FILTER (WHERE false)
            FROM VALUES (2, array(2f)), (NULL, array(9f)), (0, NULL), (1, array(float(NULL)))
              AS t(k, p)
            """);
    assertArrayEquals(new float[][] {{Float.NaN}, {2}}, image(row, 0));
    assertTrue(row.isNullAt(1));
    assertTrue(row("SELECT sinotrace_sinogram(1, array(1f)) WHERE false").isNullAt(0));
  }

  private static int[][] png(String expression) {
    try {
      BufferedImage image =
          ImageIO.read(new ByteArrayInputStream((byte[]) one("sinotrace_png(" + expression + ")")));
      int[][] rgb = new int[image.getHeight()][image.getWidth()];
      for (int y = 0; y < rgb.length; y++) {
        for (int x = 0; x < rgb[y].length; x++) {
          rgb[y][x] = image.getRGB(x, y) & 0xFFFFFF;
        }
      }
      return rgb;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPngShowsRowZeroAtTheBottomFromTheLeastValueToTheGreatest() {
    // Of 4: 1 is 63.75, 2 is 127.5, of 255.
    assertArrayEquals(
        new int[][] {{0x808080, 0xFFFFFF, 0x808080}, {0x000000, 0x404040, 0x000000}},
        png("array(array(0f, 1f, 0f), array(2f, 4f, 2f))"));
    assertArrayEquals(
        new int[][] {{0x000000}, {0xFFFFFF}}, png("reverse(array(array(0f), array(3f)))"));
  }

  @Test
  void aPngOfAGivenRangeClampsAndOneTurnedAboutIsANegative() {
    assertArrayEquals(
        new int[][] {{0x000000, 0x333333, 0xFFFFFF}}, png("array(array(0.5, 1.2, 7)), 1, 2"));
    assertArrayEquals(
        new int[][] {{0xFFFFFF, 0xCCCCCC, 0x000000}}, png("array(array(0.5, 1.2, 7)), 2, 1"));
  }

  @Test
  void whatIsNotFiniteIsNoShadeOfGrey() {
    assertArrayEquals(
        new int[][] {{0xFF00A0, 0xFF00A0, 0x000000, 0xFFFFFF}},
        png("array(array(float('NaN'), NULL, 1f, 2f))"));
    assertArrayEquals(new int[][] {{0xFF00A0, 0x000000}}, png("array(array(float('inf'), 0f))"));
  }

  @Test
  void whatIsNoImageIsNotDrawn() {
    assertFails("row 1 has 1 pixels; expected 2", "sinotrace_png(array(array(1f, 2f), array(1f)))");
    assertFails("an empty image", "sinotrace_png(CAST(array() AS ARRAY<ARRAY<FLOAT>>))");
    assertFails("two different finite values", "sinotrace_png(array(array(1f)), 2, 2)");
  }

  @Test
  void linesAreNumberedByWholeNumbers() {
    assertFails("row 1.5; expected a whole number", "sinotrace_projection(1.5, array(1f))");
    assertEquals(
        1, spark.sql("SELECT size(sinotrace_projection(2.0, array(1f)))").head().getInt(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATATYPE_MISMATCH | sinotrace_transmission(true)",
        "DATATYPE_MISMATCH | sinotrace_log(map(1, 2))",
        "DATATYPE_MISMATCH | sinotrace_png(1f)",
        "DATATYPE_MISMATCH | sinotrace_png(array(1f))",
        "DATATYPE_MISMATCH | sinotrace_window(1f, date'2026-01-01', 1)",
        "DATATYPE_MISMATCH | sinotrace_projection(0, 1f)",
        "DATATYPE_MISMATCH | sinotrace_sinogram(array(1), array(1f))",
        "WRONG_NUM_ARGS    | sinotrace_transmission()",
        "WRONG_NUM_ARGS    | sinotrace_window(1f)",
        "WRONG_NUM_ARGS    | sinotrace_png(array(array(1f)), 1)",
        "WRONG_NUM_ARGS    | sinotrace_projection(array(1f))"
      })
  void aWrongCallFailsInAnalysis(String condition, String call) {
    AnalysisException e = assertThrows(AnalysisException.class, () -> spark.sql("SELECT " + call));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(condition), message);
    String name = call.substring(0, call.indexOf('('));
    assertTrue(message.contains(name), message);
  }

  @ParameterizedTest
  @CsvSource({
    "sinotrace_transmission", "sinotrace_log", "sinotrace_window",
    "sinotrace_projection", "sinotrace_sinogram", "sinotrace_png"
  })
  void sqlDescribesEachAndItsExampleIsTrue(String name) {
    String text =
        spark.sql("DESCRIBE FUNCTION EXTENDED " + name).collectAsList().stream()
            .map(line -> line.getString(0))
            .collect(Collectors.joining("\n"));
    assertTrue(text.startsWith("Function: " + name + "\n"), text);
    assertTrue(text.contains("Usage: " + name + "("), text);
    assertTrue(text.contains("Arguments:\n      * "), text);
    assertTrue(text.contains("Since: 0.1.0"), text);
    String example = text.substring(text.indexOf("> ") + 2);
    String sql = example.substring(0, example.indexOf(";\n"));
    String expected = example.substring(sql.length() + 2).lines().findFirst().orElse("").strip();
    List<String> shown =
        spark
            .sql("SELECT cast(x AS STRING) FROM (" + sql + ") AS t(x)")
            .as(org.apache.spark.sql.Encoders.STRING())
            .collectAsList();
    assertEquals(List.of(expected), shown.stream().map(s -> s.replace(", ", ",")).toList());
  }

  @Test
  void theTableIsDrawnInOneStatement(@TempDir Path temp) {
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 1);
    String description = Samples.description(temp.resolve("scan.yaml"), Samples.CONE);
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW cone USING sinotrace OPTIONS (path '%s')"
            .formatted(description));
    int[][] projection =
        png(
            "sinotrace_transmission(sinotrace_projection(row, line_integral)), 0, 1) FROM cone"
                + " WHERE (view = 3");
    assertEquals(19, projection.length);
    assertEquals(23, projection[0].length);
    List<Row> rows =
        spark.sql("SELECT row, line_integral FROM cone WHERE view = 3").collectAsList();
    for (Row row : rows) {
      List<Float> pixels = row.getList(1);
      for (int c = 0; c < 23; c++) {
        float transmission = (float) StrictMath.exp(-pixels.get(c));
        int grey = (int) Math.rint(255.0 * transmission);
        assertEquals(grey * 0x010101, projection[18 - row.getInt(0)][c]);
      }
    }
    assertEquals(19, rows.size());
  }

  /** Water halves 60 keV every ln 2 / mu. */
  @Test
  void aProtocolIsMeasuredOfArealDensities() {
    double mu = Materials.named("water").massAttenuation(60);
    String some = "sinotrace_measure(named_struct('water', array(0f, 3f)), '%s', '%s'%s)";
    String mono = "{name: mono, beam: {energy: 60}, dose: {photons: 1000}}";
    List<Float> counts = row("SELECT " + some.formatted(mono, "counts", "")).getList(0);
    assertEquals(1000, counts.get(0), 1e-3);
    assertEquals(1000 * Math.exp(-3 * mu), counts.get(1), 1e-3);
    List<Float> noisy = row("SELECT " + some.formatted(mono, "noisy", ", 'a', 1, 2")).getList(0);
    assertEquals(Math.rint(noisy.get(1)), (double) noisy.get(1));
    assertNull(one("sinotrace_measure(named_struct('water', array(0f)), NULL, 'counts')"));
    assertFails("expected scan, view and row as well", some.formatted(mono, "noisy", ""));
    assertFails(
        "sinotrace_measure: \"count\" is no field of the protocol (did you mean counts?)",
        some.formatted(mono, "count", ""));
    assertFails(
        "noise depends on the protocol's name",
        some.formatted(mono.replace("name: mono, ", ""), "noisy", ", 'a', 1, 2"));
    String ofList = "sinotrace_measure(named_struct('water_liquid', array(3f)), '%s', 'counts')";
    assertEquals(counts.get(1), row("SELECT " + ofList.formatted(mono)).<Float>getList(0).get(0));
    assertFails("unknown key", some.formatted("{beams: {kvp: 80}}", "transmission", ""));
    assertFails(
        "expected no dose in mAs or fluence",
        some.formatted("{beam: {kvp: 80}, dose: {mas-per-view: 1}}", "counts", ""));
    assertFails(
        "expected one value", some.formatted("{beam: {kvp: [80, 90]}}", "transmission", ""));
    assertFails("is no section", some.formatted("80 kV", "transmission", ""));
    assertFails(
        "is no material",
        "sinotrace_measure(named_struct('matter', array(0f)), '%s', 'counts')".formatted(mono));
  }
}
