package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartnerFilesTest {
  private final Path folder;

  PartnerFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Set<String> partners(String... names) {
    List<String> uris = Stream.of(names).map(name -> "file:" + folder.resolve(name)).toList();
    return PartnerFiles.among(uris, TestFiles.CONF).stream()
        .map(uri -> uri.replace("file:" + folder + "/", ""))
        .collect(Collectors.toSet());
  }

  private void header(String name, String data) {
    // All else that a header needs is missing: its own fault, not its partner's.
    TestFiles.write(
        folder.resolve(name), TestFiles.ascii("NDims = 3\nElementDataFile = " + data + "\n"));
  }

  @Test
  void whatAHeaderNamesIsItsPartner() {
    header("a.mhd", "voxels.raw");
    header("b.mha", "LOCAL");
    header("c.mhd", "c.zraw");
    header("d.MHD", "../d.raw");
    header("e.mhd", "e.nii");
    assertEquals(
        Set.of("voxels.raw", "c.zraw"),
        partners(
            "a.mhd", "b.mha", "c.mhd", "d.MHD", "e.mhd", "e.nii", "voxels.raw", "c.zraw", "d.raw"));
  }

  @Test
  void theVoxelsOfAPairAreBesideTheirHeader() {
    byte[] pair = new TestFiles.Nifti(ByteOrder.LITTLE_ENDIAN, 2, 1, 1, 1).bytes();
    pair[345] = 'i';
    for (String name : new String[] {"a.hdr", "B.HDR", "c.hdr", "d.hdr"}) {
      TestFiles.write(folder.resolve(name), pair);
    }
    for (String name : new String[] {"a.img", "a.img.gz", "B.IMG", "c.img.gz", "e.img"}) {
      TestFiles.write(folder.resolve(name), new byte[1]);
    }
    assertEquals(
        Set.of("a.img", "B.IMG", "c.img.gz"),
        partners(
            "a.hdr", "B.HDR", "c.hdr", "d.hdr", "a.img", "a.img.gz", "B.IMG", "c.img.gz", "e.img"));
  }

  @Test
  void namesAloneTellPartnersToo() {
    Set<String> names =
        Set.of(
            "a.nhdr", "a.raw.gz", "b.hdr", "b.img", "c.mhd", "c.zraw", "d.raw", "e.nii", "e.txt");
    assertEquals(Set.of("a.raw.gz", "b.img", "c.zraw"), PartnerFiles.byName(names));
  }

  @Test
  void onlyFilesThatWereAskedForAreTold() {
    header("a.mhd", "voxels.raw");
    assertEquals(Set.of(), partners("a.mhd", "other.raw"));
    assertEquals(Set.of(), partners("voxels.raw"));
    assertEquals(Set.of(), partners("missing.mhd", "voxels.raw"));
  }

  @Test
  void theEndOfANameSaysTheFormat() {
    assertEquals(".nii.gz", VolumeFormat.suffix("a.NII.gz"));
    assertEquals(VolumeFormat.NIFTI, VolumeFormat.of("a.NII.gz"));
    assertEquals("", VolumeFormat.suffix("a.raw"));
    assertEquals(null, VolumeFormat.of("nii"));
    assertEquals(
        List.of(".nii", ".nii.gz", ".hdr", ".hdr.gz", ".npy"),
        VolumeFormat.suffixes(List.of(VolumeFormat.NIFTI, VolumeFormat.NUMPY)));
  }
}
