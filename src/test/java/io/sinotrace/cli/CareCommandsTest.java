package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.spark.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look after a dataset: status, verify and prune. */
class CareCommandsTest {
  @TempDir Path temp;
  private String out = "";

  @BeforeEach
  void makeDataset() {
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 1);
    String description = Samples.description(temp.resolve("scan.yaml"), Samples.CONE);
    assertEquals(0, Cli.run("run", description).code());
    out = temp.resolve("out").toString();
  }

  private Path file(String kind) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(out, kind, "scan=volume"))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void aSoundDatasetIsComplete() {
    Cli.Result status = Cli.run("status", out);
    assertEquals(0, status.code(), status.toString());
    // 13 views of 19 x 23 pixels.
    assertTrue(status.out().startsWith(out + ", 1 scan, 5.7 thousand rays, "), status.out());
    assertTrue(status.out().contains("damaged: none"), status.out());
    assertTrue(status.out().contains("set aside: none"), status.out());
    Cli.Result verify = Cli.run("verify", out);
    assertEquals(0, verify.code(), verify.toString());
    assertEquals("1 scan read, none damaged\n", verify.out());
  }

  @Test
  void aMissingFileIsFoundByItsManifest() throws IOException {
    Path gone = file("sinogram");
    Files.delete(gone);
    for (String command : new String[] {"status", "verify"}) {
      Cli.Result result = Cli.run(command, out);
      assertEquals(1, result.code(), result.toString());
      assertTrue(result.out().contains("volume: " + gone + " is missing"), result.out());
    }
  }

  @Test
  void aFlippedBitIsFoundByReading() throws IOException {
    for (String kind : new String[] {"views", "sinogram"}) {
      Path file = file(kind);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 3] ^= 16;
      Files.write(file, bytes);
      assertEquals(0, Cli.run("status", out).code());
      Cli.Result verify = Cli.run("verify", out);
      assertEquals(1, verify.code(), verify.toString());
      assertTrue(verify.out().startsWith("volume: " + file + " has the checksum "), verify.out());
      bytes[bytes.length / 3] ^= 16;
      Files.write(file, bytes);
    }
    assertEquals(0, Cli.run("verify", out).code());
  }

  @Test
  void aManifestThatCannotBeReadIsAStateOfItsOwn() throws IOException {
    Path manifest = Path.of(out, "scans/volume.json");
    Files.copy(manifest, Path.of(out, "scans/copy.json"));
    Cli.Result status = Cli.run("status", out);
    assertEquals(1, status.code(), status.toString());
    assertTrue(status.out().startsWith(out + ", 1 scan, "), status.out());
    assertTrue(status.out().contains("damaged: none"), status.out());
    assertTrue(status.out().contains("manifest unreadable: 1 scan\n  copy: "), status.out());
  }

  @Test
  void runsThatDiedAreNamedWithWhatTheyLeft() throws IOException {
    assertTrue(Cli.run("status", out).out().contains("in _staging: none"));
    Path dead = Path.of(out, "_staging/run-01234567-89ab-cdef-0123-456789abcdef");
    Files.createDirectories(dead.resolve("volume/work/7-0/sinogram"));
    Files.writeString(
        dead.resolve("owner.json"), "{\"host\": \"node7\", \"pid\": 42, \"since\": \"then\"}");
    Files.setLastModifiedTime(
        dead.resolve("owner.json"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
    Cli.Result status = Cli.run("status", out);
    assertEquals(0, status.code(), status.toString());
    assertTrue(
        status
            .out()
            .endsWith(
                "in _staging: 1 run\n  "
                    + dead
                    + ": process 42 on node7 since then, dead, its last sign of life"
                    + " 2026-01-02T03:04:05Z, 1 scan\n"),
        status.out());
  }

  @Test
  void programsReadTheStatusAsOneDocument() throws IOException {
    Path gone = file("sinogram");
    Files.delete(gone);
    Files.writeString(Path.of(out, "scans/other.json"), "{}");
    Files.writeString(
        Path.of(out, "set-aside.json"),
        """
        [{"id": "bad", "input": {"path": "bad.nii", "bytes": 1, "modified": 2, "settings": ""},
          "kind": "input", "reason": "cut short", "time": "2026-01-02T03:04:05Z", "tries": 3}]
        """);
    Path run = Path.of(out, "_staging/run-01234567-89ab-cdef-0123-456789abcdef");
    Files.createDirectories(run.resolve("volume"));
    Files.writeString(run.resolve("owner.json"), "{}");
    Cli.Result status = Cli.run("status", out, "--json");
    assertEquals(1, status.code(), status.toString());
    JsonNode document = new ObjectMapper().readTree(status.out());
    assertEquals(out, document.path("dataset").asText());
    assertEquals(1, document.path("scans").asInt());
    assertEquals(13 * 19 * 23, document.path("rays").asInt());
    assertEquals("volume", document.at("/damaged/0/scan").asText());
    assertEquals(gone + " is missing", document.at("/damaged/0/reason").asText());
    assertEquals("other", document.at("/unreadable/0/scan").asText());
    assertEquals("cut short", document.at("/set_aside/0/reason").asText());
    assertEquals(3, document.at("/set_aside/0/tries").asInt());
    assertEquals(run.toString(), document.at("/runs/0/directory").asText());
    assertTrue(document.at("/runs/0/alive").asBoolean());
    assertEquals("volume", document.at("/runs/0/scans/0").asText());
  }

  @Test
  void aListOfSomethingElseSetsNothingAside() throws IOException {
    for (String content :
        new String[] {"null", "[null]", "[{}]", "[1]", "{\"id\": ", "[{\"id\": 1}]"}) {
      Files.writeString(Path.of(out, "set-aside.json"), content);
      Cli.Result status = Cli.run("status", out);
      assertEquals(0, status.code(), content + status);
      assertTrue(status.out().contains("set aside: none"), content + status.out());
    }
    // What looks like UTF-32 is another kind of failure.
    Files.write(Path.of(out, "set-aside.json"), new byte[] {0, 0, 0, '[', -1, -1, -1, -1});
    assertEquals(0, Cli.run("status", out).code());
    // Its texts reach a terminal.
    Files.writeString(
        Path.of(out, "set-aside.json"),
        """
        [{"id": "bad", "kind": "INPUT", "reason": "one\\ntwo\\u001b[31m", "time": "", "tries": 1}]
        """);
    assertTrue(Cli.run("status", out).out().contains("  bad: one two [31m\n"));
  }

  @Test
  void pruneRemovesWhatADeadRunLeftAndNothingElse() throws IOException {
    Path dead = Path.of(out, "_staging/run-01234567-89ab-cdef-0123-456789abcdef");
    Files.createDirectories(dead.resolve("volume/work/7-0/sinogram"));
    Files.writeString(dead.resolve("owner.json"), "{}");
    Files.writeString(dead.resolve("volume/work/7-0/sinogram/part.parquet"), "half");
    Path orphan = Path.of(out, "sinogram/scan=volume/0123456789ab-00000.parquet");
    Files.writeString(orphan, "orphan");
    Path mine = Path.of(out, "sinogram/scan=volume/mine.parquet");
    Files.writeString(mine, "mine");

    Cli.Result young = Cli.run("prune", out);
    assertEquals(0, young.code(), young.toString());
    assertEquals("0 files and directories, 0 bytes, removed\n", young.out());
    Cli.Result dry = Cli.run("prune", out, "--older-than", "0s", "--dry-run");
    assertTrue(
        // "{}", "half" and "orphan".
        dry.out().endsWith("2 files and directories, 12 bytes, would be removed; nothing was\n"),
        dry.out());
    assertTrue(Files.exists(dead) && Files.exists(orphan));
    Cli.Result result = Cli.run("prune", out, "--older-than", "0s");
    assertEquals(0, result.code(), result.toString());
    assertFalse(Files.exists(dead) || Files.exists(orphan), result.out());
    assertTrue(Files.exists(mine));
    Files.delete(mine);
    assertEquals(0, Cli.run("verify", out).code());
  }

  @Test
  void aRunThatVerifiesComputesAgainWhatIsDamaged() throws IOException {
    Path file = file("sinogram");
    byte[] good = Files.readAllBytes(file);
    byte[] bad = good.clone();
    bad[bad.length / 3] ^= 16;
    Files.write(file, bad);
    String description = temp.resolve("scan.yaml").toString();
    assertEquals(0, Cli.run("run", description).code());
    assertArrayEquals(bad, Files.readAllBytes(file));
    Cli.Result dry = Cli.run("run", description, "--verify", "--dry-run");
    assertEquals(2, dry.code(), dry.toString());
    Cli.Result result = Cli.run("run", description, "--verify");
    assertEquals(0, result.code(), result.toString());
    assertArrayEquals(good, Files.readAllBytes(file("sinogram")));
    assertEquals(0, Cli.run("verify", out).code());
  }

  @Test
  void whatIsNoDatasetIsRefusedInOneLine() {
    for (String command : new String[] {"status", "verify", "prune"}) {
      Cli.Result result = Cli.run(command, temp.resolve("scan.yaml").toString());
      assertEquals(2, result.code(), result.toString());
      assertTrue(result.err().contains("expected a sinogram dataset"), result.err());
      assertEquals(1, result.err().lines().count(), result.err());
    }
    Cli.Result age = Cli.run("prune", out, "--older-than", "soon");
    assertEquals(2, age.code());
    assertTrue(age.err().contains("expected a number and s, m, h or d"), age.err());
  }
}
