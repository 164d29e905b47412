package io.sinotrace.description;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.FarFileSystem;
import io.sinotrace.volume.io.HookedFileSystem;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.dicom.DicomSlice;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series of DICOM among other files: how they are named, and found again. */
class FoundSeriesTest {
  private static final Configuration CONF = new Configuration();

  static {
    CONF.set("fs.far.impl", FarFileSystem.class.getName());
  }

  @TempDir Path given = Path.of("");
  private Path folder = given;
  private final List<String> warnings = new ArrayList<>();

  /** Two series in one folder, in files without a suffix and with two. */
  @BeforeEach
  void makeFiles() throws IOException {
    folder = given.toRealPath();
    Files.createDirectories(folder.resolve("in/p/a"));
    for (int k = 0; k < 3; k++) {
      write("in/p/a/" + (9 - k), new DicomSlice("1.2.3", k));
      write("in/p/a/" + k + (k < 2 ? ".dcm" : ".xyz"), new DicomSlice("1.2.4", k));
    }
    Files.write(folder.resolve("in/p/notes.txt"), new byte[200]);
  }

  private void write(String name, DicomSlice slice) throws IOException {
    Files.write(folder.resolve(name), slice.bytes());
  }

  private ScanDescription description(String path, String units) throws IOException {
    String text =
        """
        volume: {path: "%s", units: %s}
        geometry: {type: parallel, detector: {columns: 3, pixel: 1}, angles: [0]}
        output: {path: out}
        """
            .formatted(path, units);
    Path file = Files.writeString(folder.resolve("scan.yaml"), text);
    warnings.clear();
    return Descriptions.read(file.toString(), List.of(), CONF);
  }

  private List<ScanSpec> scans(String path) throws IOException {
    return description(path, "hounsfield").scans(CONF, warnings::add);
  }

  private List<String> files(ScanSpec scan) {
    return requireNonNull(scan.volume().slices()).paths().stream()
        .map(path -> path.replace("file:" + folder + "/in/p/a/", ""))
        .toList();
  }

  @Test
  void foldersAndGlobsFindTheSameSeries() throws IOException {
    List<ScanSpec> scans = scans("in");
    assertEquals(2, scans.size());
    assertEquals(
        List.of(List.of("0.dcm", "1.dcm", "2.xyz"), List.of("9", "8", "7")),
        scans.stream().map(this::files).sorted((a, b) -> a.get(0).compareTo(b.get(0))).toList());
    for (ScanSpec scan : scans) {
      assertTrue(scan.id().matches("ct-[0-9a-f]{16}"), scan.id());
      assertEquals("file:" + folder + "/in/#" + scan.id(), scan.volume().uri());
      assertNull(scan.fault());
    }
    assertEquals(1, warnings.size());
    assertTrue(
        warnings.get(0).contains("passed over 1 file in file:" + folder + "/in that is of no known")
            && !warnings.get(0).contains("notes"),
        warnings.get(0));
    assertEquals(
        scans.stream().map(ScanSpec::volume).toList(),
        scans("in/*/*/*").stream().map(ScanSpec::volume).toList());
  }

  @Test
  void oneFileOfASeriesStandsForAll() throws IOException {
    ScanSpec whole =
        scans("in").stream().filter(s -> files(s).contains("8")).findAny().orElseThrow();
    List<ScanSpec> scans = scans("in/p/a/8");
    assertEquals(List.of(whole.id()), scans.stream().map(ScanSpec::id).toList());
    assertEquals(List.of("9", "8", "7"), files(scans.get(0)));
    assertNull(scans.get(0).fault());
    assertEquals("file:" + folder + "/in/p/a/#" + whole.id(), scans.get(0).volume().uri());
    // Several inputs may find it.
    assertEquals(1, scans("in/p/a/{7,8,9}").size());
    Files.writeString(folder.resolve("list.csv"), "path\nin/p/a/9\nin/p/a/7\nin/p/a/1.dcm\n");
    assertEquals(2, scans("@list.csv").size());
  }

