package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.Python;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir Path temp;
  private String description = "";
  private String dataset = "";
  private Path file = Path.of("");
  private Path vectorFile = Path.of("");

  @BeforeEach
  void makeInput() {
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 1);
    description = Samples.description(temp.resolve("scan.yaml"), Samples.CONE);
    dataset = temp.resolve("out").toString();
    file = temp.resolve("scan.npy");
    vectorFile = temp.resolve("scan-vectors.npy");
  }

  private void trace(String... overrides) {
    List<String> args = new ArrayList<>(List.of("run", description));
    args.addAll(List.of(overrides));
    Cli.Result result = Cli.run(args.toArray(new String[0]));
    assertEquals(0, result.code(), result.err());
  }

  private Cli.Result export(String... more) {
    List<String> args = new ArrayList<>(List.of("export", dataset, "--to", file.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(new String[0]));
  }

  private void assertExported(String... more) {
    Cli.Result result = export(more);
    assertEquals(0, result.code(), result.err());
  }

  private void assertRefused(String words, String... more) {
    Cli.Result result = export(more);
    assertEquals(2, result.code(), result.toString());
    assertTrue(result.err().contains(words), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  /** Returns the numbers of an array, whose header must be to the letter. */
  private static ByteBuffer npy(Path file, String type, String shape) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    assertEquals("\u0093NUMPY\u0001\u0000", new String(bytes, 0, 8, StandardCharsets.ISO_8859_1));
    int length = (bytes[8] & 0xFF) | ((bytes[9] & 0xFF) << 8);
    assertEquals(0, (10 + length) % 64);
    String header = new String(bytes, 10, length, StandardCharsets.US_ASCII);
    assertTrue(header.endsWith("\n"));
    assertEquals(
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }",
        header.strip());
    return ByteBuffer.wrap(bytes, 10 + length, bytes.length - 10 - length)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static double[] next(ByteBuffer numbers, int count) {
    double[] next = new double[count];
    for (int k = 0; k < count; k++) {
      next[k] = numbers.getDouble();
    }
    return next;
  }

  private List<Row> table(String sql) {
    return SparkSessions.local().sql(sql.replace("$out", dataset)).collectAsList();
  }

  @Test
  void theArraysHoldTheDatasetToTheBit() throws IOException {
    // Several tiles along both axes.
    trace("compute.partitions=6");
    Cli.Result result = export();
    assertEquals(0, result.code(), result.err());

    ByteBuffer pixels = npy(file, "<f4", "(19, 13, 23)");
    assertEquals(19 * 13 * 23 * 4, pixels.remaining());
    List<Row> rows = table("SELECT * FROM parquet.`$out/sinogram` ORDER BY row, view");
    assertEquals(19 * 13, rows.size());
    for (Row row : rows) {
      for (float pixel : row.<Float>getList(row.fieldIndex("line_integral"))) {
        assertEquals(Float.floatToRawIntBits(pixel), pixels.getInt());
      }
    }

    ByteBuffer vectors = npy(vectorFile, "<f8", "(13, 12)");
    for (Row row : table("SELECT * FROM parquet.`$out/views` ORDER BY view")) {
      for (String column : List.of("source", "detector_center", "u", "v")) {
        for (double number : row.<Double>getList(row.fieldIndex(column))) {
          assertEquals(Double.doubleToRawLongBits(number), vectors.getLong());
        }
      }
    }
    assertFalse(vectors.hasRemaining());

    assertEquals(
        """
        import astra, numpy
        proj_geom = astra.create_proj_geom("cone_vec", 19, 23, numpy.load("%s"))
        vol_geom = astra.create_vol_geom(6, 5, 7, -2.5, 2.5, -4.5, 4.5, -7.0, 7.0)  # mm
        proj_id = astra.data3d.create("-sino", proj_geom, numpy.load("%s"))
        """
            .formatted(vectorFile, file),
        result.out().substring(result.out().indexOf("import")));
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(
          List.of("out", "scan-vectors.npy", "scan.npy", "scan.yaml", "volume.npy"),
          files.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void numpyReadsTheArrays() throws Exception {
    trace("geometry.views.count=2");
    assertExported();
    assertNumpyReads(file, "<f4", "(19, 2, 23)", "[23,2,19]");
    assertNumpyReads(vectorFile, "<f8", "(2, 12)", "[12,2]");
  }

  private static void assertNumpyReads(Path file, String type, String shape, String reversed)
      throws Exception {
    JsonNode read = Python.run("numpy", "read_volume.py", file);
    assertEquals(reversed, read.path("size").toString());
    ByteBuffer numbers = npy(file, type, shape);
    for (JsonNode value : read.path("values")) {
      double expected = type.equals("<f4") ? numbers.getFloat() : numbers.getDouble();
      assertEquals(expected, value.doubleValue());
    }
    assertFalse(numbers.hasRemaining());
  }

  @Test
  void vectorsAreWhatAstraMeansByThem() throws IOException {
    trace("geometry.views.count=4");
    assertExported();
    // At angle 90: source-to-axis 60, source-to-detector 100, pixel and offset [v, u].
    ByteBuffer vectors = npy(vectorFile, "<f8", "(4, 12)");
    vectors.position(12 * 8);
    double[] source = {0, 60, 0};
    double[] center = {2, -40, 1};
    double[] u = {-2.5, 0, 0};
    double[] v = {0, 0, 3};
    for (double[] vector : List.of(source, center, u, v)) {
      assertArrayEquals(vector, next(vectors, 3));
    }
  }

  @Test
  void transmissionIsTheExponential() throws IOException {
    trace("geometry.views.count=2");
    assertExported("--transmission");
    ByteBuffer pixels = npy(file, "<f4", "(19, 2, 23)");
    for (Row row : table("SELECT * FROM parquet.`$out/sinogram` ORDER BY row, view")) {
      for (float pixel : row.<Float>getList(row.fieldIndex("line_integral"))) {
        assertEquals((float) StrictMath.exp(-pixel), pixels.getFloat());
      }
    }
  }

  @Test
  void rowsThatAreSlicesLieWhereTheSlicesDo() throws IOException {
    // Slices of 2 mm, the middle one of 7 at z = 0: slices 1, 3 and 5 at -4, 0 and 4 mm; 6 at 6 mm.
    String detector = "geometry={type: parallel, detector: {columns: 8, pixel: 1.5}, ";
    trace(detector + "slices: [1, 3, 5], angles: [0]}");
    Cli.Result result = export();
    assertTrue(result.out().contains("\"parallel3d_vec\", 3, 8, "), result.toString());
    assertArrayEquals(
        new double[] {-1, 0, 0, 0, 0, 0, 0, 1.5, 0, 0, 0, 4},
        next(npy(vectorFile, "<f8", "(1, 12)"), 12));

    trace("output.overwrite=true", detector + "slices: [3, 4, 6], angles: [0]}");
    assertRefused("not evenly spaced", "--overwrite");

    String fan =
        "geometry={type: fan, source-to-axis: 60, source-to-detector: 100, detector: {columns: 8,"
            + " pixel: 1.5}, angles: [0], ";
    trace("output.overwrite=true", fan + "slices: 6}");
    assertExported("--overwrite");
    assertArrayEquals(
        new double[] {60, 0, 6, -40, 0, 6, 0, 1.5, 0, 0, 0, 2},
        next(npy(vectorFile, "<f8", "(1, 12)"), 12));

    trace("output.overwrite=true", fan + "slices: all}");
    assertRefused("a source for each of its 7 slices", "--overwrite");
  }

  @Test
  void aCurvedDetectorIsRefused() {
    trace("geometry.views.count=1", "geometry.detector.shape=curved");
    assertRefused("curved detector");
    assertFalse(Files.exists(file));
    assertFalse(Files.exists(vectorFile));
  }

  @Test
  void nothingIsReplacedUnasked() throws IOException {
    trace("geometry.views.count=1");
    Files.writeString(vectorFile, "mine");
    assertRefused("scan-vectors.npy exists: give --overwrite");
    assertFalse(Files.exists(file));
    Files.move(vectorFile, file);
    assertRefused("scan.npy exists: give --overwrite");
    assertFalse(Files.exists(vectorFile));
    assertEquals("mine", Files.readString(file));
    assertExported("--overwrite");
    assertEquals(19 * 23 * 4, npy(file, "<f4", "(19, 1, 23)").remaining());
  }

  @Test
  void ofSeveralScansOneIsChosen() throws IOException {
    Samples.volume(temp.resolve("another.npy"), 7, 6, 5, 3);
    trace("geometry.views.count=1", "volume.path=" + temp + "/*.npy", "volume.min-age=0");
    assertRefused("holds 2 scans: expected one of its scans: another, volume");
    assertRefused("holds no scan none: expected one of its scans: another", "--scan", "none");
    assertExported("--scan", "another");
    ByteBuffer pixels = npy(file, "<f4", "(19, 1, 23)");
    float[] first = new float[23];
    for (int c = 0; c < 23; c++) {
      first[c] = pixels.getFloat(9 * 23 * 4 + c * 4);
    }
    Row row =
        table(
                "SELECT line_integral FROM parquet.`$out/sinogram` WHERE scan = 'another' AND row = 9")
            .get(0);
    assertEquals(row.<Float>getList(0).toString(), Arrays.toString(first));
  }

  @Test
  void whatIsNoDatasetOrNoPlaceForAFileIsRefused() throws IOException {
    assertRefused("expected a sinogram dataset");
    Files.createDirectories(temp.resolve("out/scans"));
    assertRefused("holds no finished scan");
    file = temp.resolve("scan.tif");
    assertRefused("ends in .npy");
    file = temp.resolve("nowhere/scan.npy");
    assertRefused("folder does not exist");
  }

  @Test
  void aDatasetThatIsNotWhatItsManifestSaysFailsAndLeavesNothing() throws IOException {
    trace("geometry.views.count=2");
    Path manifest = temp.resolve("out/scans/volume.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest,
        text.replace("\"rows\" : 19,\n    \"columns\"", "\"rows\" : 18,\n    \"columns\""));
    assertRefused("not what the scan's manifest says");
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(3, files.count());
    }
  }

  @Test
  void aFileThatIsMissingOrCutShortOrDamagedIsNamed() throws IOException {
    trace("geometry.views.count=2", "output.compression=none");
    for (String folder : List.of("sinogram", "views")) {
      Path part;
      try (Stream<Path> parts = Files.list(temp.resolve("out/" + folder + "/scan=volume"))) {
        part = parts.findFirst().orElseThrow();
      }
      byte[] content = Files.readAllBytes(part);
      byte[] flipped = content.clone();
      // In the middle of the file there are values, whose page has a checksum.
      flipped[content.length / 2] ^= 1;
      Files.write(part, Arrays.copyOf(content, content.length - 1));
      assertRefused("%s has %d bytes, not %d".formatted(part, content.length - 1, content.length));
      if (folder.equals("sinogram")) {
        Files.write(part, flipped);
        assertRefused(part + " is damaged: ");
      }
      Files.delete(part);
      assertRefused(part + " is missing");
      Files.write(part, content);
    }
    assertExported();
  }

  @Test
  void aFullDiskIsNamed() throws IOException {
    trace("geometry.views.count=1");
    Path hidden = temp.resolve(".scan.npy.%d.tmp".formatted(ProcessHandle.current().pid()));
    assumeTrue(Files.exists(Path.of("/dev/full")));
    Files.createSymbolicLink(hidden, Path.of("/dev/full"));
    Cli.Result result = export();
    assertEquals(1, result.code(), result.toString());
    assertEquals(
        "error: IOException: %s cannot be written: No space left on device%n".formatted(file),
        result.err());
  }
}
