package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is somebody's stays as it is. */
class OwnershipTest {
  private static final SampleScan SCAN = new SampleScan(2);

  @TempDir Path temp;

  private final List<String> said = new ArrayList<>();

  private Path out(String name) {
    return temp.resolve("out").resolve(name);
  }

  private Path theirs(String name) throws IOException {
    Files.createDirectories(out(name).getParent());
    return Files.writeString(out(name), "five years of work");
  }

  private Map<String, String> tree() throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(temp)) {
      for (Path path : all.toList()) {
        String name = temp.relativize(path).toString();
        tree.put(
            name,
            Files.isRegularFile(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "/");
      }
    }
    return tree;
  }

  private SinogramDataset open() throws IOException {
    return SinogramDataset.open(out("").toString(), SampleScan.CONF, said::add);
  }

  private void write() throws IOException {
    try (SinogramDataset dataset = open()) {
      SCAN.write(dataset, "head");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "thesis.tex",
        "sinogram/x",
        "sinogram/scan=head/part-00000-1.parquet",
        "views/scan=head/views.parquet",
        "scans/head.json",
        "scans/head.dcm",
        "preview/head-2.png",
        "_staging/run-01234567-89ab-cdef-0123-456789abcdef/x",
        "_sinotrace.json"
      })
  void aDirectoryOfSomebodysIsRefused(String name) throws IOException {
    theirs(name);
    Map<String, String> before = tree();
    String entry = name.split("/", -1)[0];
    InputException e = assertThrows(InputException.class, this::open);
    assertTrue(e.getMessage().contains("holds something else (" + entry + ")"), e.getMessage());
    InputException checked =
        assertThrows(
            InputException.class, () -> SinogramDataset.check(out("").toString(), SampleScan.CONF));
    assertEquals(e.getMessage(), checked.getMessage());
    assertEquals(before, tree());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sinogram/scan=head/part-00000-1.parquet",
        "sinogram/scan=head/folder/x",
        "sinogram/scan=head",
        "views/scan=head/views.parquet",
        "preview/head-2.png",
        "scans/head.json"
      })
  void inADatasetTheScanInWhoseWayItIsIsRefused(String name) throws IOException {
    try (SinogramDataset dataset = open()) {
      new SampleScan(3, "file:/volumes/other.nii").write(dataset, "other");
    }
    theirs(name);
    Map<String, String> before = tree();
    InputException e;
    try (SinogramDataset dataset = open()) {
      e =
          assertThrows(
              InputException.class,
              () -> SCAN.write(dataset, dataset.find("head", SCAN.origin()).id()));
    }
    String named = name.replace("/folder/x", "/folder");
    assertTrue(e.getMessage().contains(out(named).toString()), e.getMessage());
    assertEquals(before, tree());
  }

  @Test
  void itIsRefusedTooWhereItComesWhileTheScanIsTraced() throws IOException {
    write();
    SampleScan another = new SampleScan(3);
    Map<String, String> before;
    try (SinogramDataset dataset = open()) {
      StagedScan staged = another.stage(dataset, "head");
      theirs("sinogram/scan=head/mine.parquet");
      theirs("preview/head-3.png");
      before = tree();
      InputException e = assertThrows(InputException.class, () -> another.commit(staged));
      assertTrue(e.getMessage().contains("mine.parquet is in the way"), e.getMessage());
    }
    before.keySet().removeIf(file -> file.startsWith("out/_staging"));
    assertEquals(before, tree());
  }

  /** Of a run that was killed between journal and manifest, when something came in its way. */
  @Test
  void whatIsPreparedWaitsUntilNothingIsInItsWay() throws IOException {
    write();
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(out("").toUri());
    SteppedStorage storage =
        new SteppedStorage(
            Storage.of(root, SampleScan.CONF),
            Integer.MAX_VALUE,
            step -> {
              if (step.endsWith("head/manifest.json")) {
                throw new SteppedStorage.Died();
              }
            });
    try (SinogramDataset dataset =
        SinogramDataset.open(storage, root, SampleScan.CONF, said::add)) {
      assertThrows(SteppedStorage.Died.class, () -> new SampleScan(3).write(dataset, "head"));
    }
    Path mine = theirs("sinogram/scan=head/mine.parquet");
    open().close();
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).contains(mine + " is in the way"), said.get(0));
    assertEquals(2, read());
    Files.delete(mine);
    open().close();
    assertEquals(1, said.size(), said::toString);
    assertEquals(3, read());
  }

  private int read() throws IOException {
    return FinishedScan.read(out("").toString(), "head", SampleScan.CONF, SampleScan::read);
  }

  @Test
  void hiddenFilesAreNobodysData() throws IOException {
    theirs(".DS_Store");
    Map<String, String> before = tree();
    open().close();
    assertEquals(before, tree());
  }

  @Test
  void aDatasetOfAVersionWithoutMarkersIsAdopted() throws IOException {
    write();
    Files.delete(out("_sinotrace.json"));
    SinogramDataset.check(out("").toString(), SampleScan.CONF);
    open().close();
    assertEquals(
        "sinogram", Json.MAPPER.readTree(out("_sinotrace.json").toFile()).path("dataset").asText());
    assertEquals(2, read());
  }

  @Test
  void aDatasetOfANewerVersionIsRefused() throws IOException {
    write();
    Files.writeString(out("_sinotrace.json"), "{\"dataset\": \"sinogram\", \"format\": 2}");
    InputException e = assertThrows(InputException.class, this::open);
    assertTrue(e.getMessage().contains("a dataset of format 2: expected 1"), e.getMessage());
  }
}
