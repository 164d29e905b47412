package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes whose ids are the same: none of them is taken for the other. */
class SameIdTest {
  @TempDir Path temp;
  private String description = "";
  private String ofAll = "";

  @BeforeEach
  void makeInput() throws IOException {
    Files.createDirectories(temp.resolve("x"));
    Files.createDirectories(temp.resolve("y"));
    Samples.volume(temp.resolve("x/ct.npy"), 3, 3, 3, 1);
    Samples.volume(temp.resolve("y/ct.npy"), 3, 3, 3, 2);
    Samples.volume(temp.resolve("head.npy"), 3, 3, 3, 3);
    String yaml = Samples.CONE.replace("{count: 13}", "{count: 2}");
    description = Samples.description(temp.resolve("scan.yaml"), yaml);
    ofAll = "volume.path=[%s/x/ct.npy, %s/y/ct.npy, %s/head.npy]".replace("%s", temp.toString());
  }

  @Test
  void bothAreSetAsideAndTheOthersGoOn() {
    Cli.Result dry = Cli.run("run", description, ofAll, "--dry-run");
    assertEquals(3, dry.code(), dry.toString());
    assertTrue(dry.out().contains("/x/ct.npy has the id ct, and so has file:"), dry.out());
    assertTrue(dry.out().contains("/y/ct.npy has the id ct, and so has file:"), dry.out());
    assertEquals(2, dry.out().lines().filter(l -> l.startsWith("ct: would be set aside")).count());
    Cli.Result result = Cli.run("run", description, ofAll);
    assertEquals(3, result.code(), result.toString());
    assertEquals(2, result.err().lines().filter(line -> line.contains("has the id ct")).count());
    assertTrue(Files.exists(temp.resolve("out/scans/head.json")));
    assertFalse(Files.exists(temp.resolve("out/scans/ct.json")));
  }

  @Test
  void oneThatIsThereKeepsTheIdThatItHas() {
    assertEquals(0, Cli.run("run", description, "volume.path=" + temp + "/x/ct.npy").code());
    Cli.Result result = Cli.run("run", description, ofAll);
    assertEquals(3, result.code(), result.toString());
    assertEquals(1, result.err().lines().filter(line -> line.contains("has the id ct")).count());
    assertTrue(result.err().contains("/y/ct.npy has the id ct, and so has"), result.err());
    // The glob gives other ids; what is there is recognised, and not computed again.
    result = Cli.run("run", description, "volume.path=" + temp + "/*/ct.npy", "volume.min-age=0");
    assertEquals(0, result.code(), result.toString());
    assertTrue(Files.exists(temp.resolve("out/scans/y-ct.json")));
    assertFalse(Files.exists(temp.resolve("out/scans/x-ct.json")));
  }

  @Test
  void aKeyThatAFormatDoesNotTakeIsNoPartOfItsScan() {
    assertEquals(
        0,
        Cli.run(
                "phantom",
                "shepp-logan",
                "--size",
                "8",
                "--spacing",
                "1",
                "--out",
                temp.resolve("z.nii").toString())
            .code());
    String glob = "volume.path=" + temp + "/*.n*";
    assertEquals(0, Cli.run("run", description, glob, "volume.min-age=0").code());
    Cli.Result other = Cli.run("run", description, glob, "volume.spacing=2", "volume.min-age=0");
    // The array is another now; the NIfTI, which has its own spacing, is the same.
    assertEquals(3, other.code(), other.toString());
    assertTrue(other.err().contains("holds scan head of volume.spacing"), other.err());
    assertFalse(other.err().contains("scan z"), other.err());
  }
}
