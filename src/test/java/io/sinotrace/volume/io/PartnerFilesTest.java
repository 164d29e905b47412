package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        List.of(".nii", ".nii.gz", ".npy"),
        VolumeFormat.suffixes(List.of(VolumeFormat.NIFTI, VolumeFormat.NUMPY)));
  }
}
