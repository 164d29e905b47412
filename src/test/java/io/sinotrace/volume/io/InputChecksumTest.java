package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputChecksumTest {
  /** The example of FIPS 180-4 for the message abc. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** The example of FIPS 180-4 for a million times the letter a. */
  private static final String MILLION =
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

  private final Path folder;

  InputChecksumTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void knownSums() {
    Path abc = TestFiles.write(folder.resolve("abc"), TestFiles.ascii("abc"));
    assertEquals(ABC, InputChecksum.sha256(abc.toString(), TestFiles.CONF));
    Path many = TestFiles.write(folder.resolve("many"), TestFiles.ascii("a".repeat(1_000_000)));
    assertEquals(MILLION, InputChecksum.sha256(many.toUri().toString(), TestFiles.CONF));
  }

  @Test
  void aVolumeOfOneFileAndOneOfTwo() {
    Path nifti = TestFiles.write(folder.resolve("a.nii"), TestFiles.ascii("abc"));
    assertEquals(
        Map.of("a.nii", ABC), InputChecksum.sha256(TestFiles.source(nifti), TestFiles.CONF));

    TestFiles.write(folder.resolve("v.raw"), TestFiles.ascii("abc"));
    String header =
        """
        NDims = 3
        DimSize = 3 1 1
        ElementSpacing = 1 1 1
        ElementType = MET_UCHAR
        ElementDataFile = v.raw
        """;
    Path meta = TestFiles.write(folder.resolve("a.mhd"), TestFiles.ascii(header));
    Map<String, String> sums = InputChecksum.sha256(TestFiles.source(meta), TestFiles.CONF);
    assertEquals(List.of("a.mhd", "v.raw"), List.copyOf(sums.keySet()));
    assertEquals(ABC, sums.get("v.raw"));
    assertEquals(InputChecksum.sha256(meta.toString(), TestFiles.CONF), sums.get("a.mhd"));
  }

  @Test
  void aMissingFile() {
    String uri = folder.resolve("none").toString();
    assertThrows(InputException.class, () -> InputChecksum.sha256(uri, TestFiles.CONF));
  }
}
