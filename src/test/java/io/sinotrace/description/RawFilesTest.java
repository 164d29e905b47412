package io.sinotrace.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.VolumeLoader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Raw binaries by name, by folder, by glob and by list; and numbers that are scaled. */
class RawFilesTest {
  private static final Configuration CONF = new Configuration();
  private static final String FORM = "type: uint16, shape: [3, 2, 1], spacing: 2";
  private static final byte[] SIX = TestFiles.shorts(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, 6);

  @TempDir Path given = Path.of("");
  private Path folder = given;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void makeFiles() throws IOException {
    folder = given.toRealPath();
    Files.createDirectories(folder.resolve("in/low"));
    TestFiles.write(folder.resolve("in/a.raw"), SIX);
    TestFiles.write(folder.resolve("in/low/b.BIN"), SIX);
    Files.writeString(folder.resolve("in/notes.txt"), "x");
    String header =
        "ObjectType = Image\nNDims = 3\nDimSize = 1 2 3\nElementSpacing = 1 1 1\nElementType = MET_USHORT\n";
    Files.writeString(folder.resolve("in/c.mhd"), header + "ElementDataFile = voxels.raw\n");
    TestFiles.write(folder.resolve("in/voxels.raw"), SIX);
  }

  private List<ScanSpec> scans(String volume, String... arguments) throws IOException {
    String text =
        """
        volume: {%s}
        geometry: {type: parallel, detector: {columns: 3, pixel: 1}, angles: [0]}
        output: {path: out}
        """
            .formatted(volume);
    String file = Files.writeString(folder.resolve("scan.yaml"), text).toString();
    warnings.clear();
    return Descriptions.read(file, List.of(arguments), CONF).scans(CONF, warnings::add);
  }

  private List<String> named(List<ScanSpec> scans) {
    return scans.stream()
        .map(scan -> scan.id() + "=" + scan.volume().uri().replace("file:" + folder + "/", ""))
        .toList();
  }

  private static float[] voxels(ScanSpec scan) {
    Volume volume = VolumeLoader.load(scan.volume(), CONF);
    float[] all = new float[(int) volume.grid().voxels()];
    for (int i = 0; i < all.length; i++) {
      int row = i / volume.grid().nx();
      all[i] =
          TestFiles.voxel(
              volume, i % volume.grid().nx(), row % volume.grid().ny(), row / volume.grid().ny());
    }
    return all;
  }

  private void assertMessage(String expected, String volume, String... arguments) {
    InputException e = assertThrows(InputException.class, () -> scans(volume, arguments));
    assertEquals(
        expected, e.getMessage().replace("file:" + folder, "ROOT").replace(folder + "/", ""));
  }

  @Test
  void oneThatIsNamedMayHaveAnyName() throws IOException {
    for (String name : List.of("in/a.raw", "in/notes.txt")) {
      TestFiles.write(folder.resolve(name), SIX);
      ScanSpec scan = scans("path: %s, %s, units: per-mm".formatted(name, FORM)).get(0);
      assertEquals(List.of(1f, 2f, 3f, 4f, 5f, 6f), list(voxels(scan)));
      assertTrue(scan.id().matches("a|notes-txt-[0-9a-f]{8}"), scan.id());
    }
    Map<String, Object> section =
        scans("path: in/a.raw, %s, units: per-mm".formatted(FORM)).get(0).volumeSection();
    assertEquals(
        Map.of(
            "spacing", List.of(2.0, 2.0, 2.0),
            "type", "uint16",
            "shape", List.of(3, 2, 1),
            "byte-order", "little",
            "skip", 0,
            "units", "per-mm",
            "center", "isocenter"),
        section);
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  @Test
  void aFolderHasThoseOfTheirSuffixes() throws IOException {
    List<ScanSpec> scans = scans("path: in, %s, units: per-mm".formatted(FORM));
    assertEquals(List.of("a=in/a.raw", "c=in/c.mhd", "low-b=in/low/b.BIN"), named(scans));
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("passed over 1 file in"), warnings.get(0));
    assertEquals(List.of(1f, 2f, 3f, 4f, 5f, 6f), list(voxels(scans.get(2))));
    // Without a description of their bytes they are files of no known format, as ever.
    assertEquals(List.of("c=in/c.mhd"), named(scans("path: in, units: per-mm")));
    assertTrue(warnings.get(0).contains("passed over 4 files in"), warnings.get(0));
  }

