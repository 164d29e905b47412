package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look after a dataset, of its images. */
class ImageCareTest {
  @TempDir static Path temp;

  private static Path whole = Path.of("");
  private Path dataset = Path.of("");

  /** Two scans with an image each, in all formats, and compared. */
  @BeforeAll
  static void make() throws IOException {
    phantom("a", "2");
    phantom("b", "2");
    Files.writeString(
        temp.resolve("scan.yaml"),
        """
        volume: {path: in/*.nii.gz, units: per-mm, min-age: 0}
        geometry:
          type: cone
          source-to-axis: 500
          source-to-detector: 750
          detector: {rows: 24, columns: 24, pixel: 2}
          views: {count: 30}
        output: {path: whole, preview: none}
        reconstruction: {names: soft, format: both, compare: source}
        """);
    ok("run", temp.resolve("scan.yaml").toString());
    whole = temp.resolve("whole");
  }

  private static void phantom(String name, String spacing) throws IOException {
    Files.createDirectories(temp.resolve("in"));
    Path file = temp.resolve("in/" + name + ".nii.gz");
    Files.deleteIfExists(file);
    ok("phantom", "sphere", "--out", file.toString(), "--size", "8,9,10", "--spacing", spacing);
  }

  private static Cli.Result ok(String... args) {
    Cli.Result result = Cli.run(args);
    assertEquals(0, result.code(), result.toString());
    return result;
  }

  private static Set<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(directory::relativize)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @BeforeEach
  void copy() throws IOException {
    dataset = Files.createTempDirectory(temp, "copy");
    for (Path file : files(whole)) {
      Files.createDirectories(dataset.resolve(file).getParent());
      Files.copy(whole.resolve(file), dataset.resolve(file));
    }
  }

  @AfterEach
  void theScansAreAsTheyWere() {
    // The images' line is indented.
    assertTrue(status().out().contains("\ndamaged: none\n"), status().out());
  }

  private Cli.Result status() {
    return Cli.run("status", dataset.toString());
  }

  private Cli.Result verify() {
    return Cli.run("verify", dataset.toString());
  }

  private Cli.Result prune(String olderThan, String... more) {
    Stream<String> command = Stream.of("prune", dataset.toString(), "--older-than", olderThan);
    return Cli.run(Stream.concat(command, Arrays.stream(more)).toArray(String[]::new));
  }

  private Path images(String scan) {
    return dataset.resolve("images/scan=" + scan);
  }

  private JsonNode manifest(String scan) throws IOException {
    return new ObjectMapper().readTree(images(scan).resolve("soft.json").toFile());
  }

  /** Returns all files of an image but its manifests. */
  private List<Path> filesOf(String scan) throws IOException {
    JsonNode manifest = manifest(scan);
    Path slices = dataset.resolve("images/slices/image=soft/scan=" + scan);
    return List.of(
        images(scan).resolve(manifest.path("image").asText()),
        images(scan).resolve(manifest.path("picture").asText()),
        images(scan).resolve(manifest.at("/comparison/picture").asText()),
        slices.resolve(manifest.at("/slices/0/name").asText()));
  }

  private static void assertFault(Cli.Result result, String line) {
    assertEquals(1, result.code(), result.toString());
    assertTrue(result.out().contains(line), result.out());
  }

  @Test
  void soundImagesAreCountedAndRead() throws IOException {
    Cli.Result status = status();
    assertEquals(0, status.code(), status.toString());
    long bytes = 0;
    for (String scan : new String[] {"a", "b"}) {
      bytes += Files.size(filesOf(scan).get(0)) + Files.size(filesOf(scan).get(3));
    }
    assertTrue(bytes > 1000, "a few kilobytes");
    assertTrue(
        status.out().contains("\nimages: 2, %.1f KiB\n".formatted(bytes / 1024.0)), status.out());
    assertEquals("2 scans and 2 images read, none damaged\n", verify().out());
    assertTrue(prune("0s").out().startsWith("0 files and directories"));
  }

