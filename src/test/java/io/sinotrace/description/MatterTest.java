package io.sinotrace.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.file.VolumeSource.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes described by labels, or by the densities of materials. */
class MatterTest {
  private static final Configuration CONF = new Configuration();
  private static final String TABLE = "0, vacuum\n1, water\n2, bone, 1.2\n";
  private static final String FILES = "{water: water.nii, bone: bone.nii}";

  @TempDir Path given = Path.of("");
  private Path folder = given;

  @BeforeEach
  void makeFiles() throws IOException {
    folder = given.toRealPath();
    for (String name : List.of("a", "b")) {
      Files.createDirectories(folder.resolve("cases").resolve(name));
      for (String file : List.of("water.nii", "bone.nii", "all.h5")) {
        Files.writeString(folder.resolve("cases").resolve(name).resolve(file), "xyz");
      }
    }
    Files.writeString(folder.resolve("tissues.csv"), TABLE);
  }

  private ScanDescription read(String volume, String... arguments) throws IOException {
    String text =
        """
        volume: {%s}
        geometry: {type: parallel, detector: {columns: 3, pixel: 1}, angles: [0]}
        output: {path: out}
        """
            .formatted(volume);
    String file = Files.writeString(folder.resolve("scan.yaml"), text).toString();
    return Descriptions.read(file, List.of(arguments), CONF);
  }

  private List<ScanSpec> scans(String volume, String... arguments) throws IOException {
    return read(volume, arguments).scans(CONF);
  }

  private static double share(String material, double energy) {
    return Materials.named(material).massAttenuation(energy);
  }

  @Test
  void aTableIsAFileOrWrittenOut() throws IOException {
    VolumeSettings file = read("path: cases/a/bone.nii, labels: tissues.csv").volume().settings();
    VolumeSettings inline =
        read("path: cases/a/bone.nii, labels: {2: {bone: 1.2}, 0: vacuum, 1: water}")
            .volume()
            .settings();
    assertEquals(
        new Channels(List.of("water", "bone"), List.of(share("water", 60), share("bone", 60))),
        file.channels());
    assertEquals(file.parts(), inline.parts());
    Map<String, Object> section = inline.section(VolumeFormat.NIFTI);
    assertEquals(section, file.section(VolumeFormat.NIFTI));
    assertEquals(60.0, section.get("effective-energy"));
    assertEquals(
        Map.of("0", "vacuum", "1", Map.of("water", 1.0), "2", Map.of("bone", 1.2)),
        section.get("labels"));
    assertEquals(60.0, file.effectiveEnergy());
  }

  @Test
  void anArgumentTakesThePlaceOfWhatTheFileSays() throws IOException {
    String hounsfield =
        "path: cases/a/bone.nii, units: hounsfield, mu-water: 0.02, materials: schneider";
    VolumeSettings labels =
        read(hounsfield, "volume.labels=" + folder.resolve("tissues.csv")).volume().settings();
    assertEquals(List.of("water", "bone"), labels.channels().names());
    assertEquals(
        List.of(),
        labels.effective().keySet().stream()
            .filter(List.of("units", "mu-water", "materials")::contains)
            .toList());
    VolumeSettings energy =
        read("path: a.nii, labels: tissues.csv", "volume.effective-energy=80").volume().settings();
    assertEquals(List.of(share("water", 80), share("bone", 80)), energy.channels().shares());
  }

  @Test
  void namesOfMaterialsBecomeColumns() throws IOException {
    ScanDescription description =
        read("path: a.nii, labels: {1: 'Water, Liquid', 2: 'Bone, Cortical (ICRP)', 3: Ti}");
    assertEquals(
        List.of("water_liquid", "bone_cortical_icrp", "ti").stream()
            .map(name -> new ValueColumn("areal_density." + name))
            .toList(),
        description.traced());
  }

