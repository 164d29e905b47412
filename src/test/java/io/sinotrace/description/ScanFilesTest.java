package io.sinotrace.description;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.description.OutputSpec.OnChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    return description(path, more).scans(CONF);
  }

  private ScanDescription description(String path, String... more) throws IOException {
    String text =
        """
        volume:
          path: %s
          units: per-mm
        geometry: {type: parallel, detector: {columns: 3, pixel: 1}, angles: [0]}
        output: {path: out}
        """
            .formatted(path);
    Path file = Files.writeString(folder.resolve("scan.yaml"), text);
    return Descriptions.read(file.toString(), List.of(more), CONF);
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
  void globsAreSorted() throws IOException {
    // Sorted: 007.H5, a-2.nii, a.nii.gz, a.npy, b.nii.
    List<String> expected =
        List.of("s-007=007.H5", "a-2-4ec09918=a-2.nii", "a=a.nii.gz", "a=a.npy", "b=b.nii");
    assertEquals(expected, named(scans("in/*")));
    assertEquals(expected, named(scans("in/*")));
  }

  @Test
  void listsKeepTheirOrder() throws IOException {
    List<ScanSpec> scans = scans("[in/b.nii, \"in/a*.n*\", in/a-2.nii]");
    assertEquals(List.of("b=b.nii", "a-2-4ec09918=a-2.nii", "a=a.nii.gz", "a=a.npy"), named(scans));
    assertEquals(List.of("b=b.nii", "s-007=007.H5"), named(scans("[in/b.nii, in/007.H5]")));
    // The first that names a file gives it its id.
    assertEquals(List.of("a-2=a-2.nii"), named(scans("[in/a-2.nii, in/a-2*]")));
  }

  @Test
  void thoseOfOneIdAreSetAsideTogetherAndTheOthersGoOn() throws IOException {
    List<ScanSpec> scans = scans("in/*");
    assertEquals(
        List.of("a=a.nii.gz", "a=a.npy"),
        named(scans.stream().filter(scan -> scan.fault() != null).toList()));
    InputException e = assertThrows(InputException.class, () -> scans.get(3).check());
    assertEquals(
        ("ROOT/scan.yaml:2: volume.path: file:ROOT/in/a.npy has the id a, and so has"
                + " file:ROOT/in/a.nii.gz: expected names that differ by more than their ending, or"
                + " a glob over their folders, such as {a,b}/ct.nii, which makes these a part of the"
                + " ids")
            .replace("ROOT", folder.toString()),
        e.getMessage());
    scans.get(0).check();
  }

  @Test
  void filesNamedByThemselvesAreCalledByTheirNamesAlone() throws IOException {
    folders("u", "v", "w");
    assertEquals(List.of("ct", "ct", "ct"), ids(scans("[in/u/ct.nii, in/v/ct.nii, in/w/ct.nii]")));
    assertTrue(
        String.valueOf(scans("[in/u/ct.nii, in/v/ct.nii, in/w/ct.nii]").get(0).fault())
            .contains("and so has file:" + folder + "/in/v/ct.nii and 1 more: "));
    // As the message advises.
    assertEquals(List.of("u-ct", "v-ct"), ids(scans("\"in/{u,v}/ct.nii\"")));
  }

  @Test
  void idsAreOfThePathBelowTheFixedPartOfTheGlob() throws IOException {
    folders("u");
    assertEquals(List.of("u-ct"), ids(scans("in/*/*.nii")));
    assertEquals(List.of("in-u-ct"), ids(scans("\"*/*/ct.nii\"")));
    assertEquals(List.of("u-ct"), ids(scans("\"./in/[u]/ct.nii\"")));
    assertEquals(List.of("ct"), ids(scans("in/u/ct.n*")));
    assertEquals(List.of("ct"), ids(scans("in/u/ct.nii")));
    // A brace may hold folders: what is fixed is what is before it.
    assertEquals(List.of("in-u-ct"), ids(scans("\"{in/u,in/v}/ct.nii\"")));
    assertEquals(List.of("u-ct"), ids(scans("\"" + folder + "/in/u*/ct.nii\"")));
  }

  @Test
  void otherFilesNeverChangeAnId() throws IOException {
    String[] names = new String[500];
    for (int k = 0; k < names.length; k++) {
      names[k] = "p%03d".formatted(k);
    }
    folders(names);
    Map<String, String> before = idsByFile(scans("in/*/ct.nii"));
    assertEquals(500, new HashSet<>(before.values()).size());
    assertEquals("p007-ct", before.get("file:" + folder + "/in/p007/ct.nii"));
    folders("p000b");
    Map<String, String> after = idsByFile(scans("[in/p499/../p4*/ct.nii, \"in/*/ct.nii\"]"));
    assertEquals("p000b-ct", after.remove("file:" + folder + "/in/p000b/ct.nii"));
    assertEquals(before, after);
  }

  private void folders(String... names) throws IOException {
    for (String name : names) {
      Path in = Files.createDirectories(folder.resolve("in").resolve(name));
      Files.writeString(in.resolve("ct.nii"), "x");
    }
  }

  private static List<String> ids(List<ScanSpec> scans) {
    return scans.stream().map(ScanSpec::id).toList();
  }

  private static Map<String, String> idsByFile(List<ScanSpec> scans) {
    return scans.stream().collect(Collectors.toMap(scan -> scan.volume().uri(), ScanSpec::id));
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
        "ROOT/scan.yaml:2: volume.path: there is no volume in file:ROOT/in/sub: expected names that"
            + " end in .nii, .nii.gz, .hdr, .hdr.gz, .mha, .mhd, .nrrd, .nhdr, .npy, .h5, .hdf5, .tif, .tiff, .vti, .dcm or .ima; files of DICOM may have any name, and so may raw binaries, of which the description says what they are",
        "in/sub");
  }

  @Test
  void aFolderIsSearchedToTheBottom() throws IOException {
    folders("u", "u/.hidden", "_temporary", "u/v");
    Path v = folder.resolve("in/u/v");
    Files.writeString(v.resolve("b.mhd"), "broken");
    // By its name a part of b.mhd, which is not opened.
    Files.writeString(v.resolve("b.raw"), "x");
    Files.writeString(v.resolve("notes.txt"), "x");
    Files.writeString(v.resolve("_half.nii"), "x");
    // A loop, which does not go on for ever.
    Files.createSymbolicLink(v.resolve("loop"), folder.resolve("in/u"));
    List<String> warnings = new ArrayList<>();
    List<ScanSpec> scans = description("in/u").scans(CONF, warnings::add);
    assertEquals(List.of("ct=u/ct.nii", "v-b=u/v/b.mhd", "v-ct=u/v/ct.nii"), named(scans));
    assertEquals(
        List.of(
            ("ROOT/scan.yaml:2: volume.path: passed over 1 file in file:ROOT/in/u that is of no known"
                    + " format, such as file:ROOT/in/u/v/notes.txt: expected names that end in .nii,"
                    + " .nii.gz, .hdr, .hdr.gz, .mha, .mhd, .nrrd, .nhdr, .npy, .h5, .hdf5, .tif, .tiff, .vti, .dcm or .ima; files of DICOM may have any name, and so may raw binaries, of which the description says what they are")
                .replace("ROOT", folder.toString())),
        warnings);
    assertEquals(1, scans.get(0).bytes());
    assertEquals(
        Files.getLastModifiedTime(folder.resolve("in/u/ct.nii")).toMillis(),
        scans.get(0).modified());
    // The ids of a folder are those of the glob that finds the same.
    assertEquals(List.of("v-ct"), ids(scans("in/u/v*/ct.nii")));
  }

  @Test
  void manyFilesOfAFolderAreLookedUpByOneListing() throws IOException {
    StringBuilder list = new StringBuilder("[");
    for (int k = 0; k < 40; k++) {
      Files.writeString(folder.resolve("in/m" + k + ".nii"), "x".repeat(k));
      list.append("in/m").append(k).append(".nii, ");
    }
    List<ScanSpec> scans = scans(list + "in/b.nii]");
    assertEquals(41, scans.size());
    for (int k = 0; k < 40; k++) {
      assertEquals("m" + k, scans.get(k).id());
      assertEquals(k, scans.get(k).bytes());
    }
    assertMessage(
        "ROOT/scan.yaml:2: element 42 of volume.path: there is no file file:ROOT/in/gone.nii:"
            + " expected at least one volume file",
        list + "in/b.nii, in/gone.nii]");
  }

  @Test
  void whatIsSearchedForIsABatch() throws IOException {
    for (String path : List.of("in", "in/*", "[in/b.nii, in]")) {
      assertEquals(60, description(path).volume().minAge());
      assertEquals(OnChange.REPLACE, onChange(description(path)));
    }
    assertEquals(0, description("in/b.nii").volume().minAge());
    assertEquals(OnChange.KEEP, onChange(description("in/b.nii")));
    // Files that are named are not being filled in, but there are many.
    assertEquals(0, description("[in/b.nii, in/a.npy]").volume().minAge());
    assertEquals(OnChange.REPLACE, onChange(description("[in/b.nii, in/a.npy]")));
    ScanDescription chosen = description("in", "volume.min-age=2.5", "output.on-change=keep");
    assertEquals(2.5, chosen.volume().minAge());
    assertEquals(OnChange.KEEP, onChange(chosen));
    assertMessage(
        "argument volume.min-age=-1: volume.min-age is -1: expected a number of seconds from 0 to"
            + " 1e9",
        "in",
        "volume.min-age=-1");
    assertMessage(
        "argument output.on-change=ask: output.on-change is ask: expected replace or keep",
        "in",
        "output.on-change=ask");
  }

  private static OnChange onChange(ScanDescription description) {
    return requireNonNull(description.output()).onChange();
  }

  @Test
  void theSectionOfAVolumeIsWhatItsValuesDependOn() throws IOException {
    List<ScanSpec> scans = scans("[in/a.npy, in/b.nii]", "volume.spacing=1", "volume.min-age=9");
    assertEquals(
        Map.of("spacing", List.of(1.0, 1.0, 1.0), "units", "per-mm", "center", "isocenter"),
        scans.get(0).volumeSection());
    assertEquals(Map.of("units", "per-mm", "center", "isocenter"), scans.get(1).volumeSection());
  }

  @Test
  void aSettingThatNoFileTakesIsRefused() throws IOException {
    assertMessage(
        "argument volume.dataset=/ct: volume.dataset is for files that end in .h5 or .hdf5 only: expected"
            + " one of them among the volumes, found file:ROOT/in/a.npy",
        "in/a.npy",
        "volume.dataset=/ct");
    assertMessage(
        "argument volume.axes=zyx: volume.axes is for files that end in .npy, .h5, .hdf5, .raw, .bin, .vol, .dat, .raw.gz, .bin.gz, .vol.gz or .dat.gz only: expected one of"
            + " them among the volumes, found file:ROOT/in/b.nii",
        "in/b.nii",
        "volume.axes=zyx");
    assertMessage(
        "argument volume.spacing=1: volume.spacing is for files that end in .npy, .h5, .hdf5, .tif, .tiff, .raw, .bin, .vol, .dat, .raw.gz, .bin.gz, .vol.gz or .dat.gz only: expected one of"
            + " them among the volumes, found file:ROOT/in/a-2.nii",
        "in/*.nii*",
        "volume.spacing=1");
  }

  @Test
  void aSettingThatSomeFileTakesStopsNone() throws IOException {
    assertEquals(2, scans("[in/a.npy, in/b.nii]", "volume.spacing=1").size());
    assertEquals(5, scans("in/*", "volume.dataset=/ct", "volume.axes=xyz").size());
    ScanSpec scan =
        scans("in/007.H5", "volume.dataset=/ct", "volume.axes=xyz", "volume.spacing=2").get(0);
    assertEquals("/ct", scan.volume().parts().get(0).dataset());
  }
}