  @Test
  void missingShortAndFlippedFilesAreTold() throws IOException {
    for (Path file : filesOf("a")) {
      byte[] good = Files.readAllBytes(file);
      Files.delete(file);
      assertFault(status(), "soft of a: " + file + " is missing");
      assertFault(verify(), "image soft of a: " + file + " is missing");
      Files.write(file, Arrays.copyOf(good, good.length - 1));
      String words = " has %d bytes, not %d".formatted(good.length - 1, good.length);
      assertFault(status(), "soft of a: " + file + words);
      assertFault(verify(), "image soft of a: " + file + words);
      byte[] flipped = good.clone();
      flipped[good.length / 2] ^= 4;
      Files.write(file, flipped);
      assertEquals(0, status().code(), "lengths alone");
      assertFault(verify(), "image soft of a: " + file + " has the checksum ");
      Files.write(file, good);
    }
    assertEquals(0, verify().code());
  }

  @Test
  void damagedManifestsAreTold() throws IOException {
    Path shown = images("a").resolve("soft.json");
    byte[] good = Files.readAllBytes(shown);
    Files.write(shown, Files.readAllBytes(images("b").resolve("soft.json")));
    assertFault(verify(), "image soft of a: " + shown + " is not the copy of soft@1.json that it");
    Files.delete(shown);
    assertFault(status(), "soft of a: " + shown + " is missing");
    Files.write(shown, good);
    Path commit = images("a").resolve("soft@1.json");
    Files.writeString(commit, "{");
    assertFault(status(), "soft of a: " + commit + " is not the description of an image");
    assertFault(verify(), "image soft of a: " + commit + " is not the description of an image");
    // What may be an image's only files stays.
    assertTrue(prune("0s").out().startsWith("0 files and directories"));
  }

  @Test
  void aFileOfAnotherProgramIsNoImage() throws IOException {
    Path notes = images("a").resolve("notes.json");
    Files.writeString(notes, "[1, 2]");
    Cli.Result status = status();
    assertEquals(0, status.code(), status.toString());
    assertEquals("2 scans and 2 images read, none damaged\n", verify().out());
    assertTrue(prune("0s").out().startsWith("0 files and directories"));
    assertEquals("[1, 2]", Files.readString(notes));
  }

  @Test
  void anImageWithoutItsPictureIsReplacedByNoOtherUnasked() throws IOException {
    Path image = filesOf("a").get(0);
    Files.delete(filesOf("a").get(1));
    byte[] good = Files.readAllBytes(image);
    Cli.Result other =
        Cli.run("reconstruct", dataset.toString(), "--scan", "a", "--name", "soft", "--cutoff=0.5");
    assertEquals(2, other.code(), other.toString());
    assertTrue(other.err().contains("give --overwrite to replace it"), other.err());
    assertArrayEquals(good, Files.readAllBytes(image));
    // The same settings make it again, with its picture.
    Cli.Result same =
        Cli.run(
            "run",
            temp.resolve("scan.yaml").toString(),
            "output.path=" + dataset,
            "volume.path=" + temp.resolve("in/a.nii.gz"));
    assertEquals(0, same.code(), same.toString());
    assertEquals(0, verify().code());
  }

  @Test
  void anImageOfAnOlderScanIsTold() throws IOException {
    phantom("a", "1.9");
    String[] run = {
      "run", temp.resolve("scan.yaml").toString(), "output.path=" + dataset, "reconstruction=null"
    };
    ok(run);
    phantom("a", "2");
    String told = "soft of a: made from an older scan, which was replaced since";
    Cli.Result status = status();
    assertEquals(0, status.code(), "it is whole all the same");
    assertTrue(status.out().contains(told), status.out());
    Cli.Result verify = verify();
    assertEquals(0, verify.code(), verify.toString());
    assertTrue(verify.out().contains("image " + told), verify.out());
    JsonNode document =
        new ObjectMapper().readTree(Cli.run("status", dataset.toString(), "--json").out());
    assertEquals(2, document.at("/images/count").asInt());
    assertEquals("soft", document.at("/images/outdated/0/image").asText());
    assertEquals("a", document.at("/images/outdated/0/scan").asText());
  }

