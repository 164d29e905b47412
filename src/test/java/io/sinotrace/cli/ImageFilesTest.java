package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which files images are written, under which names, and which part of them. */
class ImageFilesTest {
  private static final int NX = 24;
  private static final int NY = 20;
  private static final int NZ = 40;

  @TempDir static Path temp;

  private static String dataset = "";

  /** A ball of water, seen by a cone beam. */
  @BeforeAll
  static void trace() throws IOException {
    Files.createDirectory(temp.resolve("in"));
    for (String name : new String[] {"a", "b"}) {
      ok(
          "phantom",
          "sphere",
          "--out",
          temp.resolve("in/" + name + ".nii.gz").toString(),
          "--size",
          "%d,%d,%d".formatted(NX, NY, NZ),
          "--spacing",
          "2,2,1.5");
    }
    dataset = temp.resolve("out").toString();
    Files.writeString(
        temp.resolve("scan.yaml"),
        """
        volume: {path: in/*.nii.gz, units: per-mm, min-age: 0}
        geometry:
          type: cone
          source-to-axis: 500
          source-to-detector: 750
          detector: {rows: 48, columns: 40, pixel: 2}
          views: {count: 60}
        output: {path: out, preview: none}
        """);
    ok("run", temp.resolve("scan.yaml").toString());
  }

  private static Cli.Result ok(String... args) {
    Cli.Result result = Cli.run(args);
    assertEquals(0, result.code(), result.toString());
    return result;
  }

