package io.sinotrace.description;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.description.OutputSpec.OnChange;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** List files: a volume a row, with settings of its own. */
class VolumeListTest {
  private static final Configuration CONF = new Configuration();

  @TempDir Path given = Path.of("");
  private Path folder = given;

  @BeforeEach
  void makeFiles() throws IOException {
    folder = given.toRealPath();
    Files.createDirectories(folder.resolve("lists/p1"));
    Files.createDirectories(folder.resolve("lists/p2"));
    for (String name : List.of("p1/ct.nii", "p2/ct.nii", "a.npy", "b c.h5", "../out.nii")) {
      Files.writeString(folder.resolve("lists").resolve(name), "xyz");
    }
  }

  private ScanDescription read(String csv, String... arguments) throws IOException {
    Files.writeString(folder.resolve("lists/v.csv"), csv);
    String text =
        """
        volume:
          path: "@lists/v.csv"
          units: hounsfield
          mu-water: 0.02
        geometry: {type: parallel, detector: {columns: 3, pixel: 1}, angles: [0]}
        output: {path: out}
        """;
    String file = Files.writeString(folder.resolve("scan.yaml"), text).toString();
    return Descriptions.read(file, List.of(arguments), CONF);
  }

  private List<ScanSpec> scans(String csv, String... arguments) throws IOException {
    return read(csv, arguments).scans(CONF);
  }

  private void assertMessage(String expected, String csv) {
    InputException e = assertThrows(InputException.class, () -> scans(csv));
    assertEquals(expected.replace("ROOT", folder.toString()), e.getMessage());
  }

  private static List<String> ids(List<ScanSpec> scans) {
    return scans.stream().map(ScanSpec::id).toList();
  }

  private String fault(ScanSpec scan) {
    return requireNonNull(scan.fault()).replace("file:" + folder, "ROOT");
  }

  @Test
  void rowsAreVolumesInTheirOrder() throws IOException {
    List<ScanSpec> scans = scans("path\np2/ct.nii\n\nb c.h5\np1/ct.nii\n../out.nii\n");
    // As a glob in the list's folder would name them; what lies elsewhere, as if named alone.
    assertEquals(List.of("p2-ct", "b-c-56e0ca5d", "p1-ct", "out"), ids(scans));
    assertEquals("file:" + folder + "/lists/b c.h5", scans.get(1).volume().uri());
    assertEquals(3, scans.get(1).bytes());
    assertEquals(
        Files.getLastModifiedTime(folder.resolve("lists/b c.h5")).toMillis(),
        scans.get(1).modified());
    for (ScanSpec scan : scans) {
      assertNull(scan.fault());
    }
  }

  @Test
  void columnsAreSettingsOfARow() throws IOException {
    List<ScanSpec> scans =
        scans(
            """
            id,path,dataset,axes,spacing,units,mu-water,center
            hdf,b c.h5,/ct,xyz,0.5 1 2,per-mm,,file
            npy,a.npy,,,3,,0.03,
            plain,p1/ct.nii,,,,,,
            """);
    assertEquals(List.of("hdf", "npy", "plain"), ids(scans));
    assertEquals("/ct", scans.get(0).volume().parts().get(0).dataset());
    assertEquals(AxisOrder.XYZ, scans.get(0).volume().axes());
    assertEquals(new Vec3(0.5, 1, 2), scans.get(0).volume().spacing());
    // The mu of water in the description gives way to other units, as it does to an argument.
    assertEquals("per-mm", scans.get(0).volumeSection().get("units"));
    assertEquals(Placement.FILE, scans.get(0).volume().placement());
    assertEquals(
        Map.of(
            "dataset",
            "/ct",
            "axes",
            "xyz",
            "spacing",
            List.of(0.5, 1.0, 2.0),
            "units",
            "per-mm",
            "center",
            "file"),
        scans.get(0).volumeSection());
    assertEquals(new Vec3(3, 3, 3), scans.get(1).volume().spacing());
    assertEquals(0.03, scans.get(1).volumeSection().get("mu-water"));
    assertEquals(0.02, scans.get(2).volumeSection().get("mu-water"));
    assertEquals(
        Map.of("units", "hounsfield", "mu-water", 0.02, "center", "isocenter"),
        scans.get(2).volumeSection());
  }

  @Test
  void oneFileMayHoldSeveralVolumes() throws IOException {
    List<ScanSpec> scans = scans("path,dataset,id\nb c.h5,/low,low\nb c.h5,/high,high\n");
    assertEquals(List.of("low", "high"), ids(scans));
    assertEquals("/high", scans.get(1).volume().parts().get(0).dataset());
    List<ScanSpec> alike = scans("path,dataset\nb c.h5,/low\nb c.h5,/high\n");
    assertEquals(2, alike.size());
    assertEquals(
        "v.csv:3, column path: ROOT/lists/b c.h5 is listed twice, with other settings: expected an"
            + " id for each, in the column id",
        fault(alike.get(1)));
    // The same volume twice is one.
    assertEquals(1, scans("path\na.npy\na.npy\n").size());
  }

  @Test
  void quotesAndEndsOfLines() throws IOException {
    Files.writeString(folder.resolve("lists/c, \"d\".nii"), "x");
    List<ScanSpec> scans = scans("\uFEFFid, path\r\nx,\"c, \"\"d\"\".nii\"\r\n y , a.npy \r\n");
    assertEquals(List.of("x", "y"), ids(scans));
    assertTrue(scans.get(0).volume().uri().endsWith("/lists/c, \"d\".nii"));
    assertNull(scans.get(0).fault());
    assertNull(scans.get(1).fault());
  }

