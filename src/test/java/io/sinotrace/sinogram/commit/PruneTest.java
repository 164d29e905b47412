package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what is ours, old and not needed is removed. */
class PruneTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String SOME_UUID = "01234567-89ab-cdef-0123-456789abcdef";
  private static final String DEAD = "_staging/run-" + SOME_UUID;

  @TempDir Path temp;

  private Path out(String name) {
    return temp.resolve("out").resolve(name);
  }

  private SinogramDataset open() throws IOException {
    return SinogramDataset.open(out("").toString(), SampleScan.CONF, said -> {});
  }

  private void write(int views) throws IOException {
    try (SinogramDataset dataset = open()) {
      new SampleScan(views).write(dataset, "head");
    }
  }

  private void file(String name) throws IOException {
    Files.createDirectories(out(name).getParent());
    Files.writeString(out(name), "x");
  }

  /** Makes all that is there two days old. */
  private void age() throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(DAY.multipliedBy(2)));
    for (Path path : all()) {
      Files.setLastModifiedTime(path, then);
    }
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> all = Files.walk(temp)) {
      return all.toList();
    }
  }

  private Set<String> prune(boolean dryRun) throws IOException {
    String root = out("") + "/";
    return Prune.run(out("").toString(), DAY, false, dryRun, SampleScan.CONF).paths().stream()
        .map(path -> path.replace(root, ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void whatRunsThatDiedHaveLeftGoesOnceItIsOld() throws IOException {
    write(2);
    write(3);
    file(DEAD + "/owner.json");
    file(DEAD + "/head/work/0/sinogram/000000000004-00000.parquet");
    Files.createDirectories(out("_staging/run-11234567-89ab-cdef-0123-456789abcdef"));
    file("sinogram/scan=head/000000000004-00000.parquet");
    file("sinogram/scan=tail/000000000004-00000.parquet");
    file("views/scan=head/000000000004.parquet");
    file(".set-aside.json.%s.tmp".formatted(SOME_UUID));
    file("_clock-" + SOME_UUID);
    file("scans/.%s.tmp".formatted(SOME_UUID));
    assertEquals(Set.of(), prune(false));
    age();
    List<Path> before = all();
    Set<String> expected =
        Set.of(
            DEAD,
            "_staging/run-11234567-89ab-cdef-0123-456789abcdef",
            "scans/head.json",
            "sinogram/scan=head/000000000004-00000.parquet",
            "sinogram/scan=tail/000000000004-00000.parquet",
            "views/scan=head/000000000004.parquet",
            ".set-aside.json.%s.tmp".formatted(SOME_UUID),
            "_clock-" + SOME_UUID,
            "scans/.%s.tmp".formatted(SOME_UUID));
    assertEquals(expected, prune(true));
    assertEquals(before, all());
    assertEquals(expected, prune(false));
    assertEquals(Set.of(), prune(false));
    assertEquals(3, FinishedScan.read(out("").toString(), null, SampleScan.CONF, SampleScan::read));
    assertTrue(Files.notExists(out("_staging")));
  }

  @Test
  void whatHasOtherNamesOrPlacesStays() throws IOException {
    write(2);
    file("notes.txt");
    file("sinogram/scan=head/mine.parquet");
    file("sinogram/scan=head/000000000004-1.parquet");
    file("sinogram/000000000004-00000.parquet");
    file("preview/head-mine.png");
    file(".notes.%s.tmp".formatted(SOME_UUID));
    file("_clock-1");
    file("scans/notes.json.txt");
    file("_staging/run-old/x");
    file(DEAD + "/mine.txt");
    age();
    List<Path> before = all();
    assertEquals(Set.of(), prune(false));
    assertEquals(before, all());
  }

  /** It may have read the manifests before the newest of them was made. */
  @Test
  void aRunThatLivesKeepsWhatItMayNeed() throws IOException {
    write(2);
    try (SinogramDataset dataset = open()) {
      StagedScan staged = dataset.stage("head");
      TracedScan traced = new SampleScan(3).trace(staged);
      try (Stream<Path> runs = Files.list(out("_staging"))) {
        Path heartbeat = runs.findFirst().orElseThrow().resolve(Heartbeat.FILE);
        write(4);
        write(5);
        age();
        Files.setLastModifiedTime(heartbeat, FileTime.from(Instant.now()));
        FileTime earlier = FileTime.from(Instant.now().minus(DAY.multipliedBy(3)));
        Files.setLastModifiedTime(heartbeat.resolveSibling("owner.json"), earlier);
      }
      assertEquals(Set.of(), prune(false));
      assertEquals(CommitOutcome.LOST, staged.commit(traced));
    }
    assertEquals(Set.of("scans/head.json", "scans/head.2.json"), prune(false));
  }

  /** While a manifest cannot be read, the files of its scan look as if nobody needed them. */
  @Test
  void whenAnyRequestFailsNothingOfAScanIsLost() throws IOException {
    write(2);
    age();
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(out("").toUri());
    Storage real = Storage.of(root, SampleScan.CONF);
    int failures = 0;
    for (boolean more = true; more; failures++) {
      AtomicInteger left = new AtomicInteger(failures);
      Storage failing =
          HookedStorage.of(
              real,
              (method, path, request) -> {
                if (!method.equals("isObjectStore") && left.getAndDecrement() == 0) {
                  throw new IOException("connection reset");
                }
                return request.make();
              });
      try {
        Prune.run(failing, root, DAY, false);
      } catch (IOException | UncheckedIOException e) {
        assertTrue(Messages.reason(e).contains("connection reset"), () -> Messages.reason(e));
      }
      more = left.get() < 0;
      assertEquals(
          2, FinishedScan.read(out("").toString(), null, SampleScan.CONF, SampleScan::read));
    }
    // At least the marker, the clock, the manifests twice and the scan's directories.
    assertTrue(failures > 10, failures + " requests");
  }

  @Test
  void whereThereIsNoMarkerNothingIsTouched() throws IOException {
    file("sinogram/scan=head/000000000004-00000.parquet");
    age();
    InputException e = assertThrows(InputException.class, () -> prune(false));
    assertTrue(e.getMessage().contains("a directory with _sinotrace.json in it"), e.getMessage());
  }
}