  @Test
  void filesBesideEachOtherAreOneVolume() throws IOException {
    String volume = "densities: " + FILES;
    for (String path :
        List.of("cases/*/water.nii", "cases/*/*.nii", "[cases/a/water.nii, cases/b/water.nii]")) {
      List<ScanSpec> scans =
          scans("path: \"%s\", %s".formatted(path, volume).replace("\"[", "[").replace("]\"", "]"));
      assertEquals(2, scans.size(), path);
      for (ScanSpec scan : scans) {
        assertEquals(path.startsWith("["), scan.fault() != null, path);
        assertEquals("water.nii", Path.of(scan.volume().uri()).getFileName().toString());
        assertEquals(List.of("bone.nii"), scan.volume().others());
        assertNull(scan.volume().parts().get(0).file());
      }
    }
    ScanSpec scan = scans("path: cases/a/bone.nii, " + volume).get(0);
    assertEquals(List.of("water.nii"), scan.volume().others());
    assertEquals(List.of("water", "bone"), scan.volume().channels().names());
    assertEquals(
        Map.of("water", "water.nii", "bone", "bone.nii"), scan.volumeSection().get("densities"));
  }

  @Test
  void aFolderMayHoldOtherVolumesWhichAreSetAside() throws IOException {
    List<ScanSpec> scans = scans("path: cases, densities: " + FILES);
    assertEquals(4, scans.size());
    assertEquals(
        List.of("a-all", "b-all"),
        scans.stream().filter(scan -> scan.fault() != null).map(ScanSpec::id).toList());
    assertEquals(
        "scan.yaml:1: volume.path: file:%s/cases/a/all.h5: expected one of the files of volume.densities: water.nii, bone.nii"
            .formatted(folder),
        String.valueOf(scans.get(0).fault()).replace(folder + "/scan.yaml", "scan.yaml"));
  }

  @Test
  void datasetsOfAFileAreOneVolume() throws IOException {
    String volume = "spacing: 1, densities: {water: /water, bone: /seg/bone}";
    ScanSpec scan = scans("path: cases/a/all.h5, " + volume).get(0);
    assertNull(scan.fault());
    assertEquals(
        List.of("/water", "/seg/bone"), scan.volume().parts().stream().map(Part::dataset).toList());
    assertEquals(List.of(), scan.volume().others());
    String fault =
        String.valueOf(
            scans("path: [cases/a/all.h5, cases/a/water.nii], " + volume).get(1).fault());
    assertEquals(
        "cases/a/water.nii: expected an HDF5 file, with the datasets of volume.densities",
        fault.substring(fault.indexOf("cases/a/water.nii")));
  }

  @Test
  void aChangedTableIsAnotherScan() throws IOException {
    Map<String, Object> before =
        scans("path: cases/a/bone.nii, labels: tissues.csv").get(0).settings();
    Files.writeString(
        folder.resolve("moved.csv"), "# the same\nlabel; material\n2;bone;1.2\n1;water\n0;vacuum");
    assertEquals(before, scans("path: cases/a/bone.nii, labels: moved.csv").get(0).settings());
    Files.writeString(folder.resolve("tissues.csv"), TABLE.replace("1.2", "1.3"));
    assertNotEquals(before, scans("path: cases/a/bone.nii, labels: tissues.csv").get(0).settings());
  }

