package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
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
      StagedScan staged = dataset.stage("head");
      TracedScan traced = SCAN.trace(staged);
      // Of an attempt that was given up.
      Path given = Path.of(staged.destination().sinogram("1").toUri().getPath());
      Files.createDirectories(given);
      Files.writeString(given.resolve("given-up.parquet"), "half");
      Set<String> others = new TreeSet<>(files());
      others.removeIf(file -> file.startsWith("_staging/"));
      assertEquals(Set.of(MARKER), others);
      assertNull(dataset.catalog().get("head"));
      assertEquals(CommitOutcome.COMMITTED, staged.commit(traced));
      CommittedScan there = dataset.catalog().get("head");
      assertNotNull(there);
      assertEquals(SCAN.origin().fingerprint(), there.fingerprint());
    }
    assertEquals(
        Set.of(
            MARKER,
            "sinogram/scan=head/000000000002-00000.parquet",
            "sinogram/scan=head/000000000002-00001.parquet",
            "views/scan=head/000000000002.parquet",
            "scans/head.json",
            "preview/head-2.png"),
        files());
  }

  @Test
  void aScanIsReplacedWhole() throws IOException {
    write(SCAN);
    write(new SampleScan(3));
    assertEquals(
        Set.of(
            MARKER,
            "sinogram/scan=head/000000000003-00000.parquet",
            "sinogram/scan=head/000000000003-00001.parquet",
            "sinogram/scan=head/000000000003-00002.parquet",
            "views/scan=head/000000000003.parquet",
            "scans/head.json",
            "scans/head.2.json",
            "preview/head-3.png"),
        files());
    assertEquals(3, FinishedScan.read(out("").toString(), null, SampleScan.CONF, SampleScan::read));
  }

  @Test
  void twoRunsAtOnceCommitOneOfThem() throws IOException {
    try (SinogramDataset one = open();
        SinogramDataset same = open();
        SinogramDataset other = open()) {
      assertEquals(CommitOutcome.COMMITTED, SCAN.write(one, "head"));
      assertEquals(CommitOutcome.ALREADY_THERE, SCAN.write(same, "head"));
      assertEquals(CommitOutcome.LOST, new SampleScan(3).write(other, "head"));
    }
    assertEquals(2, FinishedScan.read(out("").toString(), null, SampleScan.CONF, SampleScan::read));
    assertFalse(Files.exists(out("_staging")));
  }

  /** Whoever writes in such a directory of a group can be helped by another of the group. */
  @Test
  void filesHaveThePermissionsThatTheirDirectoryGives() throws IOException {
    Files.createDirectories(out(""));
    assumeTrue(Files.getFileStore(temp).supportsFileAttributeView("posix"));
    Set<PosixFilePermission> plain =
        Files.getPosixFilePermissions(Files.writeString(temp.resolve("plain"), ""));
    write(SCAN);
    for (String file : files()) {
      assertEquals(plain, Files.getPosixFilePermissions(out(file)), file);
    }
  }

  @Test
  void aRunThatFailsLeavesNothing() throws IOException {
    try (SinogramDataset dataset = open()) {
      SCAN.trace(dataset.stage("head"));
    }
    assertFalse(Files.exists(out("")));
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
      CommittedScan there = dataset.catalog().get("head");
      assertNotNull(there);
      return dataset.catalog().damage(List.of(there)).get("head");
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