  @Test
  void aGlobHasWhatItMatches() throws IOException {
    List<ScanSpec> scans = scans("path: \"in/*\", %s, units: per-mm".formatted(FORM));
    assertEquals(
        List.of("a=in/a.raw", "c=in/c.mhd", "notes-txt=in/notes.txt"),
        named(scans).stream().map(name -> name.replaceAll("-[0-9a-f]{8}=", "=")).toList());
    InputException e = assertThrows(InputException.class, () -> voxels(scans.get(2)));
    assertTrue(e.getMessage().contains("notes.txt: has 1 bytes: expected 12"), e.getMessage());
  }

  @Test
  void aListSaysWhatDiffers() throws IOException {
    TestFiles.write(folder.resolve("in/d.raw"), new byte[5], SIX);
    Files.writeString(
        folder.resolve("in/list.csv"),
        """
        path,type,shape,byte-order,skip,spacing,scale
        a.raw,,,,,,
        low/b.BIN,uint8,2 2 3,,,1 1 2,
        d.raw,,,big,5,,0.5
        c.mhd,uint8,,,,,
        """);
    List<ScanSpec> scans = scans("path: \"@in/list.csv\", %s, units: per-mm".formatted(FORM));
    assertEquals(
        List.of("a=in/a.raw", "low-b=in/low/b.BIN", "d=in/d.raw", "c=in/c.mhd"), named(scans));
    assertEquals(List.of(1f, 2f, 3f, 4f, 5f, 6f), list(voxels(scans.get(0))));
    assertEquals(
        List.of(1f, 0f, 2f, 0f, 3f, 0f, 4f, 0f, 5f, 0f, 6f, 0f), list(voxels(scans.get(1))));
    assertEquals(List.of(128f, 256f, 384f, 512f, 640f, 768f), list(voxels(scans.get(2))));
    assertTrue(
        String.valueOf(scans.get(3).fault())
            .contains(
                "volume.type is for files that end in .raw, .bin, .vol, .dat, .raw.gz, .bin.gz, .vol.gz or .dat.gz only"),
        scans.get(3).fault());
    assertNull(scans.get(2).fault());
  }