  @Test
  void pruneRemovesWhatNoManifestNamesAndNothingElse() throws IOException {
    Set<Path> before = files(dataset);
    Path slices = dataset.resolve("images/slices/image=soft/scan=a");
    List<Path> left =
        List.of(
            images("a").resolve("soft-01234567.nii.gz"),
            images("a").resolve("soft-01234567.png"),
            images("a").resolve("soft-01234567-comparison.png"),
            images("a").resolve("gone-01234567.nii.gz"),
            slices.resolve("0123456789ab-00000.parquet"));
    List<Path> theirs =
        List.of(
            images("a").resolve("soft-mask.nii.gz"),
            images("a").resolve("notes.txt"),
            slices.resolve("mine.parquet"),
            dataset.resolve("images/notes.png"));
    for (Path file : left) {
      Files.writeString(file, "left");
    }
    for (Path file : theirs) {
      Files.writeString(file, "mine");
    }
    // A newer commit that took the image's place, and left the one before.
    Files.copy(images("b").resolve("soft@1.json"), images("b").resolve("soft@2.json"));
    // What a run prepares that is alive, and what one had that is dead.
    Path alive = Path.of("_staging/run-01234567-89ab-cdef-0123-456789abcdef");
    Path dead = Path.of("_staging/run-01234567-89ab-cdef-0123-456789abcdee");
    for (Path run : List.of(alive, dead)) {
      Path work = dataset.resolve(run).resolve("image.a.soft/work");
      Files.createDirectories(work);
      Files.writeString(work.resolve("slab"), "half");
      Files.writeString(dataset.resolve(run).resolve("owner.json"), "{}");
    }
    Instant old = Instant.now().minusSeconds(3 * 3600);
    try (Stream<Path> all = Files.walk(dataset)) {
      for (Path path : all.filter(path -> !path.toString().contains(alive.toString())).toList()) {
        Files.setLastModifiedTime(path, FileTime.from(old));
      }
    }
    assertTrue(status().out().contains("image soft of a"), status().out());
    Cli.Result young = prune("4h");
    assertTrue(young.out().startsWith("0 files and directories"), young.out());
    Cli.Result dry = prune("1h", "--dry-run");
    assertTrue(dry.out().contains("7 files and directories, "), dry.out());
    Cli.Result result = prune("1h");
    assertEquals(0, result.code(), result.toString());
    Set<Path> expected = new TreeSet<>(before);
    theirs.forEach(file -> expected.add(dataset.relativize(file)));
    expected.add(alive.resolve("owner.json"));
    expected.add(alive.resolve("image.a.soft/work/slab"));
    expected.remove(Path.of("images/scan=b/soft@1.json"));
    expected.add(Path.of("images/scan=b/soft@2.json"));
    assertEquals(expected, files(dataset));
    assertEquals(0, verify().code());
  }

  @Test
  void imagesOfAScanThatIsGoneStayUnlessTheyAreToGo() throws IOException {
    for (String part : new String[] {"scans/b.json", "sinogram/scan=b", "views/scan=b"}) {
      Path path = dataset.resolve(part);
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted((x, y) -> y.compareTo(x)).toList()) {
          Files.delete(file);
        }
      }
    }
    assertTrue(verify().out().contains("image soft of b: its scan is there no more"));
    Cli.Result stays = prune("0s");
    assertTrue(
        stays
            .out()
            .startsWith(
                "image soft of b stays, though its scan is there no more;"
                    + " --images-without-scan removes it\n0 files"),
        stays.out());
    assertEquals(0, verify().code());
    Cli.Result goes = prune("0s", "--images-without-scan");
    assertEquals(0, goes.code(), goes.toString());
    assertTrue(
        files(dataset).stream().noneMatch(file -> file.toString().contains("scan=b")),
        files(dataset).toString());
    assertEquals("1 scan and 1 image read, none damaged\n", verify().out());
    assertFalse(status().out().contains("of an older scan, or none: 1"));
  }
}