  /** A slice that does not say of which series it is may be one of this. */
  @Test
  void whatMayBeASliceOfTheSeriesIsTold() throws IOException {
    byte[] slice = new DicomSlice("1.2.3", 3).bytes();
    Files.write(folder.resolve("in/p/a/6.dcm"), Arrays.copyOf(slice, 200));
    List<ScanSpec> scans = scans("in/p/a/8");
    assertEquals(2, scans.size());
    assertEquals(List.of("9", "8", "7"), files(scans.get(0)));
    assertNull(scans.get(0).fault());
    // It is set aside, as it is where the folder is named.
    String fault = requireNonNull(scans.get(1).fault());
    assertTrue(fault.contains("file:" + folder + "/in/p/a: file 4 of 7: "), fault);
    assertEquals(List.of(), warnings);
    assertEquals(1, scans("in").stream().filter(scan -> scan.fault() != null).count());
    // What else is beside a named file is told as for its folder.
    write(
        "in/p/a/5",
        new DicomSlice("1.2.6", 0).text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\LOCALIZER"));
    Files.write(folder.resolve("in/p/a/4"), new byte[0]);
    for (String path : List.of("in/p/a/8", "in", "in/p/a/*")) {
      scans(path);
      String all = warnings.toString();
      assertTrue(all.contains(" is a localizer") && all.contains(" is empty, and may have"), all);
    }
    // What is no DICOM at all is counted, also in a folder that a list names.
    Files.createDirectories(folder.resolve("in/one"));
    write("in/one/1", new DicomSlice("1.2.5", 0));
    write("in/one/2", new DicomSlice("1.2.5", 1));
    Files.write(folder.resolve("in/one/3"), new byte[0]);
    Files.writeString(folder.resolve("list.csv"), "path\nin/one\n");
    assertNull(scans("@list.csv").get(0).fault());
    String all = warnings.toString();
    assertTrue(all.contains("file 3 of 3: is empty, and may have been a slice"), all);
  }

  @Test
  void whatSeveralRowsPassOverIsToldOnce() throws IOException {
    write(
        "in/p/a/5",
        new DicomSlice("1.2.6", 0).text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\LOCALIZER"));
    Files.createDirectories(folder.resolve("in/one"));
    write("in/one/1", new DicomSlice("1.2.5", 0));
    write("in/one/2", new DicomSlice("1.2.5", 1));
    Files.writeString(folder.resolve("in/one/3"), "some words");
    Files.writeString(
        folder.resolve("list.csv"),
        "path,id\nin/p/a/9,a\nin/p/a/7,a\nin/p/a/0.dcm,b\nin/one,c\nin/one,c\nin/p/a/8,a\n");
    assertEquals(3, scans("@list.csv").size());
    assertEquals(2, warnings.size(), warnings::toString);
    assertTrue(
        warnings.get(0).startsWith("list.csv:2, column path: passed over ")
            && warnings.get(0).endsWith(" is a localizer, which has no slices"),
        warnings.get(0));
    assertTrue(
        warnings.get(1).startsWith("list.csv:5, column path: passed over 1 file in "),
        warnings.get(1));
  }

  @Test
  void aRowSaysNothingThatSlicesSayThemselves() throws IOException {
    Files.writeString(
        folder.resolve("list.csv"),
        """
        path,id,axes,spacing,type,scale
        in/p/a/9,a,zyx,,,
        in/p/a/9,b,,0.5,,
        in/p/a/9,c,,,int16,
        in/p/a/9,d,,,,2
        in/p/a/0.dcm,e,,,,
        """);
    List<ScanSpec> scans = scans("@list.csv");
    assertEquals(List.of("a", "b", "c", "d", "e"), scans.stream().map(ScanSpec::id).toList());
    String[] faults = {
      "volume.axes is for files that end in .npy, ",
      "volume.spacing is for files that end in .npy, ",
      "volume.type is for files that end in .raw, ",
      "whose numbers are Hounsfield units: expected no scale or offset"
    };
    for (int k = 0; k < faults.length; k++) {
      String fault = String.valueOf(scans.get(k).fault());
      assertTrue(fault.contains(faults[k]), fault);
    }
    assertNull(scans.get(4).fault());
  }

  /** One that cannot be read as its row says it must not take another's place. */
  @Test
  void aSeriesInTwoRowsThatReadItInDifferentWays() throws IOException {
    for (String misfit : List.of("units\n%s,per-mm\n%s,", "scale\n%s,2\n%s,")) {
      Files.writeString(
          folder.resolve("list.csv"), "path," + misfit.formatted("in/p/a/9", "in/p/a/7"));
      List<ScanSpec> scans = scans("@list.csv");
      assertEquals(2, scans.size());
      assertTrue(requireNonNull(scans.get(0).fault()).contains("Hounsfield units: expected "));
      String fault = requireNonNull(scans.get(1).fault());
      assertTrue(fault.startsWith("list.csv:3, column path: "), fault);
      assertTrue(
          fault.endsWith(
              " is listed twice, with other settings: expected an id for each, in the column id"),
          fault);
      Files.writeString(
          folder.resolve("list.csv"), "path,id," + misfit.formatted("in/p/a/9,a", "in/p/a/7,b"));
      scans = scans("@list.csv");
      assertEquals(List.of("a", "b"), scans.stream().map(ScanSpec::id).toList());
      assertTrue(requireNonNull(scans.get(0).fault()).contains("Hounsfield units: expected "));
      assertNull(scans.get(1).fault());
    }
    Files.writeString(folder.resolve("list.csv"), "path,id\nin/p/a/9,a\nin/p/a/7,b\n");
    warnings.clear();
    assertEquals(List.of("a"), scans("@list.csv").stream().map(ScanSpec::id).toList());
    assertEquals(
        List.of(
            "list.csv:3, column path: passed over the id b: the same series has the id a already"),
        warnings);
  }

  /** One that is not a slice at all, and of which nobody can know that. */
  @Test
  void aSliceThatMayNotBeReadIsSetAsideAlone() throws IOException {
    write("in/p/a/secret", new DicomSlice("1.2.9", 0));
    for (String path : List.of("far:" + folder + "/in", "far:" + folder + "/in/p/a/8")) {
      List<ScanSpec> scans = scans(path);
      List<ScanSpec> aside = scans.stream().filter(scan -> scan.fault() != null).toList();
      assertEquals(1, aside.size(), path);
      String fault = requireNonNull(aside.get(0).fault());
      assertTrue(
          fault.endsWith(" of 7: permission denied") || fault.endsWith(" of 8: permission denied"),
          fault);
      assertTrue(scans.size() > 1);
    }
  }

  @Test
  void aFolderThatCannotBeListedIsNotNamed() throws IOException {
    for (String name : List.of("secret-smith", "broken-smith")) {
      Files.createDirectories(folder.resolve(name + "/in/" + name));
      for (String path : List.of("/in", "/in/*/*")) {
        RuntimeException e =
            assertThrows(RuntimeException.class, () -> scans("far:" + folder + "/" + name + path));
        for (Throwable t = e; t != null; t = t.getCause()) {
          assertFalse(String.valueOf(t.getMessage()).contains("in/" + name), t.toString());
        }
        assertTrue(String.valueOf(e.getMessage()).contains(" cannot be listed: "), e.toString());
      }
    }
  }

  @Test
  void aFolderOfAListTellsWhyItIsNotOneVolume() throws IOException {
    Files.write(folder.resolve("in/p/a/6.dcm"), new byte[50]);
    Files.writeString(folder.resolve("list.csv"), "path\nin/p\n");
    String fault = requireNonNull(scans("@list.csv").get(0).fault());
    assertTrue(fault.contains("there are 3 volumes in the folder"), fault);
    assertTrue(fault.endsWith("is no DICOM file"), fault);
  }

  @Test
  void aSeriesIsFoundAgainByWhatStandsForIt() throws IOException {
    VolumeSettings settings = description("in", "hounsfield").volume().settings();
    for (ScanSpec scan : scans("in")) {
      VolumeSource again = new VolumeFinder(CONF).named(scan.volume().uri(), settings);
      assertEquals(scan.volume(), again);
    }
    InputException e =
        assertThrows(
            InputException.class,
            () -> new VolumeFinder(CONF).named("file:" + folder + "/in/#ct-0", settings));
    assertEquals(
        "file:%s/in/#ct-0: there is no volume: expected the series of this id, and SINOTRACE_ID_KEY as it was"
            .formatted(folder),
        e.getMessage());
    String file = "file:" + folder + "/in/p/a/8";
    assertEquals(
        List.of("9", "8", "7"),
        requireNonNull(new VolumeFinder(CONF).named(file, settings).slices()).paths().stream()
            .map(path -> path.substring(path.lastIndexOf('/') + 1))
            .toList());
  }

  @Test
  void aSeriesWithAGapIsReadAsFarAsItGoesIfThatIsAskedFor() throws IOException {
    String id = scans("in/p/a/8").get(0).id();
    write("in/p/a/6", new DicomSlice("1.2.3", 7));
    ScanSpec refused = scans("in/p/a/8").get(0);
    assertTrue(requireNonNull(refused.fault()).contains("some are missing"), refused.fault());
    assertEquals(id, refused.id());
    List<ScanSpec> taken =
        description("in/p/a/8", "hounsfield, gaps: longest-run").scans(CONF, warnings::add);
    assertEquals(List.of("9", "8", "7"), files(taken.get(0)));
    assertNull(taken.get(0).fault());
    assertEquals(id, taken.get(0).id());
    assertTrue(
        warnings.stream()
            .anyMatch(line -> line.contains("is not among the 3 slices of its series")),
        warnings::toString);
    // Any of its files stands for the series, also one that is left out.
    List<ScanSpec> byOther =
        description("in/p/a/6", "hounsfield, gaps: longest-run").scans(CONF, warnings::add);
    assertEquals(List.of(taken.get(0).volume()), byOther.stream().map(ScanSpec::volume).toList());
    assertEquals(taken.get(0).note(), byOther.get(0).note());
    Files.writeString(
        folder.resolve("list.csv"), "path,id,gaps\nin/p/a/6,one,longest-run\nin/p/a/0.dcm,two,\n");
    List<ScanSpec> listed = scans("@list.csv");
    assertEquals(List.of("one", "two"), listed.stream().map(ScanSpec::id).toList());
    assertNull(listed.get(0).fault());
    assertEquals(List.of("9", "8", "7"), files(listed.get(0)));
    assertEquals(
        taken.get(0).volume(),
        new VolumeFinder(CONF)
            .named(
                "file:" + folder + "/in/p/a/6",
                description("in", "hounsfield, gaps: longest-run").volume().settings()));
    // A complete series is the same scan with and without it: what is read is known by checksums.
    assertEquals(refused.settings(), taken.get(0).settings());
    VolumeSettings recorded = description("in", "hounsfield").volume().settings();
    assertEquals(
        taken.get(0).volume(), new VolumeFinder(CONF).named(taken.get(0).volume().uri(), recorded));
    // Other formats have no use for it.
    Files.write(folder.resolve("a.nii"), new byte[400]);
    InputException e =
        assertThrows(
            InputException.class,
            () -> description("a.nii", "hounsfield, gaps: longest-run").scans(CONF, warnings::add));
    assertTrue(
        e.getMessage().contains("volume.gaps is for CT series in DICOM only"), e.getMessage());
  }

  @Test
  void phasesInOneFileAreVolumesOfTheirOwn() throws IOException {
    Files.createDirectories(folder.resolve("in/q"));
    try (InputStream golden =
        requireNonNull(VolumeLoader.class.getResourceAsStream("golden/dicom/phases/all"))) {
      Files.copy(golden, folder.resolve("in/q/all"));
    }
    List<ScanSpec> scans = scans("in/q");
    assertEquals(2, scans.stream().map(ScanSpec::id).distinct().count());
    assertEquals(
        List.of(0, 1),
        scans.stream()
            .map(scan -> requireNonNull(scan.volume().slices()).number())
            .sorted()
            .toList());
    VolumeSettings settings = description("in/q", "hounsfield").volume().settings();
    for (ScanSpec scan : scans) {
      assertNull(scan.fault());
      assertEquals(scan.volume(), new VolumeFinder(CONF).named(scan.volume().uri(), settings));
      assertEquals(scan.volume().uri(), "file:" + folder + "/in/q/#" + scan.id());
    }
    assertEquals(volumes(scans), volumes(scans("in/q/all")));
    Files.writeString(folder.resolve("list.csv"), "path\nin/q/all\n");
    assertEquals(volumes(scans), volumes(scans("@list.csv")));
    Files.writeString(folder.resolve("list.csv"), "path,id\nin/q/all,one\n");
    assertEquals(
        "list.csv:2, column path: there are 2 volumes in the file file:%s/in/q/all:"
                .formatted(folder)
            + " expected one volume, or no id",
        scans("@list.csv").get(0).fault());
  }

  private static Set<VolumeSource> volumes(List<ScanSpec> scans) {
    return scans.stream().map(ScanSpec::volume).collect(Collectors.toSet());
  }

  /** Else a folder of n series would be read n times. */
  @Test
  void allSeriesOfAFolderAreFoundAgainByReadingItOnce() throws IOException {
    VolumeSettings settings = description("in", "hounsfield").volume().settings();
    List<String> opened = new ArrayList<>();
    Configuration hooked = new Configuration();
    hooked.set("fs.hooked.impl", HookedFileSystem.class.getName());
    HookedFileSystem.before(
        (request, path) -> {
          if (request == HookedFileSystem.Request.OPEN) {
            opened.add(path.getName());
          }
        });
    try {
      VolumeFinder finder = new VolumeFinder(hooked);
      for (ScanSpec scan : scans("in")) {
        String uri = "hooked:" + folder + "/in/#" + scan.id();
        assertEquals(
            3, requireNonNull(finder.named(uri, settings).slices()).paths().size(), scan.id());
        assertEquals(
            List.of("0.dcm", "1.dcm", "2.xyz", "7", "8", "9", "notes.txt"),
            opened.stream().sorted().toList());
      }
    } finally {
      HookedFileSystem.before((request, path) -> {});
    }
  }

  @Test
  void aRowOfAListNamesASeriesOrLeavesItToItsHash() throws IOException {
    for (String name : List.of("smith", "jones")) {
      Files.createDirectories(folder.resolve("in/" + name));
      for (int k = 0; k < 2; k++) {
        write("in/" + name + "/" + k, new DicomSlice("1.3." + name.length() + name.charAt(0), k));
      }
    }
    Files.writeString(folder.resolve("in/list.csv"), "path,id\nsmith,\njones,second\n");
    List<ScanSpec> scans = scans("@in/list.csv");
    assertTrue(scans.get(0).id().matches("ct-[0-9a-f]{16}"), scans.get(0).id());
    assertEquals("second", scans.get(1).id());
  }

  @Test
  void onlyHounsfieldUnitsAreTaken() throws IOException {
    for (ScanSpec scan : description("in", "per-mm").scans(CONF)) {
      String fault = requireNonNull(scan.fault());
      assertTrue(fault.endsWith("Hounsfield units: expected units: hounsfield"), fault);
    }
  }

  /** RFC 4231, test case 2. */
  @Test
  void theHashIsThatOfTheStandard() {
    assertEquals("5bdcc146bf60754e", KeyedHash.of("what do ya want for nothing?", "Jefe"));
  }
}
