package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.spark.functions.SinotraceFunctions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The notebooks: the Java one as Jupyter runs it, the queries of the others in a session of ours.
 */
class NotebooksTest {
  private static final Path DIRECTORY = Path.of("jobs/notebooks");
  private static final Pattern PYTHON_READ =
      Pattern.compile(
          "spark\\.read\\.format\\(\"sinotrace\"\\)\\.option\\(\"(\\S+)\", (\\d+)\\)"
              + "\\.load\\(\"(\\S+)\"\\)");
  private static final Pattern PYTHON_SQL =
      Pattern.compile("spark\\.sql\\(\"\"\"(.*?)\"\"\"\\)", Pattern.DOTALL);

  @TempDir Path temp;

  private static List<JsonNode> codeCells(Path notebook) throws IOException {
    List<JsonNode> cells = new ArrayList<>();
    for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
      if (cell.path("cell_type").asText().equals("code")) {
        cells.add(cell);
      }
    }
    assertTrue(cells.size() >= 5, notebook::toString);
    return cells;
  }

  private static String source(JsonNode cell) {
    StringBuilder source = new StringBuilder();
    cell.path("source").forEach(line -> source.append(line.asText()));
    return source.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.ipynb", "pyspark.ipynb", "sql.ipynb", "beams.ipynb"})
  void noOutputsAreKept(String name) throws IOException {
    for (JsonNode cell : codeCells(DIRECTORY.resolve(name))) {
      assertEquals("[]", cell.path("outputs").toString());
      assertTrue(cell.path("execution_count").isNull());
    }
  }

  @Test
  void jupyterRunsTheJavaOne() throws Exception {
    Programs.assumeInstalled("jupyter-nbconvert");
    assumeTrue(
        SparkSessions.local().version().compareTo("4.2") >= 0, "Spark before 4.2 on a JDK 25");
    assumeTrue(
        Files.exists(Path.of("target/rapaio-jupyter-kernel.jar")),
        "the kernel was not fetched: mvn dependency:copy@notebook-kernel");
    Map<String, String> environment =
        Map.of("JUPYTER_DATA_DIR", temp.toString(), "JAVA_HOME", Programs.jdk(25).toString());
    var installed =
        Programs.run(
            environment,
            DIRECTORY.resolve("install-kernel").toString(),
            System.getProperty("java.class.path"));
    assertEquals(0, installed.code(), installed.output());
    var ran =
        Programs.run(
            environment,
            "jupyter-nbconvert",
            "--to=notebook",
            "--execute",
            "--ExecutePreprocessor.startup_timeout=180",
            "--output-dir=" + temp,
            "--output=executed.ipynb",
            DIRECTORY.resolve("java.ipynb").toString());
    assertEquals(0, ran.code(), ran.output());

    List<BufferedImage> pictures = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (JsonNode cell : codeCells(temp.resolve("executed.ipynb"))) {
      for (JsonNode output : cell.path("outputs")) {
        assertTrue(!output.path("name").asText().equals("stderr"), output::toString);
        output.path("text").forEach(line -> text.append(line.asText()));
        if (output.path("data").has("image/png")) {
          String png = output.path("data").path("image/png").asText();
          pictures.add(image(Base64.getMimeDecoder().decode(png)));
        }
      }
    }
    assertPictures(pictures);
    for (String row : List.of("|   0|  0.0|", "|   9| 90.0|", "|  18|180.0|", "|  27|270.0|")) {
      assertTrue(text.indexOf(row) >= 0, text::toString);
    }
  }

  @Test
  void theQueriesOfTheSqlOneRun() throws IOException {
    SparkSession spark = session();
    List<List<Row>> results = new ArrayList<>();
    for (JsonNode cell : codeCells(DIRECTORY.resolve("sql.ipynb"))) {
      String source = source(cell);
      assertTrue(source.startsWith("%%sql\n"), source);
      results.add(spark.sql(here(source.substring("%%sql\n".length()))).collectAsList());
    }
    List<Row> profile = results.get(2);
    assertEquals(320, profile.size());
    for (int i = 0; i < 320; i++) {
      float transmission = profile.get(i).getFloat(1);
      assertEquals(i, profile.get(i).getInt(0));
      assertTrue(transmission > 0 && transmission <= 1, "" + transmission);
    }
    assertPictures(List.of(image(results.get(3)), image(results.get(4))));
    assertThickest(results.get(5));
  }

  @Test
  void theQueriesOfThePythonOneRun() throws IOException {
    SparkSession spark = session();
    StringBuilder python = new StringBuilder();
    codeCells(DIRECTORY.resolve("pyspark.ipynb"))
        .forEach(cell -> python.append(source(cell)).append('\n'));
    Matcher read = PYTHON_READ.matcher(python);
    assertTrue(read.find(), python::toString);
    spark
        .read()
        .format("sinotrace")
        .option(read.group(1), read.group(2))
        .load(here(read.group(3)))
        .createOrReplaceTempView("cone");
    List<List<Row>> results =
        PYTHON_SQL
            .matcher(python)
            .results()
            .map(query -> spark.sql(query.group(1)).collectAsList())
            .toList();
    assertEquals(3, results.size());
    assertPictures(List.of(image(results.get(0)), image(results.get(1))));
    assertThickest(results.get(2));
  }

  @Test
  void pythonTakesTheCellsOfThePythonOne() throws Exception {
    Programs.assumeInstalled("python3");
    for (JsonNode cell : codeCells(DIRECTORY.resolve("pyspark.ipynb"))) {
      var ran =
          Programs.run(
              Map.of(), "python3", "-c", "import ast, sys; ast.parse(sys.argv[1])", source(cell));
      assertEquals(new Programs.Ran(0, ""), ran);
    }
  }

  /** What is known of beams: bone stands out less in harder ones, of which more comes through. */
  @Test
  void theQueriesOfTheOneOfBeamsRun() throws IOException {
    SparkSession spark = session();
    List<List<Row>> results = new ArrayList<>();
    for (JsonNode cell : codeCells(DIRECTORY.resolve("beams.ipynb"))) {
      String source = source(cell);
      assertTrue(source.startsWith("%%sql\n"), source);
      results.add(spark.sql(here(source.substring("%%sql\n".length()))).collectAsList());
    }
    List<Row> profile = results.get(2);
    assertEquals(256, profile.size());
    Row behindBone = profile.get(128).getStruct(1);
    assertTrue(behindBone.getFloat(0) > 1.2 * behindBone.getFloat(1), behindBone::toString);
    BufferedImage picture = image(results.get(3));
    assertEquals(256, picture.getWidth());
    Map<String, Row> beams =
        results.get(5).stream().collect(Collectors.toMap(row -> row.getString(0), row -> row));
    assertEquals(8, beams.size());
    for (String filter : List.of("al", "cu")) {
      double contrast = Double.MAX_VALUE;
      double noise = Double.MAX_VALUE;
      for (int kv : new int[] {60, 80, 100, 120}) {
        Row beam = Objects.requireNonNull(beams.get("%s_%dkv".formatted(filter, kv)));
        assertTrue(beam.getDouble(1) > 0 && beam.getDouble(1) < contrast, beam::toString);
        assertTrue(beam.getDouble(2) > 0 && beam.getDouble(2) < noise, beam::toString);
        contrast = beam.getDouble(1);
        noise = beam.getDouble(2);
      }
    }
  }

  private static SparkSession session() {
    SparkSession spark = SparkSessions.local().newSession();
    SinotraceFunctions.register(spark);
    return spark;
  }

  /** Relative paths start where a notebook lies, or where the tests are run. */
  private static String here(String text) {
    return text.replace("'../", "'jobs/").replace("../cone.yaml", "jobs/cone.yaml");
  }

  private static BufferedImage image(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static BufferedImage image(List<Row> rows) throws IOException {
    return image((byte[]) rows.get(0).get(0));
  }

  /** One projection and one sinogram of {@code jobs/cone.yaml} with 36 views; both have air. */
  private static void assertPictures(List<BufferedImage> pictures) {
    assertEquals(
        List.of("320 x 240", "320 x 36"),
        pictures.stream().map(p -> p.getWidth() + " x " + p.getHeight()).toList());
    BufferedImage projection = pictures.get(0);
    BufferedImage sinogram = pictures.get(1);
    assertEquals(255, projection.getRGB(0, 0) & 255);
    assertTrue((projection.getRGB(160, 120) & 255) < 64);
    assertEquals(0, sinogram.getRGB(0, 18) & 255);
    assertTrue((sinogram.getRGB(160, 18) & 255) > 128);
  }

  private static void assertThickest(List<Row> rows) {
    assertEquals(List.of(0, 9, 18, 27), rows.stream().map(row -> row.getInt(0)).toList());
    assertEquals(
        List.of(0.0, 90.0, 180.0, 270.0), rows.stream().map(row -> row.getDouble(1)).toList());
    for (Row row : rows) {
      double transmission = Math.exp(-row.getFloat(2));
      assertEquals(transmission, row.getFloat(3), 1e-6 * transmission);
    }
  }
}
