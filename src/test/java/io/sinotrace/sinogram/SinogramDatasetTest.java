package io.sinotrace.sinogram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinogramDatasetTest {
  private static final Configuration CONF = new Configuration();
  private static final Geometry GEOMETRY =
      Trajectories.cone(100, 150, Panel.flat(2, 3, 1), Trajectories.angles(2, 0, 360));

  @TempDir Path temp;

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(temp.resolve("out"))) {
      return all.filter(Files::isRegularFile)
          .map(f -> temp.resolve("out").relativize(f).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private SinogramDataset open() throws IOException {
    return SinogramDataset.open(temp.resolve("out").toString(), CONF, said -> {});
  }

  private static void write(SinogramDataset dataset, String name) throws IOException {
    org.apache.hadoop.fs.Path staging = dataset.staging("head");
    try (SinogramFile file =
        new SinogramFile(
            new org.apache.hadoop.fs.Path(staging, name),
            CONF,
            Compression.NONE,
            new int[] {0},
            new int[] {0},
            3)) {
      file.write(0, 0, new float[] {1, 2, 3}, 0);
    }
  }

  private static void commit(SinogramDataset dataset, Map<String, Object> manifest)
      throws IOException {
    dataset.commit(
        "head",
        Set.of("a.parquet"),
        GEOMETRY,
        Map.of("head-sinogram.png", "png".getBytes(UTF_8)),
        manifest);
  }

  @Test
  void nothingOfAScanIsVisibleBeforeItsCommitAndAllOfItAfter() throws IOException {
    try (SinogramDataset dataset = open()) {
      write(dataset, "a.parquet");
      // A file of an attempt that was given up.
      write(dataset, "b.parquet");
      assertTrue(files().stream().allMatch(f -> f.startsWith("_staging/")), files().toString());
      assertNull(dataset.manifest("head"));
      commit(dataset, Map.of("id", "head"));
      assertNotNull(dataset.manifest("head"));
    }
    assertEquals(
        Set.of(
            "sinogram/scan=head/a.parquet",
            "views/scan=head/views.parquet",
            "scans/head.json",
            "preview/head-sinogram.png"),
        files());
  }

  @Test
  void aRunThatFailsLeavesNothing() throws IOException {
    try (SinogramDataset dataset = open()) {
      write(dataset, "a.parquet");
    }
    assertFalse(Files.exists(temp.resolve("out")));
  }

  @Test
  void aScanIsReplacedWhole() throws IOException {
    try (SinogramDataset dataset = open()) {
      write(dataset, "a.parquet");
      commit(dataset, Map.of("run", 1));
    }
    Files.writeString(temp.resolve("out/sinogram/scan=head/old.parquet"), "old");
    try (SinogramDataset dataset = open()) {
      write(dataset, "a.parquet");
      commit(dataset, Map.of("run", 2));
      JsonNode manifest = dataset.manifest("head");
      assertNotNull(manifest);
      assertEquals(2, manifest.path("run").asInt());
    }
    assertFalse(files().contains("sinogram/scan=head/old.parquet"));
  }

  @Test
  void twoRunsCannotWriteAtATime() throws IOException {
    SinogramDataset first = open();
    OutputInUseException e = assertThrows(OutputInUseException.class, this::open);
    assertTrue(e.getMessage().contains("process " + ProcessHandle.current().pid()));
    first.close();
    open().close();
  }

  @Test
  void theLockOfARunThatDiedIsTakenOver() throws Exception {
    Process process = new ProcessBuilder("true").start();
    assertEquals(0, process.waitFor());
    Files.createDirectories(temp.resolve("out/_staging/run-old"));
    Files.writeString(temp.resolve("out/_staging/run-old/part"), "half");
    LockOwner here = LockOwner.here();
    LockOwner died =
        new LockOwner("n", here.host(), here.machine(), process.pid(), here.started(), "dawn");
    Files.write(temp.resolve("out/_staging/lock.json"), died.json());
    SinogramDataset dataset = open();
    assertFalse(files().contains("_staging/run-old/part"));
    dataset.close();
    assertFalse(Files.exists(temp.resolve("out")));
  }

  @Test
  void aLockThatAnotherRunHasTakenIsNotRemoved() throws IOException {
    SinogramDataset dataset = open();
    String other = "{\"nonce\": \"another\", \"host\": \"elsewhere.example\", \"pid\": 1}";
    Files.writeString(temp.resolve("out/_staging/lock.json"), other);
    dataset.close();
    assertEquals(other, Files.readString(temp.resolve("out/_staging/lock.json")));
  }

  @Test
  void whoeverWasTakenForDeadMakesNothingVisible() throws IOException {
    try (SinogramDataset dataset = open()) {
      write(dataset, "a.parquet");
      // As whoever takes a run's place does: its lock, and nothing of the other's is left.
      Files.writeString(temp.resolve("out/_staging/lock.json"), "{\"nonce\": \"another\"}");
      assertTrue(FileUtil.fullyDelete(new File(dataset.staging("head").toUri().getPath())));
      assertThrows(OutputInUseException.class, () -> commit(dataset, Map.of("run", 1)));
      assertThrows(OutputInUseException.class, dataset::check);
    }
    Set<String> left = new HashSet<>(files());
    left.remove("_staging/heartbeat");
    assertEquals(Set.of("_staging/lock.json"), left);
  }

  @Test
  void hiddenFilesAreNobodysData() throws IOException {
    Files.createDirectories(temp.resolve("out"));
    Files.writeString(temp.resolve("out/.DS_Store"), "of a file browser");
    open().close();
    assertEquals(Set.of(".DS_Store"), files());
  }

  @Test
  void anOutputThatHoldsSomethingElseIsRefused() throws IOException {
    Files.createDirectories(temp.resolve("out"));
    Files.writeString(temp.resolve("out/thesis.tex"), "five years of work");
    InputException e = assertThrows(InputException.class, this::open);
    assertTrue(e.getMessage().contains("thesis.tex"), e.getMessage());
    assertEquals(Set.of("thesis.tex"), files());
    Files.delete(temp.resolve("out/thesis.tex"));
    Files.delete(temp.resolve("out"));
    Files.writeString(temp.resolve("out"), "a file");
    assertThrows(InputException.class, this::open);
  }
}