  @Test
  void whatIsMissingIsNamedWithItsKey() throws IOException {
    ScanSpec scan = scans("path: in/a.raw, type: uint8, units: per-mm").get(0);
    InputException e = assertThrows(InputException.class, () -> voxels(scan));
    assertTrue(e.getMessage().contains("expected its shape, three numbers"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: short | volume.type is short: expected int8, uint8, int16, uint16, int32, uint32,"
            + " int64, uint64, float16, float32 or float64",
        "type: uint61 | volume.type is uint61 (did you mean uint64?): expected int8, uint8, int16,"
            + " uint16, int32, uint32, int64, uint64, float16, float32 or float64",
        "shape: [1, 2] | volume.shape is a list of 2: expected three whole numbers from 1 to 32768,"
            + " in the order of volume.axes",
        "shape: [1, 2, 0] | element 3 of volume.shape is 0: expected a whole number from 1 to 32768",
        "shape: [1, 2, 99999999999] | element 3 of volume.shape is 99999999999: expected a whole"
            + " number from 1 to 32768",
        "byte-order: middle | volume.byte-order is middle: expected little or big",
        "skip: -1 | volume.skip is -1: expected a whole number from 0 to 2147483647",
        "scale: 0 | volume.scale is 0: expected a number from -1e30 to 1e30, but not 0",
        "offset: x | volume.offset is x: expected a number from -1e30 to 1e30"
      })
  void badSettings(String setting, String message) {
    assertMessage("scan.yaml:1: " + message, "path: in/a.raw, units: per-mm, " + setting);
  }

  @Test
  void noneOfTheFilesIsOne() {
    assertMessage(
        "argument volume.type=uint8: volume.type is for files that end in .raw, .bin, .vol, .dat, .raw.gz, .bin.gz, .vol.gz or .dat.gz"
            + " only: expected one of them among the volumes, found ROOT/in/c.mhd",
        "path: in/c.mhd, units: per-mm",
        "volume.type=uint8");
  }

  @Test
  void numbersAreScaledBeforeTheyMeanSomething() throws IOException {
    String form = "path: in/c.mhd, scale: 200, offset: -1100, units: hounsfield, mu-water: 0.02";
    ScanSpec scan = scans(form).get(0);
    // -900, -700, ... HU; -100 more would be below air.
    assertEquals(List.of(0.002f, 0.006f, 0.01f, 0.014f, 0.018f, 0.022f), list(voxels(scan)));
    assertEquals(
        "mu = max(0, mu-water * (1 + HU / 1000)), of number * 200.0 + -1100.0",
        scan.volume().formula());
    assertEquals(200.0, scan.volumeSection().get("scale"));
    assertEquals(-1100.0, scan.volumeSection().get("offset"));
    Map<String, Object> only =
        scans("path: in/c.mhd, offset: 1, units: per-mm").get(0).volumeSection();
    assertEquals(1.0, only.get("scale"));
    assertTrue(
        scans("path: in/c.mhd, units: per-mm").get(0).volumeSection().keySet().stream()
            .noneMatch(List.of("scale", "offset")::contains));
  }

  @Test
  void theRefusedNumberIsThatOfTheFile() throws IOException {
    ScanSpec scan = scans("path: in/c.mhd, scale: -1, densities: {water: c.mhd}").get(0);
    InputException e = assertThrows(InputException.class, () -> voxels(scan));
    assertTrue(
        e.getMessage()
            .endsWith(
                "voxel (0, 0, 0) is 1: expected a density of water from 0 to 30 g/cm^3 from number"
                    + " * -1.0 + 0.0"),
        e.getMessage());
  }

  @Test
  void theDensitiesOfEachMaterialMayBeARawBinary() throws IOException {
    TestFiles.write(
        folder.resolve("in/low/bone.raw"),
        TestFiles.shorts(ByteOrder.LITTLE_ENDIAN, 0, 0, 1, 0, 2, 0));
    String volume = "%s, scale: 0.5, densities: {water: b.BIN, bone: bone.raw}".formatted(FORM);
    List<ScanSpec> scans = scans("path: in/low, " + volume);
    assertEquals(List.of("b=in/low/b.BIN"), named(scans));
    Volume both = VolumeLoader.load(scans.get(0).volume(), CONF);
    assertEquals(2, both.channels());
    // A tenth of the density, so that millimetres give g/cm^2.
    assertEquals(0.5f * 5 / 10, both.slab(0, 2).get(0));
    assertEquals(0.5f * 2 / 10, both.slab(1, 2).get(0));
    assertMessage(
        "scan.yaml:1: volume.densities has files of several formats: expected one of all",
        "path: in/low/b.BIN, %s, densities: {water: b.BIN, bone: bone.nii}".formatted(FORM));
    assertMessage(
        "scan.yaml:1: volume.densities.water is b.BIN: expected the name of a volume file beside"
            + " that of volume.path, without its folder; or of all materials datasets, which begin"
            + " with /",
        "path: in/low/b.BIN, densities: {water: b.BIN}");
  }

  @Test
  void packedOnesAreFoundByTheSuffixBeforeThatOfGzip() throws IOException {
    TestFiles.write(folder.resolve("in/low/p.raw.gz"), TestFiles.gzip(SIX));
    TestFiles.write(folder.resolve("in/low/other.gz"), TestFiles.gzip(SIX));
    List<ScanSpec> scans = scans("path: in/low, %s, units: per-mm".formatted(FORM));
    assertEquals(List.of("b=in/low/b.BIN", "p=in/low/p.raw.gz"), named(scans));
    assertEquals(List.of(1f, 2f, 3f, 4f, 5f, 6f), list(voxels(scans.get(1))));
    ScanSpec other = scans("path: in/low/other.gz, %s, units: per-mm".formatted(FORM)).get(0);
    assertEquals(List.of(1f, 2f, 3f, 4f, 5f, 6f), list(voxels(other)));
  }

  @Test
  void labelsAreNotScaled() {
    assertMessage(
        "scan.yaml:1: volume.scale does not go with labels",
        "path: in/c.mhd, scale: 2, labels: {1: water}");
  }

  @Test
  void aManifestRecordsWhatTheBytesAre() throws IOException {
    ScanSpec scan =
        scans(
                "path: in/a.raw, %s, byte-order: big, skip: 0, scale: 2, units: per-mm"
                    .formatted(FORM))
            .get(0);
    String json =
        """
        {"volume": {"path": "%s", "type": "uint16", "shape": [3, 2, 1], "byte-order": "big",
          "skip": 0, "spacing": [2.0, 2.0, 2.0], "scale": 2.0, "offset": 0.0, "units": "per-mm",
          "center": "isocenter"}}
        """
            .formatted(scan.volume().uri());
    VolumeSettings again = new RecordedDescription("a", json, CONF).volume();
    assertEquals(scan.volume(), new VolumeFinder(CONF).named(scan.volume().uri(), again));
    assertEquals(again.section(VolumeFormat.RAW), scan.volumeSection());
  }
}
