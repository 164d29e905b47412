package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of runs that are going on, or have died. */
class StagedWorkTest {
  @TempDir Path temp;
  private org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path("/");

  @BeforeEach
  void name() {
    root = new org.apache.hadoop.fs.Path(temp.resolve("out").toUri());
  }

  private List<StagedWork> work() throws IOException {
    return StagedWork.of(root.toString(), SampleScan.CONF);
  }

  private SinogramDataset open(Storage storage) throws IOException {
    return SinogramDataset.open(storage, root, said -> {});
  }

  private Storage storage() throws IOException {
    return Storage.of(root, SampleScan.CONF);
  }

  /** Makes a dataset whose run died when the scan was committed, before it was moved. */
  private void dieBeforeTheMoves() throws IOException {
    int[] manifest = new int[1];
    SteppedStorage[] whole = new SteppedStorage[1];
    whole[0] =
        new SteppedStorage(
            storage(),
            Integer.MAX_VALUE,
            step -> {
              if (step.endsWith("scans/head.json")) {
                manifest[0] = whole[0].steps();
              }
            });
    write(whole[0]);
    storage().deleteTree(root);
    SteppedStorage dies = new SteppedStorage(storage(), manifest[0], step -> {});
    try {
      write(dies);
    } catch (SteppedStorage.Died e) {
      return;
    }
    throw new AssertionError("it did not die");
  }

  private void write(Storage storage) throws IOException {
    try (SinogramDataset dataset = open(storage)) {
      new SampleScan(2).write(dataset, "head");
    }
  }

  private Path run() throws IOException {
    try (Stream<Path> runs = Files.list(temp.resolve("out/_staging"))) {
      return runs.findFirst().orElseThrow();
    }
  }

  private void setOwner(LockOwner owner) throws IOException {
    Files.write(run().resolve(StagedRun.OWNER), owner.json());
  }

  private void setLastSign(Duration ago) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(ago));
    for (String name : List.of(StagedRun.OWNER, Heartbeat.FILE)) {
      Files.setLastModifiedTime(run().resolve(name), then);
    }
  }

  private static LockOwner elsewhere() {
    return new LockOwner("", "node7", "another boot", 42, "", "2026-01-02T03:04:05Z");
  }

  @Test
  void aRunOfThisMachineIsAliveAsLongAsItsProcess() throws IOException {
    assertEquals(List.of(), work());
    try (SinogramDataset dataset = open(storage())) {
      StagedScan staged = dataset.stage("head");
      new SampleScan(2).trace(staged);
      StagedWork work = work().get(0);
      assertTrue(work.alive());
      assertEquals(run().toString(), work.directory());
      assertEquals(List.of("head"), work.scans());
      assertEquals(List.of(), work.unmoved());
      // However long it was silent: it may have been suspended.
      setLastSign(Duration.ofDays(3));
      assertTrue(work().get(0).alive());
      LockOwner here = LockOwner.here();
      setOwner(
          new LockOwner(
              here.nonce(), here.host(), here.machine(), here.pid(), "earlier", here.since()));
      assertFalse(work().get(0).alive(), "another process has its number now");
    }
    assertEquals(List.of(), work());
  }

  @Test
  void aRunOfAnotherMachineIsAliveIfItWasHeardOfLately() throws IOException {
    try (SinogramDataset dataset = open(storage())) {
      dataset.stage("head");
      setOwner(elsewhere());
      StagedWork heard = work().get(0);
      assertTrue(heard.alive());
      assertEquals("process 42 on node7 since 2026-01-02T03:04:05Z", heard.process());
      setLastSign(Duration.ofMinutes(10));
      StagedWork silent = work().get(0);
      assertFalse(silent.alive());
      Duration ago = Duration.between(Instant.parse(silent.lastSign()), Instant.now());
      assertEquals(10, ago.toMinutes());
      // Without the file's content nobody knows whose it was.
      Files.writeString(run().resolve(StagedRun.OWNER), "half of it");
      assertEquals("a run of unknown origin", work().get(0).process());
    }
  }

  @Test
  void whatIsCommittedAndNotMovedIsNamedUntilItIs() throws IOException {
    dieBeforeTheMoves();
    StagedWork left = work().get(0);
    assertEquals(List.of("head"), left.scans());
    assertEquals(List.of("head"), left.unmoved());

    Prune.Result dry = Prune.run(root.toString(), Duration.ZERO, false, true, SampleScan.CONF);
    assertEquals(List.of("head"), dry.moved());
    // Not the scan, which would be moved and not removed.
    assertEquals(
        Files.size(run().resolve(StagedRun.OWNER)) + Files.size(run().resolve(Heartbeat.FILE)),
        dry.bytes());
    assertEquals(List.of("head"), work().get(0).unmoved());
    Prune.Result done = Prune.run(root.toString(), Duration.ZERO, false, false, SampleScan.CONF);
    assertEquals(List.of("head"), done.moved());
    assertEquals(List.of(), work());
    assertEquals(2, FinishedScan.read(root.toString(), null, SampleScan.CONF, SampleScan::read));
  }

  @Test
  void whatCannotBeMovedIsNotCalledMoved() throws IOException {
    dieBeforeTheMoves();
    Path inTheWay = Files.writeString(temp.resolve("out/sinogram"), "no directory");
    Prune.Result done = Prune.run(root.toString(), Duration.ZERO, false, false, SampleScan.CONF);
    assertEquals(List.of(), done.moved());
    assertEquals(List.of("head"), work().get(0).unmoved());
    Files.delete(inTheWay);
    write(storage());
    assertEquals(List.of(), work().get(0).unmoved());
  }
}
