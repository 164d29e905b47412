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

  private final List<InputException> unmoved = new ArrayList<>();

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
    return SinogramDataset.open(out("").toString(), SampleScan.CONF, unmoved::add);
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
        "sinogram/scan=head/000000000002-00000.parquet",
        "views/scan=head/000000000002.parquet",
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
        "sinogram/scan=head/000000000002-00000.parquet",
        "sinogram/scan=head/folder/x",
        "sinogram/scan=head",
        "views/scan=head/000000000002.parquet",
        "preview/head-2.png"
      })
  void inADatasetTheScanInWhoseWayItIsIsRefused(String name) throws IOException {
    try (SinogramDataset dataset = open()) {
      new SampleScan(3, "file:/volumes/other.nii").write(dataset, "other");
    }
    theirs(name);
    Map<String, String> before = tree();
    InputException e;
    try (SinogramDataset dataset = open()) {
      e = assertThrows(InputException.class, () -> SCAN.write(dataset, "head"));
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
      StagedScan staged = dataset.stage("head");
      TracedScan traced = another.trace(staged);
      theirs("sinogram/scan=head/mine.parquet");
      theirs("preview/head-3.png");
      before = tree();
      InputException e = assertThrows(InputException.class, () -> staged.commit(traced));
      assertTrue(e.getMessage().contains("mine.parquet is in the way"), e.getMessage());
    }
    before.keySet().removeIf(file -> file.startsWith("out/_staging"));
    assertEquals(before, tree());
  }

  private int read() throws IOException {
    return FinishedScan.read(out("").toString(), "head", SampleScan.CONF, SampleScan::read);
  }

  @Test
  void whatKeepsTheScanOfADeadRunFromItsPlaceIsToldOfTheOutput() throws IOException {
    // As a kill leaves it between the manifest and the moves.
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(out("").toUri());
    SteppedStorage dying =
        new SteppedStorage(
            Storage.of(root, SampleScan.CONF),
            Integer.MAX_VALUE,
            step -> {
              if (step.contains("makes the only") && step.endsWith("scans/head.json")) {
                throw new SteppedStorage.Died();
              }
            });
    SinogramDataset dead = SinogramDataset.open(dying, root, unmoved::add);
    assertThrows(SteppedStorage.Died.class, () -> SCAN.write(dead, "head"));
    theirs("sinogram");
    open();
    assertEquals(1, unmoved.size());
    String message = unmoved.get(0).getMessage();
    assertTrue(
        message.matches("output: .*/_staging/run-.*/head cannot be moved to its place: .*"),
        message);
    assertEquals(2, read());
    // Once that is taken away, it goes on.
    Files.delete(out("sinogram"));
    unmoved.clear();
    open().close();
    assertEquals(List.of(), unmoved);
    assertTrue(Files.exists(out("sinogram/scan=head")));
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