  private static Cli.Result reconstruct(String... more) {
    List<String> args = new ArrayList<>(List.of("reconstruct", dataset));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(new String[0]));
  }

  private static void assertDone(String... more) {
    Cli.Result result = reconstruct(more);
    assertEquals(0, result.code(), result.toString());
  }

  private static void assertRefused(String words, String... more) {
    Cli.Result result = reconstruct(more);
    assertEquals(2, result.code(), result.toString());
    assertTrue(result.err().contains(words), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  private static JsonNode manifest(String scan, String name) throws IOException {
    return new ObjectMapper()
        .readTree(temp.resolve("out/images/scan=%s/%s.json".formatted(scan, name)).toFile());
  }

  private static Volume read(String scan, String name) throws IOException {
    Path file =
        temp.resolve("out/images/scan=" + scan)
            .resolve(manifest(scan, name).path("image").asText());
    return load(file);
  }

  private static Volume load(Path file) {
    return VolumeLoader.load(
        TestFiles.source(
            file.toUri().toString(), null, null, null, VoxelUnits.PER_MM, 0, Placement.FILE),
        new Configuration());
  }

  private static Dataset<Row> slices() {
    return SparkSessions.local()
        .read()
        .parquet(temp.resolve("out/images/slices").toUri().toString());
  }

  @Test
  void slicesOfAllScansAndNamesAreOneTableWithTheVoxelsOfTheImages() throws IOException {
    assertDone("--name", "sharp", "--format", "both");
    assertDone("--name", "soft", "--format", "parquet", "--filter", "hann");
    Dataset<Row> table = slices();
    assertEquals(
        "struct<z:int,y:int,mu:array<float>,image:string,scan:string>",
        table.schema().catalogString());
    assertEquals(4 * NZ * NY, table.count());
    for (String scan : new String[] {"a", "b"}) {
      Volume image = read(scan, "sharp");
      List<Row> rows =
          table
              .where("image = 'sharp' and scan = '%s'".formatted(scan))
              .orderBy("z", "y")
              .collectAsList();
      assertEquals(NZ * NY, rows.size());
      for (int k = 0; k < rows.size(); k++) {
        assertEquals(k / NY, rows.get(k).getInt(0));
        assertEquals(k % NY, rows.get(k).getInt(1));
        List<Float> line = rows.get(k).getList(2);
        float[] expected = new float[NX];
        image.slab(0, k / NY).get(k % NY * NX, expected);
        for (int x = 0; x < NX; x++) {
          assertEquals(expected[x], line.get(x), 0f);
        }
      }
    }
    // Pairs of lines to train with.
    table.createOrReplaceTempView("slices");
    assertEquals(
        2 * NZ * NY,
        SparkSessions.local()
            .sql(
                "select a.mu, b.mu from slices a join slices b using (scan, z, y)"
                    + " where a.image = 'sharp' and b.image = 'soft'")
            .count());
    JsonNode soft = manifest("a", "soft");
    assertTrue(soft.path("image").isMissingNode(), "no NIfTI file was asked for");
    assertEquals("1/mm", soft.path("unit").asText());
    assertEquals(
        NZ * NY, soft.path("slices").findValues("rows").stream().mapToInt(JsonNode::asInt).sum());
    Cli.Result again = reconstruct("--name", "soft", "--format", "parquet", "--filter", "hann");
    assertEquals(2, again.out().lines().filter(l -> l.endsWith("there already")).count());
  }

  @Test
  void slicesAreReplacedWhole() throws IOException {
    String[] first = {"--scan", "a", "--name", "one", "--format", "parquet"};
    assertDone(first);
    Path place = temp.resolve("out/images/slices/image=one/scan=a");
    List<Path> before = files(place);
    Files.writeString(place.resolve(".DS_Store"), "a file browser's");
    assertRefused(
        "filter.window ram-lak, now hann",
        "--scan",
        "a",
        "--name",
        "one",
        "--format",
        "parquet",
        "--filter",
        "hann");
    assertDone(
        "--scan", "a", "--name", "one", "--format", "parquet", "--filter", "hann", "--overwrite");
    List<Path> after = files(place);
    assertTrue(after.remove(place.resolve(".DS_Store")));
    assertEquals(before.size(), after.size());
    assertTrue(before.stream().noneMatch(after::contains), "names differ where contents do");
    // A file that is cut short is found out, and mended with the same bytes.
    byte[] whole = Files.readAllBytes(after.get(0));
    Files.write(after.get(0), new byte[10]);
    assertDone("--scan", "a", "--name", "one", "--format", "parquet", "--filter", "hann");
    assertArrayEquals(whole, Files.readAllBytes(after.get(0)));
    // Without slices, they go.
    assertDone("--scan", "a", "--name", "one", "--filter", "hann", "--overwrite");
    assertEquals(List.of(place.resolve(".DS_Store")), files(place));
    assertFalse(Files.exists(temp.resolve("out/_staging")), "nothing is left of the runs");
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }

  @Test
  void aForeignFileInThePlaceOfSlicesIsKept() throws IOException {
    Path place = Files.createDirectories(temp.resolve("out/images/slices/image=taken/scan=a"));
    Files.writeString(place.resolve("mine.parquet"), "mine");
    assertRefused("is in the way", "--scan", "a", "--name", "taken", "--format", "parquet");
    assertEquals("mine", Files.readString(place.resolve("mine.parquet")));
    Files.delete(place.resolve("mine.parquet"));
  }

  @Test
  void aRegionHasTheValuesAndPlacesOfTheWhole() throws IOException {
    assertDone("--scan", "a", "--name", "whole");
    assertDone(
        "--scan",
        "a",
        "--name",
        "part",
        "--region",
        "z:17..36",
        "--region",
        "x:3..20",
        "--region",
        "y:0..18");
    Volume whole = read("a", "whole");
    Volume part = read("a", "part");
    assertEquals(
        List.of(18, 19, 20), List.of(part.grid().nx(), part.grid().ny(), part.grid().nz()));
    Vec3 corner = whole.grid().indexToWorld().point(new Vec3(3, 0, 17));
    assertEquals(0, corner.minus(part.grid().indexToWorld().point(Vec3.ZERO)).norm(), 1e-5);
    assertEquals(whole.grid().spacing(), part.grid().spacing());
    for (int z = 0; z < 20; z++) {
      for (int y = 0; y < 19; y++) {
        for (int x = 0; x < 18; x++) {
          float expected = whole.slab(0, z + 17).get(y * NX + x + 3);
          assertEquals(expected, part.slab(0, z).get(y * 18 + x), 0f);
        }
      }
    }
    assertRefused(
        "the image has z 0 to 39", "--scan", "a", "--name", "far", "--region", "z:30..40");
    assertRefused("such as z:40..80", "--region", "z:9");
    assertRefused("the lesser number first", "--region", "z:9..3");
    assertRefused("one region along each axis", "--region", "z:1..3", "--region", "z:7..8");
  }

  @Test
  void namesAreChecked() {
    assertRefused("--name Soft: expected at most 100 small letters", "--name", "Soft");
    assertRefused("expected a name for each of line_integral", "--name", "a", "--name", "b");
    assertRefused(
        "expected different names",
        "--column",
        "line_integral",
        "--column",
        "areal_density.water",
        "--name",
        "a",
        "--name",
        "a");
    assertRefused("expected nifti, parquet or both", "--format", "dicom");
  }

  @Test
  void numbersAreDecimalAndNamedWhereTheyAreWrong() {
    assertRefused("--spacing 1d: expected a length in mm", "--spacing", "1d");
    assertRefused("--spacing 2,NaN,2: expected a length in mm", "--spacing", "2,NaN,2");
    assertRefused("--size 0x1p3: expected whole numbers from 1", "--size", "0x1p3");
    assertRefused("--window 0,1f: expected two numbers", "--window", "0,1f");
    assertRefused("--size 1,2: expected one number or three", "--size", "1,2");
    assertRefused(
        "the image's spacing along x is 1.0E-7 mm: expected at most 32768 voxels along an axis, not"
            + " 480000000",
        "--scan",
        "a",
        "--spacing",
        "1e-7");
  }

  @Test
  void anImageIsComparedWithTheVolumeThatWasScanned() throws IOException {
    Cli.Result result =
        reconstruct(
            "--scan",
            "b",
            "--name",
            "judged",
            "--compare",
            "--region",
            "z:4..35",
            "--format",
            "both");
    assertEquals(0, result.code(), result.toString());
    Volume image = read("b", "judged");
    Volume volume = load(temp.resolve("in/b.nii.gz"));
    double squares = 0;
    for (int z = 0; z < 32; z++) {
      for (int k = 0; k < NX * NY; k++) {
        double difference = image.slab(0, z).get(k) - volume.slab(0, z + 4).get(k);
        squares += difference * difference;
      }
    }
    JsonNode figures = manifest("b", "judged").path("comparison");
    double rmse = Math.sqrt(squares / (32 * NX * NY));
    assertEquals(rmse, figures.path("rmse").asDouble(), 1e-9 * rmse);
    assertEquals("1/mm", figures.path("unit").asText());
    assertEquals(20 * Math.log10(0.0206 / rmse), figures.path("psnr_db").asDouble(), 1e-4);
    assertTrue(figures.path("ssim").asDouble() > 0.9, figures.toString());
    assertEquals("air", figures.path("regions").path(0).path("name").asText());
    assertTrue(Math.abs(figures.path("regions").path(1).path("bias").asDouble()) < 2e-4);
    assertTrue(
        Files.size(temp.resolve("out/images/scan=b").resolve(figures.path("picture").asText()))
            > 10_000);
    assertTrue(result.out().contains("RMSE"), result.out());
    assertTrue(result.out().contains("soft tissue (-150 to 150 HU, eroded): bias"), result.out());
    // The other ball's voxels are the same.
    assertDone(
        "--scan", "b", "--name", "other", "--compare", temp.resolve("in/a.nii.gz").toString());
    double whole = manifest("b", "other").path("comparison").path("rmse").asDouble();
    assertTrue(whole > 0 && whole < rmse, "of the planes without the ball there is less");
    // Another content under the same path is another comparison; a relative path is the same one.
    Path replaced = Files.copy(temp.resolve("in/a.nii.gz"), temp.resolve("reference.nii.gz"));
    String[] compared = {"--scan", "b", "--name", "replaced", "--compare", replaced.toString()};
    assertDone(compared);
    String relative = Path.of("").toAbsolutePath().relativize(replaced.toAbsolutePath()).toString();
    Cli.Result same = reconstruct("--scan", "b", "--name", "replaced", "--compare", relative);
    assertTrue(same.out().contains("there already"), same.toString());
    ok(
        "phantom",
        "box",
        "--out",
        temp.resolve("other.nii.gz").toString(),
        "--size",
        "%d,%d,%d".formatted(NX, NY, NZ),
        "--spacing",
        "2,2,1.5",
        "--samples",
        "1");
    Files.move(temp.resolve("other.nii.gz"), replaced, StandardCopyOption.REPLACE_EXISTING);
    assertRefused("compare_sha256", compared);
    assertRefused(
        "expected a grid without another spacing",
        "--scan",
        "b",
        "--name",
        "coarse",
        "--compare",
        "--spacing",
        "3");
  }

  @Test
  void aVolumeThatHasChangedIsNotComparedWith() throws IOException {
    Path copy = Files.copy(temp.resolve("in/a.nii.gz"), temp.resolve("copy.nii.gz"));
    String out = temp.resolve("changed").toString();
    ok("run", temp.resolve("scan.yaml").toString(), "volume.path=" + copy, "output.path=" + out);
    ok(
        "phantom",
        "sphere",
        "--out",
        temp.resolve("new.nii.gz").toString(),
        "--size",
        "24,20,40",
        "--spacing",
        "2");
    Files.move(temp.resolve("new.nii.gz"), copy, StandardCopyOption.REPLACE_EXISTING);
    Cli.Result result = Cli.run("reconstruct", out, "--compare");
    assertEquals(2, result.code(), result.toString());
    assertTrue(result.err().contains("has changed since it was scanned"), result.err());
    Files.delete(copy);
    assertEquals(2, Cli.run("reconstruct", out, "--compare").code());
    assertFalse(Files.exists(temp.resolve("changed/images/scan=copy/line_integral.json")));
  }

  /** The input is sound, and another machine can do it. */
  @Test
  void aLackOfMemoryIsAFailureAndNotBadInput() {
    assumeTrue(Runtime.getRuntime().maxMemory() < 3_500_000_000L, "this JVM has memory for it");
    String[] large = {"--size", "30000,30000,1", "--spacing", "0.002,0.002,1", "--name", "large"};
    Cli.Result all = reconstruct(large);
    assertEquals(1, all.code(), all.toString());
    assertEquals(2, all.err().lines().count(), all.err());
    assertTrue(
        all.err().startsWith("a: line_integral of a: a slab of the image takes "), all.err());
    List<String> one = new ArrayList<>(List.of(large));
    one.addAll(List.of("--scan", "a"));
    Cli.Result alone = reconstruct(one.toArray(String[]::new));
    assertEquals(1, alone.code(), alone.toString());
    assertTrue(
        alone.err().startsWith("error: line_integral of a: a slab of the image takes "),
        alone.err());
  }
}
