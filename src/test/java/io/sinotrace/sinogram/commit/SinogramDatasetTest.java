package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinogramDatasetTest {
  private static final String MARKER = "_sinotrace.json";
  private static final SampleScan SCAN = new SampleScan(2);

  @TempDir Path temp;

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(out(""))) {
      return all.filter(Files::isRegularFile)
          .map(f -> out("").relativize(f).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Returns the files, without what tells one writing from another. */
  private Set<String> kinds() throws IOException {
    return files().stream()
        .map(file -> file.replaceAll("-[0-9a-f]{12}", "").replaceAll("\\{.*\\}", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Path out(String name) {
    return temp.resolve("out").resolve(name);
  }

  private SinogramDataset open() throws IOException {
    return SinogramDataset.open(out("").toString(), SampleScan.CONF, said -> {});
  }

  private void write(SampleScan scan) throws IOException {
    try (SinogramDataset dataset = open()) {
      scan.write(dataset, "head");
    }
  }

  @Test
  void nothingOfAScanIsVisibleBeforeItsCommitAndAllOfItAfter() throws IOException {
    try (SinogramDataset dataset = open()) {
      StagedScan staged = SCAN.stage(dataset, "head");
      // A file of an attempt that was given up.
      Files.writeString(Path.of(staged.work().toUri().getPath(), "given-up.parquet"), "half");
      Set<String> others = new TreeSet<>(files());
      others.removeIf(file -> file.startsWith("_staging/"));
      assertEquals(Set.of(MARKER), others);
      assertNull(dataset.find("head", SCAN.origin()).existing());
      SCAN.commit(staged);
      assertNotNull(dataset.find("head", SCAN.origin()).same(SCAN.origin()));
    }
    assertEquals(
        Set.of(
            MARKER,
            "sinogram/scan=head/part-00000-0.parquet",
            "sinogram/scan=head/part-00001-0.parquet",
            "views/scan=head/views.parquet",
            "scans/head.json",
            "preview/head-2.png"),
        kinds());
  }

  @Test
  void aRunThatFailsLeavesNothing() throws IOException {
    try (SinogramDataset dataset = open()) {
      SCAN.stage(dataset, "head");
    }
    assertFalse(Files.exists(out("")));
  }

  @Test
  void aScanIsReplacedWholeAndSharesNoFileWithTheOldOne() throws IOException {
    write(SCAN);
    Set<String> old = files();
    write(SCAN);
    Set<String> both = files();
    both.retainAll(old);
    assertEquals(Set.of(MARKER, "scans/head.json", "preview/head-2.png"), both);
    write(new SampleScan(3));
    assertFalse(files().contains("preview/head-2.png"));
    assertEquals(3, FinishedScan.read(out("").toString(), null, SampleScan.CONF, SampleScan::read));
  }

  @Test
  void whoeverReadsAScanThatIsReplacedMeanwhileReadsTheNewOne() throws IOException {
    write(SCAN);
    List<Integer> read = new ArrayList<>();
    int views =
        FinishedScan.read(
            out("").toString(),
            "head",
            SampleScan.CONF,
            scan -> {
              read.add(scan.views());
              if (read.size() == 1) {
                write(new SampleScan(3));
              }
              return SampleScan.read(scan);
            });
    assertEquals(3, views);
    assertEquals(List.of(2, 3), read);
  }

  @Test
  void whatIsBegunAnewInTheSameRunIsWhole() throws IOException {
    try (SinogramDataset dataset = open()) {
      SCAN.stage(dataset, "head");
      SCAN.write(dataset, "head");
      assertNotNull(dataset.find("head", SCAN.origin()).existing());
    }
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
    String run = "_staging/run-01234567-89ab-cdef-0123-456789abcdef/";
    Files.createDirectories(out(run + "head/work"));
    Files.writeString(out(run + "owner.json"), "{}");
    Files.writeString(out(run + "head/work/part"), "half");
    Files.writeString(out(MARKER), "");
    LockOwner here = LockOwner.here();
    LockOwner died =
        new LockOwner("n", here.host(), here.machine(), process.pid(), here.started(), "dawn");
    Files.write(out("_staging/lock.json"), died.json());
    SinogramDataset dataset = open();
    assertFalse(Files.exists(out(run)));
    dataset.close();
    assertFalse(Files.exists(out("")));
  }

  @Test
  void aLockThatAnotherRunHasTakenIsNotRemoved() throws IOException {
    SinogramDataset dataset = open();
    String other = "{\"nonce\": \"another\", \"host\": \"elsewhere.example\", \"pid\": 1}";
    Files.writeString(out("_staging/lock.json"), other);
    dataset.close();
    assertEquals(other, Files.readString(out("_staging/lock.json")));
  }

  @Test
  void whoeverWasTakenForDeadMakesNothingVisible() throws IOException {
    try (SinogramDataset dataset = open()) {
      StagedScan staged = SCAN.stage(dataset, "head");
      // As whoever takes a run's place does: its lock, and nothing of the other's is left.
      Files.writeString(out("_staging/lock.json"), "{\"nonce\": \"another\"}");
      String run = staged.work().getParent().getParent().toUri().getPath();
      assertTrue(FileUtil.fullyDelete(new File(run)));
      // A straggling task makes nothing there either.
      assertThrows(IOException.class, () -> SCAN.commit(staged));
      assertThrows(OutputInUseException.class, dataset::check);
    }
    Set<String> left = new HashSet<>(files());
    left.remove("_staging/heartbeat");
    assertEquals(Set.of(MARKER, "_staging/lock.json"), left);
  }

  @Test
  void filesThatAreMissingOrCutShortAreTold() throws IOException {
    write(SCAN);
    for (String folder : List.of("sinogram/scan=head", "views/scan=head")) {
      Path file;
      try (Stream<Path> all = Files.list(out(folder))) {
        file = all.sorted().skip(folder.startsWith("s") ? 1 : 0).findFirst().orElseThrow();
      }
      byte[] content = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(content, 7));
      assertEquals("%s has 7 bytes, not %d".formatted(file, content.length), damage());
      Files.delete(file);
      assertEquals(file + " is missing", damage());
      Files.write(file, content);
      assertNull(damage());
    }
  }

  private @Nullable String damage() throws IOException {
    try (SinogramDataset dataset = open()) {
      ScanManifest there = dataset.find("head", SCAN.origin()).existing();
      assertNotNull(there);
      return dataset.damage(there);
    }
  }

  @Test
  void aDamagedScanIsReplaced() throws IOException {
    write(SCAN);
    assertTrue(FileUtil.fullyDelete(out("sinogram/scan=head").toFile()));
    write(SCAN);
    assertNull(damage());
  }

  @Test
  void anOutputThatCannotBeOneIsRefused() throws IOException {
    Files.writeString(out(""), "a file");
    InputException e = assertThrows(InputException.class, this::open);
    assertTrue(e.getMessage().contains(out("") + " is a file"), e.getMessage());
  }
}
