package io.sinotrace.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files, lists and globs to scans, and their names. */
class ScanFilesTest {
  private static final Configuration CONF = new Configuration();

  @TempDir Path given = Path.of("");
  private Path folder = given;

  @BeforeEach
  void makeFiles() throws IOException {
    folder = given.toRealPath();
    Files.createDirectories(folder.resolve("in/sub"));
    for (String name : List.of("b.nii", "a.nii.gz", "a.npy", "a-2.nii", ".hidden.nii", "007.H5")) {
      Files.writeString(folder.resolve("in").resolve(name), "x");
    }
  }

  private List<ScanSpec> scans(String path, String... more) throws IOException {
    String text =
        """
        volume:
          path: %s
          units: per-mm
        geometry: {type: parallel, detector: {columns: 3, pixel: 1}, angles: [0]}
        """
            .formatted(path);
    Path file = Files.writeString(folder.resolve("scan.yaml"), text);
    return Descriptions.read(file.toString(), List.of(more), CONF).scans(CONF);
  }

  private List<String> named(List<ScanSpec> scans) {
    String prefix = "file:" + folder + "/in/";
    return scans.stream()
        .map(scan -> scan.id() + "=" + scan.volume().uri().replace(prefix, ""))
        .toList();
  }

  private void assertMessage(String expected, String path, String... more) {
    InputException e = assertThrows(InputException.class, () -> scans(path, more));
    assertEquals(expected.replace("ROOT", folder.toString()), e.getMessage());
  }

  @Test
  void globsAreSortedAndNumbered() throws IOException {
    // Sorted: 007.H5, a-2.nii, a.nii.gz, a.npy, b.nii. The second a may not be a-2: a file is.
    List<String> expected =
        List.of("s-007=007.H5", "a-2=a-2.nii", "a=a.nii.gz", "a-3=a.npy", "b=b.nii");
    assertEquals(expected, named(scans("in/*")));
    assertEquals(expected, named(scans("in/*")));
  }

  @Test
  void listsKeepTheirOrder() throws IOException {
    List<ScanSpec> scans = scans("[in/b.nii, \"in/a*.n*\", in/a.npy]");
    assertEquals(List.of("b=b.nii", "a-2=a-2.nii", "a=a.nii.gz", "a-3=a.npy"), named(scans));
    assertEquals(List.of("b=b.nii", "s-007=007.H5"), named(scans("[in/b.nii, in/007.H5]")));
  }

  @Test
  void aGlobPassesOverWhatIsPartOfAnotherVolumeAndNothingElse() throws IOException {
    Files.createDirectories(folder.resolve("meta"));
    Files.writeString(folder.resolve("meta/b.mhd"), "NDims = 3\nElementDataFile = b.raw\n");
    Files.writeString(folder.resolve("meta/c.mhd"), "broken");
    for (String name : List.of("b.raw", "c.raw", "notes.txt")) {
      Files.writeString(folder.resolve("meta").resolve(name), "x");
    }
    String prefix = "file:" + folder + "/meta/";
    List<String> files =
        scans("meta/*").stream().map(scan -> scan.volume().uri().replace(prefix, "")).toList();
    assertEquals(List.of("b.mhd", "c.mhd", "c.raw", "notes.txt"), files);
    // Who names a file means it.
    assertEquals(2, scans("[meta/b.mhd, meta/b.raw]").size());
    assertEquals(1, scans("meta/*b.raw").size());
  }

  @Test
  void nothingFound() {
    assertMessage(
        "ROOT/scan.yaml:2: volume.path: there is no file file:ROOT/in/c.nii: expected at least one"
            + " volume file",
        "in/c.nii");
    assertMessage(
        "ROOT/scan.yaml:2: volume.path: no file matches file:ROOT/in/*.mha: expected at least one"
            + " volume file",
        "in/*.mha");
    assertMessage(
        "ROOT/scan.yaml:2: volume.path: no file matches file:ROOT/in/su*: expected at least one"
            + " volume file",
        "in/su*");
    assertMessage(
        "ROOT/scan.yaml:2: element 2 of volume.path: there is no file file:ROOT/in/c.nii: expected"
            + " at least one volume file",
        "[in/b.nii, in/c.nii]");
    assertMessage(
        "ROOT/scan.yaml:2: volume.path: file:ROOT/in is a directory: expected a file, or a glob"
            + " such as file:ROOT/in/*.nii.gz",
        "in");
  }

  @Test
  void settingsOfOtherFormatsAreRefused() throws IOException {
    assertMessage(
        "argument volume.dataset=/ct: volume.dataset is for HDF5 files (.h5, .hdf5) only: it does"
            + " not go with file:ROOT/in/a.npy",
        "in/a.npy",
        "volume.dataset=/ct");
    assertMessage(
        "argument volume.axes=zyx: volume.axes is for HDF5 and .npy files only: it does not go with"
            + " file:ROOT/in/b.nii",
        "in/b.nii",
        "volume.axes=zyx");
    assertMessage(
        "argument volume.spacing=1: volume.spacing is for HDF5 and .npy files only: it does not go"
            + " with file:ROOT/in/b.nii",
        "[in/a.npy, in/b.nii]",
        "volume.spacing=1");
    ScanSpec scan =
        scans("in/007.H5", "volume.dataset=/ct", "volume.axes=xyz", "volume.spacing=2").get(0);
    assertEquals("/ct", scan.volume().dataset());
  }

  @Test
  void idsAreOfTheirAlphabet() {
    assertEquals("head_1-a", ScanIds.base("Head_1 (a).NII.GZ"));
    assertEquals("s-007", ScanIds.base("007.nii"));
    assertEquals("s-_x", ScanIds.base("_x.mhd"));
    assertEquals("a-b", ScanIds.base("--a---b--.mha"));
    assertEquals("scan", ScanIds.base("\u00e9.hdf5"));
    assertEquals("a-tar", ScanIds.base("a.tar"));
    assertEquals("s-" + "1".repeat(98), ScanIds.base("1".repeat(300) + ".npy"));
  }

  @Test
  void longNamesStayDifferent() {
    String name = "n".repeat(150) + ".nii";
    List<String> ids = ScanIds.of(List.of(name, name, name, "n".repeat(98) + "-2.nii"));
    assertEquals(4, new HashSet<>(ids).size(), ids.toString());
    for (String id : ids) {
      assertTrue(id.matches("[a-z][a-z0-9_-]{0,99}"), id);
    }
    assertEquals("n".repeat(98) + "-3", ids.get(1));
  }
}