  @Test
  void aListStandsAmongOtherInputs() throws IOException {
    ScanDescription d =
        read(
            "path\na.npy\n",
            "volume.path=[\"@"
                + folder
                + "/lists/v.csv\", "
                + "\""
                + folder
                + "/lists/p?/*.nii\"]");
    assertEquals(List.of("a", "p1-ct", "p2-ct"), ids(d.scans(CONF)));
    // What was understood is a description of the same scans.
    Object volume = requireNonNull(d.effective().get("volume"));
    assertEquals(
        List.of("@file:" + folder + "/lists/v.csv", "file:" + folder + "/lists/p?/*.nii"),
        ((Map<?, ?>) volume).get("path"));
  }

  @Test
  void aListIsABatch() throws IOException {
    ScanDescription d = read("path\na.npy\n");
    assertEquals(60, d.volume().minAge());
    assertEquals(OnChange.REPLACE, requireNonNull(d.output()).onChange());
  }

  @Test
  void aFaultOfARowIsOneOfItsVolumeAlone() throws IOException {
    List<ScanSpec> scans =
        scans(
            """
            path,id,units,spacing,dataset
            p1/ct.nii,Head 1,,,
            b c.h5,a--b,,,
            a.npy,n,inches,0,
            gone.nii,g,,,
            ../lists,dir,,,
            p2/ct.nii,d,,,/ct
            ../out.nii,fine,,,
            """);
    String alphabet =
        "expected at most 100 small letters, digits, _ and -, the first a letter, and no two"
            + " hyphens in a row";
    assertEquals(
        List.of(
            "v.csv:2, column id: is \"Head 1\": " + alphabet,
            "v.csv:3, column id: is \"a--b\": " + alphabet,
            "v.csv:4, column spacing: volume.spacing is 0: expected a length in mm from 1e-9 to 1e9,"
                + " or three as [x, y, z]; v.csv:4, column units: volume.units is inches: expected"
                + " hounsfield, per-mm or per-cm",
            "v.csv:5, column path: there is no file ROOT/lists/gone.nii: expected a volume file",
            "v.csv:6, column path: there are 4 volumes in the folder ROOT/lists: expected one volume",
            "v.csv:7, column dataset: volume.dataset is for files that end in .h5 or .hdf5 only:"
                + " expected such a file, found ROOT/lists/p2/ct.nii"),
        scans.subList(0, 6).stream().map(this::fault).toList());
    // What would be the id of a volume without one stands for an id that is none.
    assertEquals(List.of("p1-ct", "b-c-56e0ca5d", "a", "g", "dir", "d", "fine"), ids(scans));
    assertEquals(-1, scans.get(3).bytes());
    assertNull(scans.get(6).fault());
  }

  @Test
  void theFileAsAWhole() {
    assertMessage(
        "v.csv:1: unknown column \"unit\" (did you mean units?): expected path, id, dataset, axes,"
            + " spacing, type, shape, byte-order, skip, gaps, scale, offset, units, mu-water or center",
        "path,unit\na.npy,per-mm\n");
    assertMessage(
        "v.csv:1: has the columns id, units: expected path, and each column once",
        "id,units\na,\n");
    assertMessage(
        "v.csv:1: has the columns path, id, id: expected path, and each column once",
        "path,id,id\na.npy,a,b\n");
    assertMessage(
        "v.csv:3: the line has 3 fields: expected 2 (path, id)", "path,id\na.npy,a\nb,c.h5,d\n");
    assertMessage(
        "v.csv:3, column path: is empty: expected a volume file", "path,id\na.npy,a\n,b\n");
    assertMessage(
        "v.csv: lists no volume: expected CSV with a header, and in its column path a volume file a"
            + " row",
        "path\n");
    assertMessage(
        "ROOT/scan.yaml:2: volume.path: v.csv: is empty: expected CSV with a header, and in its"
            + " column path a volume file a row",
        "");
    assertMessage(
        "v.csv:3: is not valid CSV: expected quotes that end, and fields of at most 10000"
            + " characters",
        "path\na.npy\n\"b\"c.h5\n");
    assertMessage(
        "v.csv:2, column path: goes on in another line: expected quotes that end",
        "path\n\"a.npy\nb.npy\n");
    assertMessage(
        "v.csv:4: the line has 1 field: expected 2 (path, id)", "path,id\n\na.npy,a\nb.npy");
  }

  /** Else columns of one name would be of different energies. */
  @Test
  void materialsAreOfOneEnergy() throws IOException {
    List<ScanSpec> scans =
        scans("path,mu-water\np1/ct.nii,0.02\np2/ct.nii,0.019\n", "volume.materials=water-bone");
    assertNull(scans.get(0).fault());
    assertEquals(
        "v.csv:3: has another effective energy: expected the mu-water of all volumes, or volume.effective-energy",
        fault(scans.get(1)));
  }

  @Test
  void theNameOfAListStandsInQuotes() throws IOException {
    String file =
        Files.writeString(folder.resolve("bad.yaml"), "volume:\n  path: @v.csv\n").toString();
    InputException e =
        assertThrows(InputException.class, () -> Descriptions.read(file, List.of(), CONF));
    assertEquals(
        file
            + ":2: is not valid YAML: a value that begins with @ must stand in quotes, as in"
            + " \"@volumes.csv\"",
        e.getMessage());
    assertEquals(
        List.of("a"), ids(scans("path\na.npy\n", "volume.path=@" + folder + "/lists/v.csv")));
  }
}
