package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir Path temp;
  private String description = "";

  @BeforeEach
  void makeInput() {
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 1);
    description = Samples.description(temp.resolve("scan.yaml"), Samples.CONE);
  }

  private Path out(String name) {
    return temp.resolve("out").resolve(name);
  }

  /** Returns the newest manifest of a scan. */
  private JsonNode manifest(String id) throws IOException {
    Path newest = out("scans/" + id + ".json");
    for (int n = 2; Files.exists(out("scans/%s.%d.json".formatted(id, n))); n++) {
      newest = out("scans/%s.%d.json".formatted(id, n));
    }
    return new ObjectMapper().readTree(newest.toFile());
  }

  @Test
  void aRunLeavesADatasetThatItsManifestDescribes() throws Exception {
    Cli.Result result = Cli.run("run", description, "--verbose");
    assertEquals(0, result.code(), result.toString());
    assertTrue(result.out().matches("(?s).*backend (simd|scalar).*"), result.out());
    assertTrue(
        result.out().matches("(?s).*about \\d+\\.\\d thousand ray-voxels; task seconds: .*"),
        result.out());
    // The description says auto: what that came to is told with its reason, once.
    assertEquals(
        1,
        result
            .out()
            .lines()
            .filter(line -> line.matches("  backend  (scalar: one ray|simd: \\d+ rays).*"))
            .count(),
        result.out());
    JsonNode manifest = manifest("volume");
    assertEquals(13 * 19, manifest.path("figures").path("rows").asLong());
    assertEquals(13L * 19 * 23, manifest.path("figures").path("rays").asLong());
    double voxels = manifest.path("figures").path("ray_voxels").asDouble() / (13 * 19 * 23);
    // 7 x 9 x 10 mm, enlarged by 100 / 60 onto pixels of 7.5 mm2, make 0.53 mm for each of the
    // 19 x 23 rays of a view; at 1 and 1.5 mm a voxel and mean cosines of 2 / pi, 1.06 voxels a mm.
    assertEquals(0.57, voxels, 0.06);
    assertEquals("mu = value", manifest.path("volume").path("mu").asText());
    byte[] input = Files.readAllBytes(temp.resolve("volume.npy"));
    assertEquals(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input)),
        manifest.path("inputs_sha256").path("volume.npy").asText());
    long rows = 0;
    for (JsonNode file : manifest.path("files")) {
      byte[] bytes =
          Files.readAllBytes(out("sinogram/scan=volume").resolve(file.path("name").asText()));
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      assertEquals("%08x".formatted(crc.getValue()), file.path("crc32c").asText());
      assertEquals(bytes.length, file.path("bytes").asLong());
      assertTrue(file.path("backend").asText().matches("simd|scalar"), file::toString);
      rows += file.path("rows").asLong();
    }
    assertEquals(13 * 19, rows);
    try (Stream<Path> files = Files.list(out("sinogram/scan=volume"))) {
      assertEquals(manifest.path("files").size(), files.count());
    }
    for (JsonNode preview : manifest.path("previews")) {
      assertTrue(ImageIO.read(out("preview").resolve(preview.asText()).toFile()).getWidth() > 100);
    }
    assertEquals(2, manifest.path("previews").size());
    assertFalse(Files.exists(out("_staging")));
  }

  @Test
  void aBackendThatWasAskedForNeedsNoReason() {
    Cli.Result result = Cli.run("run", description, "compute.backend=scalar");
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().matches("(?s).*backend (simd|scalar).*"), result.out());
    assertFalse(result.out().contains("one ray at a time"), result.out());
  }

  @Test
  void aBackendThatIsNotHereIsRefusedBeforeSparkIsStarted() {
    SparkSessions.local().stop();
    System.setProperty("spark.master", "local[2]");
    System.setProperty("sinotrace.gpu.device", "99");
    try {
      StringWriter err = new StringWriter();
      PrintWriter out = new PrintWriter(new StringWriter());
      int code =
          Main.execute(out, new PrintWriter(err), "run", description, "compute.backend=cuda");
      assertEquals(2, code, err.toString());
      assertTrue(
          err.toString()
              .startsWith("error: argument compute.backend=cuda: compute.backend: cuda: "),
          err.toString());
      assertEquals(1, err.toString().lines().count(), err.toString());
      assertTrue(SparkSession.getDefaultSession().isEmpty());
    } finally {
      System.clearProperty("spark.master");
      System.clearProperty("sinotrace.gpu.device");
    }
    assertFalse(Files.exists(temp.resolve("out")));
  }

  @Test
  void aScanThatIsThereIsNotTracedAgainNorReplacedUnasked() throws IOException {
    assertEquals(0, Cli.run("run", description).code());
    String first = manifest("volume").path("created").asText();
    Cli.Result again = Cli.run("run", description, "compute.partitions=3");
    assertEquals(0, again.code());
    assertTrue(again.out().contains("already there"), again.out());
    assertEquals(first, manifest("volume").path("created").asText());

    Cli.Result other = Cli.run("run", description, "geometry.views.count=5");
    assertEquals(2, other.code());
    assertTrue(other.err().contains("geometry.views.count 13, now 5"), other.err());
    assertTrue(other.err().contains("output.overwrite"), other.err());
    assertEquals(first, manifest("volume").path("created").asText());

    Cli.Result replaced =
        Cli.run("run", description, "geometry.views.count=5", "output.overwrite=true");
    assertEquals(0, replaced.code(), replaced.err());
    assertEquals(5, manifest("volume").path("geometry").path("views").asInt());
  }

  @Test
  void aScanWhoseFilesAreDamagedIsTracedAgain() throws IOException {
    assertEquals(0, Cli.run("run", description).code());
    Path part;
    try (Stream<Path> files = Files.list(out("sinogram/scan=volume"))) {
      part = files.findFirst().orElseThrow();
    }
    Files.delete(part);
    Cli.Result again = Cli.run("run", description);
    assertEquals(0, again.code(), again.err());
    assertEquals(
        "volume: %s is missing; tracing it again%n".formatted(part),
        again.err().replaceAll("(?s)^.*?\\r\\s*", ""));
    assertFalse(again.out().contains("already there"), again.out());
    assertTrue(Cli.run("run", description).out().contains("already there"));
  }

  @Test
  void aScanKeepsTheIdThatItHasInTheDataset() throws IOException {
    assertEquals(0, Cli.run("run", description).code());
    // As a version before that gave other ids.
    Path manifest = out("scans/ct-2.json");
    Files.move(out("scans/volume.json"), manifest);
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"id\" : \"volume\"", "\"id\" : \"ct-2\""));
    for (String kind : List.of("sinogram", "views")) {
      Files.move(out(kind + "/scan=volume"), out(kind + "/scan=ct-2"));
    }
    assertTrue(Cli.run("run", description).out().startsWith("ct-2: already there"));
    Cli.Result other =
        Cli.run("run", description, "geometry.views.count=5", "output.overwrite=true");
    assertEquals(0, other.code(), other.err());
    assertEquals(5, manifest("ct-2").path("geometry").path("views").asInt());
    assertFalse(Files.exists(out("sinogram/scan=volume")));
  }

  @Test
  void aDirectoryOfOtherFilesIsRefusedBeforeAnythingIsTraced() throws IOException {
    Files.createDirectories(out("sinogram"));
    Files.writeString(out("sinogram/mine.parquet"), "mine");
    for (String[] more : new String[][] {{}, {"--dry-run"}, {"output.overwrite=true"}}) {
      List<String> args = new ArrayList<>(List.of("run", description));
      args.addAll(List.of(more));
      Cli.Result result = Cli.run(args.toArray(new String[0]));
      assertEquals(2, result.code(), result.toString());
      assertEquals(
          "error: %s:12: output.path: %s holds something else (sinogram), and nothing says that Sinotrace made it; expected a sinogram dataset, or nothing yet%n"
              .formatted(description, temp.resolve("out")),
          result.err());
    }
    assertEquals("mine", Files.readString(out("sinogram/mine.parquet")));
    assertFalse(Files.exists(out("_staging")));
  }

  @Test
  void aScanThatIsReplacedLeavesNoPictureBehind() throws IOException {
    assertEquals(0, Cli.run("run", description).code());
    Cli.Result single = Cli.run("run", description, "geometry.angles=[0]", "output.overwrite=true");
    assertEquals(0, single.code(), single.err());
    try (Stream<Path> pictures = Files.list(out("preview"))) {
      assertEquals(
          List.of("volume-radiograph.png"),
          pictures.map(picture -> picture.getFileName().toString()).toList());
    }
  }

  @Test
  void picturesAreLeftOutWhereNoneAreWanted() throws IOException {
    Cli.Result result = Cli.run("run", description, "output.preview=none");
    assertEquals(0, result.code(), result.err());
    assertTrue(manifest("volume").path("previews").isArray());
    assertEquals(0, manifest("volume").path("previews").size());
    assertFalse(Files.exists(out("preview")));
    assertFalse(result.out().contains("preview"), result.out());
    // Pictures are no values: with them it is the same scan.
    assertTrue(Cli.run("run", description).out().contains("already there"));
    Cli.Result grey = Cli.run("run", description, "output.overwrite=true");
    assertTrue(grey.out().contains("preview"), grey.out());
    byte[] before = Files.readAllBytes(out("preview/volume-projection.png"));
    String[] viridis = {"output.preview.style=viridis", "output.preview.window=[0,6]"};
    Cli.run("run", description, "output.overwrite=true", viridis[0], viridis[1]);
    assertFalse(Arrays.equals(before, Files.readAllBytes(out("preview/volume-projection.png"))));
  }

  @Test
  void thePathOfPosesDoesNotMatterButTheirContent() throws IOException {
    String poses = "60,0,0, -40,0,0, 0,2,0, 0,0,2\n0,60,0, 0,-40,0, -2,0,0, 0,0,2\n";
    Files.writeString(temp.resolve("one.csv"), poses);
    Files.writeString(temp.resolve("two.csv"), poses);
    Files.writeString(temp.resolve("three.csv"), poses.replace("60", "70"));
    String vectors =
        Samples.description(
            temp.resolve("vectors.yaml"),
            """
            volume: {path: volume.npy, units: per-mm, spacing: 2}
            geometry: {type: vectors, file: one.csv, beam: cone, detector: {rows: 3, columns: 4}}
            output: {path: out}
            """);
    assertEquals(0, Cli.run("run", vectors).code());
    Cli.Result same = Cli.run("run", vectors, "geometry.file=" + temp.resolve("two.csv"));
    assertTrue(same.out().contains("already there"), same.toString());
    assertEquals(2, Cli.run("run", vectors, "geometry.file=" + temp.resolve("three.csv")).code());
  }

  @Test
  void picturesOfVeryManyViewsAreThinned() throws IOException {
    Cli.Result result =
        Cli.run("run", description, "geometry.views.count=5000", "geometry.detector.rows=1");
    assertEquals(0, result.code(), result.err());
    int height = ImageIO.read(out("preview/volume-sinogram.png").toFile()).getHeight();
    assertTrue(height < 2500, "" + height);
  }

  @Test
  void theVersionIsPrinted() {
    Cli.Result result = Cli.run("--version");
    assertEquals(0, result.code());
    assertTrue(result.out().startsWith("Sinotrace "), result.out());
  }

  @Test
  void aChangedInputIsAnotherScan() {
    assertEquals(0, Cli.run("run", description).code());
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 2);
    assertEquals(2, Cli.run("run", description).code());
  }

  @Test
  void oneBadVolumeOfABatchIsSetAside() throws IOException {
    Samples.volume(temp.resolve("another.npy"), 7, 6, 5, 3);
    double[] bad = new double[210];
    bad[209] = Double.NaN;
    Samples.npy(temp.resolve("bad.npy"), 7, 6, 5, bad);
    Cli.Result result =
        Cli.run("run", description, "volume.path=" + temp + "/*.npy", "volume.min-age=0");
    assertEquals(3, result.code(), result.toString());
    assertTrue(result.err().startsWith("error: bad: "), result.err());
    assertTrue(result.err().contains("(4, 5, 6)"), result.err());
    assertEquals(1, result.err().lines().count());
    assertTrue(Files.exists(out("scans/another.json")));
    assertTrue(Files.exists(out("scans/volume.json")));
    assertFalse(Files.exists(out("scans/bad.json")));
    assertFalse(Files.exists(out("sinogram/scan=bad")));
  }

  @Test
  void aDryRunPrintsThePlanAndWritesNothing() {
    Cli.Result result = Cli.run("run", description, "--dry-run");
    assertEquals(0, result.code(), result.err());
    // 13 x 19 x 23 = 5681 rays, 4 bytes each.
    for (String words :
        List.of(
            "13 views x 19 rows x 23 columns",
            "5.7 thousand rays",
            "22.2 KiB",
            "memory",
            "  set      SINOTRACE_",
            "-XX:MaxDirectMemorySize=")) {
      assertTrue(result.out().contains(words), words + " in " + result.out());
    }
    assertFalse(Files.exists(temp.resolve("out")));
  }

  @Test
  void helpIsForNewcomers() {
    Cli.Result result = Cli.run("run", "--help");
    assertEquals(0, result.code());
    for (String words :
        List.of("DESCRIPTION", "KEY=VALUE", "--dry-run", "--verbose", "Exit codes", "Examples")) {
      assertTrue(result.out().contains(words), words);
    }
  }
}
