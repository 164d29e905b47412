package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exporting all scans of a dataset, and value columns other than the line integral. */
class ExportAllTest {
  @TempDir Path temp;
  private String out = "";
  private Path folder = Path.of("");

  @BeforeEach
  void name() {
    out = temp.resolve("out").toString();
    folder = temp.resolve("arrays/all");
  }

  private void run(String... overrides) {
    for (String volume : List.of("a", "b", "c")) {
      Samples.volume(temp.resolve(volume + ".npy"), 7, 6, 5, volume.charAt(0));
    }
    String yaml = Samples.CONE.replace("path: volume.npy", "path: \"*.npy\"");
    String description = Samples.description(temp.resolve("scan.yaml"), yaml);
    Cli.Result result =
        Cli.run(
            Stream.concat(Stream.of("run", description, "volume.min-age=0"), Stream.of(overrides))
                .toArray(String[]::new));
    assertEquals(0, result.code(), result.toString());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Cli.Result export(String... more) {
    return Cli.run(
        Stream.concat(Stream.of("export", out, "--all", "--to", folder.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void eachScanHasItsArrays() throws IOException {
    run();
    Cli.Result all = export();
    assertEquals(0, all.code(), all.toString());
    assertTrue(all.out().endsWith("3 scans written\n"), all.out());
    assertEquals(
        List.of("a-vectors.npy", "a.npy", "b-vectors.npy", "b.npy", "c-vectors.npy", "c.npy"),
        files());
    Path one = temp.resolve("one.npy");
    assertEquals(0, Cli.run("export", out, "--scan", "b", "--to", one.toString()).code());
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(folder.resolve("b.npy")));
  }

  @Test
  void aScanThatCannotBeWrittenIsPassedOver() throws IOException {
    run();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("b.npy"), "mine");
    Path damaged;
    try (Stream<Path> files = Files.list(Path.of(out, "sinogram", "scan=c"))) {
      damaged = files.findFirst().orElseThrow();
    }
    Files.delete(damaged);
    Cli.Result all = export();
    assertEquals(3, all.code(), all.toString());
    assertTrue(all.out().endsWith("1 scan written\n"), all.out());
    assertEquals(2, all.err().lines().count(), all.err());
    assertTrue(all.err().contains("b: " + folder.resolve("b.npy") + " exists"), all.err());
    assertTrue(all.err().contains("c: " + damaged + " is missing"), all.err());
    assertEquals("mine", Files.readString(folder.resolve("b.npy")));
    assertEquals(List.of("a-vectors.npy", "a.npy", "b.npy"), files());
  }

  @Test
  void anyValueColumnIsWritten() {
    run("volume.materials=water-bone", "volume.effective-energy=60");
    Cli.Result none = export();
    assertEquals(2, none.code(), none.toString());
    assertTrue(
        none.err()
            .contains(
                "scan a has no column line_integral: expected --column areal_density.water or"
                    + " areal_density.bone"),
        none.err());
    Cli.Result bone = export("--column", "areal_density.bone");
    assertEquals(0, bone.code(), bone.toString());
    assertTrue(bone.out().contains("areal_density.bone of scan a, float32"), bone.out());
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    run();
    assertEquals(2, export("--scan", "a").code());
    assertEquals(2, export("--column", "areal_density.bone", "--transmission").code());
    Cli.Result name = export("--column", "No Column");
    assertEquals(2, name.code());
    assertTrue(name.err().contains("--column No Column: expected a name such as"), name.err());
  }

  @Test
  void scansWhoseFilesWouldHaveTheSameNameAreRefused() throws IOException {
    Files.createDirectories(temp.resolve("volumes/a"));
    Samples.volume(temp.resolve("volumes/a.npy"), 7, 6, 5, 1);
    Samples.volume(temp.resolve("volumes/a/vectors.npy"), 7, 6, 5, 2);
    String yaml = Samples.CONE.replace("path: volume.npy", "path: volumes");
    String description = Samples.description(temp.resolve("scan.yaml"), yaml);
    assertEquals(0, Cli.run("run", description, "volume.min-age=0").code());
    Cli.Result all = export("--overwrite");
    assertEquals(2, all.code(), all.toString());
    assertTrue(
        all.err().contains("scans a and a-vectors would both have a file a-vectors.npy"),
        all.err());
    assertFalse(Files.exists(folder));
  }
}
