package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end in images, and what may happen to images meanwhile. */
class RunImagesTest {
  @TempDir Path temp;

  private static Cli.Result ok(String... args) {
    Cli.Result result = Cli.run(args);
    assertEquals(0, result.code(), result.toString());
    return result;
  }

  private void phantom(String name, String spacing) throws IOException {
    Files.createDirectories(temp.resolve("in"));
    String file = temp.resolve("in/" + name + ".nii.gz").toString();
    Files.deleteIfExists(Path.of(file));
    ok("phantom", "sphere", "--out", file, "--size", "16,18,20", "--spacing", spacing);
  }

  private String description(String reconstruction) throws IOException {
    Path file = temp.resolve("scan.yaml");
    Files.writeString(
        file,
        """
        volume: {path: in/*.nii.gz, units: per-mm, min-age: 0}
        geometry:
          type: cone
          source-to-axis: 500
          source-to-detector: 750
          detector: {rows: 32, columns: 36, pixel: 2}
          views: {count: 40}
        output: {path: out, preview: none}
        """
            + reconstruction);
    return file.toString();
  }

  private Path images(String scan) {
    return temp.resolve("out/images/scan=" + scan);
  }

  private JsonNode manifest(String scan, String name) throws IOException {
    return new ObjectMapper().readTree(images(scan).resolve(name + ".json").toFile());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRunMakesTheImagesOfAllItsScansAndGoesOnWhereItEnded() throws IOException {
    phantom("a", "2");
    phantom("b", "2");
    String scan =
        description(
            """
            reconstruction:
              names: soft
              filter: hann
              cutoff: 0.8
              extrapolate: true
              grid: {z: [5, 14]}
              hounsfield: 0.0206
              format: both
              compare: source
            """);
    Cli.Result planned = ok("run", scan, "--dry-run", "--verbose");
    assertTrue(
        planned.out().contains("image    soft of line_integral: 16 x 18 x 10 voxels"),
        planned.out());
    assertFalse(Files.exists(temp.resolve("out")));
    Cli.Result first = ok("run", scan);
    assertEquals(2, first.out().lines().filter(l -> l.contains("compared with")).count());
    JsonNode settings = manifest("b", "soft").path("settings");
    assertEquals("hann", settings.path("filter").path("window").asText());
    assertEquals(0.8, settings.path("filter").path("cutoff").asDouble());
    assertEquals("ellipse", settings.path("filter").path("extrapolation").asText());
    assertEquals(5, settings.path("grid").path("z").path(0).asInt());
    assertEquals("source", settings.path("compare").asText());
    assertTrue(settings.path("unit").asText().startsWith("HU"), settings.toString());
    assertFalse(
        Files.readString(temp.resolve("out/scans/a.json")).contains("reconstruction"),
        "a scan does not depend on its images");
    // The command's settings are the same ones.
    Cli.Result command =
        ok(
            "reconstruct",
            temp.resolve("out").toString(),
            "--name",
            "soft",
            "--filter",
            "hann",
            "--cutoff",
            "0.8",
            "--extrapolate",
            "--region",
            "z:5..14",
            "--hounsfield",
            "0.0206",
            "--format",
            "both",
            "--compare");
    assertEquals(2, command.out().lines().filter(l -> l.endsWith("there already")).count());
    Cli.Result known = ok("run", scan, "--dry-run", "--verbose");
    assertEquals(
        2,
        known.out().lines().filter(l -> l.endsWith("soft of line_integral: there already")).count(),
        known.out());
    Cli.Result changed = ok("run", scan, "--dry-run", "--verbose", "reconstruction.filter=cosine");
    assertTrue(
        changed.out().contains("there with other settings (filter.window hann, now cosine)"),
        changed.out());
    // What is missing is made.
    Files.delete(images("a").resolve("soft.json"));
    Cli.Result again = ok("run", scan);
    assertEquals(1, again.out().lines().filter(l -> l.endsWith("there already")).count());
    // A scan that was replaced gets another image; the other keeps its own.
    byte[] kept = Files.readAllBytes(images("b").resolve("soft.json"));
    String before = manifest("a", "soft").path("sha256").asText();
    phantom("a", "1.9");
    ok("run", scan);
    assertNotEquals(before, manifest("a", "soft").path("sha256").asText());
    assertArrayEquals(kept, Files.readAllBytes(images("b").resolve("soft.json")));
    // Other settings are not taken for a reason to replace it.
    Cli.Result other = Cli.run("run", scan, "reconstruction.filter=cosine");
    assertEquals(3, other.code(), other.toString());
    assertTrue(other.err().contains("filter.window hann, now cosine"), other.err());
    assertTrue(other.err().contains("give output.overwrite=true to replace it"), other.err());
    assertArrayEquals(kept, Files.readAllBytes(images("b").resolve("soft.json")));
    assertEquals(5, names(images("a")).size(), "manifest, image, two pictures, and the commit");
  }

  @Test
  void whatCannotBeReconstructedIsToldAndTheScansStay() throws IOException {
    phantom("a", "2");
    String scan = description("reconstruction: {}\n");
    Cli.Result result = Cli.run("run", scan, "geometry.views.range=90");
    assertEquals(3, result.code(), result.toString());
    assertTrue(result.err().contains("error: a, image line_integral: "), result.err());
    assertTrue(Files.exists(temp.resolve("out/scans/a.json")));
    assertEquals(3, Cli.run("run", scan, "geometry.views.range=90").code());
    String reason = result.err().replaceFirst("(?s).*image line_integral: ", "").strip();
    String out = temp.resolve("out").toString();
    Cli.Result status = ok("status", out);
    assertTrue(
        status
            .out()
            .contains(
                "set aside: none\nimages: 0, 0 bytes\n  damaged: none\n  manifest unreadable: none\n"
                    + "  could not be made: 1 image\n  line_integral of a: %s (2 tries)\n"
                        .formatted(reason)),
        status.out());
    JsonNode aside =
        new ObjectMapper().readTree(temp.resolve("out/set-aside.json").toFile()).path(0);
    assertEquals("a", aside.path("id").asText());
    assertEquals("line_integral", aside.path("image").asText());
    assertEquals(reason, aside.path("reason").asText());
    Cli.Result planned =
        ok(
            "run",
            scan,
            "geometry.views.range=90",
            "output.path=" + temp.resolve("new"),
            "--dry-run");
    assertTrue(planned.out().contains("cannot be made: "), planned.out());
    // Nor is what nobody asks for any more.
    ok("run", scan, "geometry.views.range=90", "reconstruction=null");
    assertEquals("[ ]", Files.readString(temp.resolve("out/set-aside.json")));
    assertEquals(3, Cli.run("run", scan, "geometry.views.range=90").code());
    // What is made is not told any more, whoever makes it.
    ok("run", scan, "output.overwrite=true");
    assertFalse(ok("status", out).out().contains("could not be made: 1"));
    assertEquals("[ ]", Files.readString(temp.resolve("out/set-aside.json")));
  }

  @Test
  void aComparisonThatCannotBeIsRefusedBeforeTracing() throws IOException {
    phantom("a", "2");
    String scan =
        description("reconstruction: {grid: {spacing: 3}, compare: source, format: parquet}\n");
    Cli.Result result = Cli.run("run", scan);
    assertEquals(2, result.code(), result.toString());
    assertTrue(
        result.err().contains("reconstruction.compare: image line_integral: the image's voxels"),
        result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertFalse(Files.exists(temp.resolve("out/scans/a.json")));
    Cli.Result planned = Cli.run("run", scan, "--dry-run");
    assertEquals(2, planned.code(), planned.toString());
    assertTrue(planned.err().contains(": the image's voxels are not voxels of"), planned.err());
    // Nor is tracing begun for a volume that is not there, or has other voxels.
    for (String option : new String[] {"--dry-run", "--log=text"}) {
      String missing = temp.resolve("missing.nii").toString();
      Cli.Result none = Cli.run("run", scan, option, "reconstruction.compare=" + missing);
      assertEquals(2, none.code(), none.toString());
      assertTrue(
          none.err().contains("reconstruction.compare: image line_integral: file:" + missing),
          none.err());
      assertEquals(1, none.err().lines().count(), none.err());
    }
    assertFalse(Files.exists(temp.resolve("out/scans/a.json")));
    // With the volume's own spacing it can be, on a part of the volume, too.
    ok("run", scan, "reconstruction.grid.spacing=2", "reconstruction.grid.size=[16, 10, 20]");
    assertEquals(
        "source", manifest("a", "line_integral").path("settings").path("compare").asText());
  }

  /** Rows of a list may say what the description does not; what is compared is read likewise. */
  @Test
  void whatIsComparedIsReadAsTheScanIs() throws IOException {
    ok(
        "phantom",
        "sphere",
        "--size=16,16,20",
        "--spacing=2",
        "--out",
        temp.resolve("a.npy").toString());
    Files.writeString(temp.resolve("list.csv"), "path,units,spacing\na.npy,per-mm,2\n");
    String scan = description("reconstruction: {grid: {z: [9, 10]}}\n");
    ok(
        "run",
        scan,
        "volume.path=@" + temp.resolve("list.csv"),
        "volume.min-age=0",
        "reconstruction.compare=" + temp.resolve("a.npy"));
    JsonNode settings = manifest("a", "line_integral").path("settings");
    assertEquals("file:" + temp.resolve("a.npy"), settings.path("compare").asText());
  }

  @Test
  void theUsualColumnMustBeStored() throws IOException {
    phantom("a", "2");
    String scan =
        description(
            """
            physics:
              protocols:
              - {name: ct, beam: {energy: 60}, dose: {photons: 1e5}}
            reconstruction: {}
            """);
    String[] run = {
      "run",
      scan,
      "volume.materials=water-bone",
      "volume.effective-energy=60",
      "output.columns=[ct.noisy_line_integral]",
      "--dry-run"
    };
    Cli.Result result = Cli.run(run);
    assertEquals(2, result.code(), result.toString());
    assertTrue(
        result.err().contains("reconstruction.columns is missing: expected ct.noisy_line_integral"),
        result.err());
  }

  @Test
  void faultsOfTheSectionAreTold() throws IOException {
    phantom("a", "2");
    String scan =
        description(
            """
            reconstruction:
              columns: line_integrals
              filter: box
              cutoff: 2
              grid: {spacing: [1, 2], z: [9, 3]}
              window: [3, 1]
            """);
    Cli.Result result = Cli.run("run", scan);
    assertEquals(2, result.code(), result.toString());
    for (String key : List.of("filter", "cutoff", "grid.spacing", "grid.z", "window")) {
      assertTrue(result.err().contains("reconstruction." + key + " "), key + ": " + result.err());
    }
    assertTrue(result.err().contains("the lower one first, such as [40, 80]"), result.err());
    Cli.Result foo = Cli.run("run", description("reconstruction: {foo: 1}\n"));
    assertTrue(foo.err().contains("unknown key reconstruction.foo: expected columns"), foo.err());
    String names = description("reconstruction: {columns: line_integral, names: [a, b]}\n");
    assertTrue(Cli.run("run", names).err().contains("one for each column"));
    String unknown = description("reconstruction: {columns: line_integrals}\n");
    assertTrue(Cli.run("run", unknown).err().contains("did you mean line_integral"));
  }

  /** Whichever is faster, the image and its slices are whole, and nothing else is left. */
  @Test
  void twoReconstructionsAtOnce() throws Exception {
    phantom("a", "2");
    ok("run", description(""));
    String[] command = {
      "reconstruct", temp.resolve("out").toString(), "--format", "both", "--overwrite"
    };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 2; round++) {
        List<Future<Cli.Result>> both = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
          both.add(threads.submit(() -> Cli.run(command)));
        }
        for (Future<Cli.Result> one : both) {
          assertEquals(0, one.get().code(), one.get().toString());
        }
        Files.delete(images("a").resolve("line_integral.json"));
      }
    } finally {
      threads.shutdownNow();
    }
    ok(command);
    JsonNode manifest = manifest("a", "line_integral");
    assertEquals(
        List.of(
            manifest.path("image").asText(),
            manifest.path("picture").asText(),
            "line_integral.json"),
        names(images("a")).stream().filter(name -> !name.contains("@")).toList());
    assertEquals(4, names(images("a")).size(), "one commit, the newest");
    Path slices = temp.resolve("out/images/slices/image=line_integral/scan=a");
    assertEquals(manifest.path("slices").size(), names(slices).size());
    assertEquals(18 * 20, SparkSessions.local().read().parquet(slices.toUri().toString()).count());
    assertFalse(Files.exists(temp.resolve("out/_staging")));
  }

  /** Poses that are given freely, on a circle. */
  @Test
  void aScanOfVectorsGivesTheImageOfTheCircle() throws IOException {
    phantom("a", "2");
    StringBuilder poses = new StringBuilder();
    for (int k = 0; k < 40; k++) {
      double t = Math.toRadians(9.0 * k);
      double c = Math.cos(t);
      double s = Math.sin(t);
      poses.append(
          "%s,%s,0,%s,%s,0,%s,%s,0,0,0,2%n"
              .formatted(500 * c, 500 * s, -250 * c, -250 * s, -2 * s, 2 * c));
    }
    Files.writeString(temp.resolve("poses.csv"), poses);
    String scan = description("reconstruction: {}\n");
    ok("run", scan);
    String vectors = Files.readString(Path.of(scan));
    int from = vectors.indexOf("geometry:");
    Files.writeString(
        Path.of(scan),
        vectors.substring(0, from)
            + "geometry: {type: vectors, file: poses.csv, beam: cone, detector: {rows: 32, columns:"
            + " 36}}\n"
            + "output: {path: vectors, preview: none}\nreconstruction: {}\n");
    ok("run", scan);
    JsonNode found =
        new ObjectMapper()
            .readTree(temp.resolve("vectors/images/scan=a/line_integral.json").toFile());
    assertEquals(manifest("a", "line_integral").path("notes"), found.path("notes"));
  }
}