  @Test
  void rowsOfAListShareATable() throws IOException {
    Files.writeString(
        folder.resolve("v.csv"), "path,center\ncases/a/bone.nii,file\ncases/b/bone.nii,\n");
    List<ScanSpec> scans = scans("path: '@v.csv', labels: tissues.csv");
    assertEquals(2, scans.size());
    for (ScanSpec scan : scans) {
      assertNull(scan.fault());
      assertEquals(List.of("water", "bone"), scan.volume().channels().names());
    }
    Files.writeString(folder.resolve("v.csv"), "path,units\ncases/a/bone.nii,per-mm\n");
    String fault = String.valueOf(scans("path: '@v.csv', labels: tissues.csv").get(0).fault());
    assertEquals(
        "v.csv:2, column units: volume.units does not go with labels: expected it with numbers that are attenuation only",
        fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "labels: tissues.csv, units: hounsfield | volume.units does not go with labels: expected it with numbers that are attenuation only",
        "labels: tissues.csv, mu-water: 0.02 | volume.mu-water does not go with labels: expected it",
        "labels: tissues.csv, materials: schneider | volume.labels cannot go with volume.materials (scan.yaml:1): expected one of the two",
        "labels: tissues.csv, densities: {water: a.nii} | volume.densities cannot go with volume.labels",
        "units: per-mm, effective-energy: 60 | volume.effective-energy goes with materials, labels or densities alone",
        "labels: tissues.csv, effective-energy: 900 | volume.effective-energy is 900: expected an energy from 1 to 799 keV",
        "labels: missing.csv | volume.labels: there is no such file: expected a file of labels and materials, or",
        "labels: cases | volume.labels: is a directory: expected a file of labels",
        "labels: [1, 2] | volume.labels is a list of 2: expected a file of labels and materials",
        "labels: | volume.labels is empty: expected a file of labels and materials",
        "labels: {} | volume.labels is a section with keys: expected a file of labels",
        "labels: {1: watr} | volume.labels.1: \"watr\" is no material (did you mean water?): expected",
        "labels: {1: } | volume.labels.1 is empty: expected a material",
        "labels: {1.5: water} | volume.labels.1.5 is of no label: expected a whole number of 32 bits for its key",
        "labels: {bone: water} | volume.labels.bone is of no label",
        "labels: {9999999999: water} | volume.labels.9999999999 is of no label",
        "labels: {1: {water: 0}} | volume.labels.1.water is 0: expected a number greater than 0",
        "labels: {1: {water: heavy}} | volume.labels.1.water is heavy: expected a number greater than 0",
        "labels: {1: {water: 1000}} | volume.labels: label 1: water has a density of 1000.0 g/cm^3: expected at most 30",
        "labels: {1: {water: 1, bone: 1}} | volume.labels.1 has 2 materials: expected a material, vacuum, or a material and its density, such as {bone: 1.2}",
        "labels: {1: [water, 1]} | volume.labels.1 is a list of 2: expected a material",
        "labels: {0: vacuum} | volume.labels: no label stands for a material: expected one at least",
        "labels: {1: CaWO4} | volume.labels: label 1: nothing says the density of CaWO4",
        "labels: {1: water, 1: bone} | 1 is given twice",
        "labels: {1: water, +1: bone} | volume.labels: label 1 stands for two things",
        "labels: {1: Co, 2: {CO: 1}} | volume.labels has Co and CO: expected one of the two, since both would be the column areal_density.co",
        "densities: {water: water.nii}, units: per-mm | volume.units does not go with densities",
        "densities: water.nii | volume.densities is water.nii: expected files of one folder by material",
        "densities: {watr: water.nii} | volume.densities.watr: \"watr\" is no material (did you mean water?)",
        "densities: {water: ../water.nii} | volume.densities.water is ../water.nii: expected the name of a volume file beside that of volume.path, without its folder",
        "densities: {water: b/water.nii} | volume.densities.water is b/water.nii: expected the name",
        "densities: {water: water.png} | volume.densities.water is water.png: expected the name of a volume file",
        "densities: {water: 1} | volume.densities.water is 1: expected the name of a volume file",
        "densities: {water: /water, bone: bone.nii} | volume.densities.water is /water: expected the name of a volume file",
        "densities: {water: water.nii, bone: water.nii} | volume.densities has water.nii twice: expected one of each material",
        "densities: {water: water.nii, bone: bone.npy} | volume.densities has files of several formats: expected one of all",
        "densities: {water: water.nii, Water: bone.nii} | volume.densities has water and water: expected one of the two",
        "densities: {water: /water}, dataset: /ct | volume.dataset does not go with datasets by material in densities"
      })
  void whatCannotBeUsedIsALine(String volume, String message) {
    InputException e =
        assertThrows(InputException.class, () -> read("path: cases/a/water.nii, " + volume));
    String shown = String.valueOf(e.getMessage()).replace(folder + "/", "");
    assertEquals(1, shown.lines().count(), shown);
    String start = "scan.yaml:1: ";
    assertEquals(
        start + message,
        shown.substring(0, Math.min(shown.length(), start.length() + message.length())));
  }

  @Test
  void aFaultOfMatterIsToldWithoutItsConsequences() {
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                read(
                    "path: a.nii, labels: missing.csv",
                    "physics.protocols=[{name: a, beam: {kvp: 80}}]"));
    assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e.getMessage());
  }

  @Test
  void aFaultOfAFileNamesItsLine() throws IOException {
    Files.writeString(folder.resolve("tissues.csv"), "0, vacuum\n1, watr\n");
    InputException e =
        assertThrows(InputException.class, () -> read("path: a.nii, labels: tissues.csv"));
    assertEquals(
        "tissues.csv:2: \"watr\" is no material (did you mean water?): ",
        String.valueOf(e.getMessage()).substring(0, 60));
  }
}
