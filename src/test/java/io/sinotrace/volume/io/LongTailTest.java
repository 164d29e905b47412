package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.TestFiles.Nifti;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compressed streams that go on behind the last voxel: unpacked to their end, but not for ever. */
class LongTailTest {
  private static final int MOST = 1 << 20;
  private static final byte[] VOXELS = {1, 2, 3};
  private static final byte[] HEADER = new Nifti(ByteOrder.LITTLE_ENDIAN, 2, 3, 1, 1).bytes();
  private static final String META =
      """
      NDims = 3
      CompressedData = True
      DimSize = 3 1 1
      ElementSpacing = 1 1 1
      ElementType = MET_UCHAR
      ElementDataFile = LOCAL
      """;

  private final Path folder;

  LongTailTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path nifti(byte[]... members) {
    return TestFiles.write(folder.resolve("a.nii.gz"), members);
  }

  private Path meta(int tail) {
    byte[] data = Arrays.copyOf(VOXELS, 3 + tail);
    return TestFiles.write(folder.resolve("a.mha"), TestFiles.ascii(META), TestFiles.zlib(data));
  }

  private static void loads(Path file) {
    float[] all = TestFiles.all(VolumeLoader.load(TestFiles.source(file), TestFiles.CONF));
    assertArrayEquals(new float[] {1, 2, 3}, all);
  }

  private static void fails(Path file) {
    InputException e =
        assertThrows(
            InputException.class, () -> VolumeLoader.load(TestFiles.source(file), TestFiles.CONF));
    assertEquals(
        file
            + ": unpacks to more than 1048576 bytes behind the last voxel: its header explains none"
            + " of them",
        e.getMessage());
  }

  @Test
  void aMebibyteMayFollow() {
    loads(nifti(TestFiles.gzip(HEADER, VOXELS, new byte[MOST])));
    fails(nifti(TestFiles.gzip(HEADER, VOXELS, new byte[MOST + 1])));
    loads(meta(MOST));
    fails(meta(MOST + 1));
  }

  @Test
  void aTailThatUnpacksToMuchMoreIsNotUnpacked() {
    byte[] zeros = new byte[100 * MOST];
    fails(nifti(TestFiles.gzip(HEADER, VOXELS, zeros)));
    fails(nifti(TestFiles.gzip(HEADER, VOXELS), TestFiles.gzip(zeros)));
  }

  @Test
  void voxelsMayLieInSeveralMembersAndAnythingUncompressedMayFollow() {
    byte[] first = TestFiles.gzip(HEADER, new byte[] {1});
    byte[] second = TestFiles.gzip(new byte[] {2, 3});
    loads(nifti(first, second));
    loads(nifti(first, second, new byte[3 * MOST]));
  }

  @Test
  void theChecksumBehindATailIsLookedAt() {
    byte[] good = TestFiles.gzip(HEADER, VOXELS, new byte[MOST]);
    // A member ends in its CRC-32 and its length, four bytes each.
    byte[] damaged = good.clone();
    damaged[good.length - 8] ^= 1;
    for (byte[] file : List.of(damaged, Arrays.copyOf(good, good.length - 4))) {
      assertThrows(
          InputException.class,
          () -> VolumeLoader.load(TestFiles.source(nifti(file)), TestFiles.CONF));
    }
  }
}
