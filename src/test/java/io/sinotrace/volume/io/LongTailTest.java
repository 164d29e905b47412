package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.io.TestFiles.Nifti;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.hdf5.Hdf5ReaderTest;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that go on behind the last voxel: for a mebibyte, packed or not. Compressed streams are
 * unpacked to their end, but not for ever.
 */
class LongTailTest {
  private static final int MOST = 1 << 20;
  private static final byte[] VOXELS = {1, 2, 3};
  private static final byte[] HEADER = new Nifti(ByteOrder.LITTLE_ENDIAN, 2, 3, 1, 1).bytes();
  private static final String META =
      """
      NDims = 3
      DimSize = 3 1 1
      ElementSpacing = 1 1 1
      ElementType = MET_UCHAR
      %s
      ElementDataFile = LOCAL
      """;
  private static final String NRRD =
      """
      NRRD0004
      dimension: 3
      sizes: 3 1 1
      type: uint8
      encoding: raw
      spacings: 1 1 1
      %s

      """;
  private static final String NONE_EXPLAINED =
      " more than 1048576 bytes behind the last voxel: its header explains none of them";

  private final Path folder;

  LongTailTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path nifti(byte[]... members) {
    return TestFiles.write(folder.resolve("a.nii.gz"), members);
  }

  private Path meta(int tail) {
    byte[] data = Arrays.copyOf(VOXELS, 3 + tail);
    String header = META.formatted("CompressedData = True");
    return TestFiles.write(folder.resolve("a.mha"), TestFiles.ascii(header), TestFiles.zlib(data));
  }

  private static void loads(Path file) {
    float[] all = TestFiles.all(VolumeLoader.load(TestFiles.source(file), TestFiles.CONF));
    assertArrayEquals(new float[] {1, 2, 3}, all);
  }

  private static void fails(Path file) {
    InputException e =
        assertThrows(
            InputException.class, () -> VolumeLoader.load(TestFiles.source(file), TestFiles.CONF));
    assertEquals(file + ": unpacks to" + NONE_EXPLAINED, e.getMessage());
  }

  /** Returns a file with voxels that are not packed, and bytes before and behind them. */
  private VolumeSource plain(String name, byte[] header, byte[] before, int tail) {
    byte[] all = Arrays.copyOf(VOXELS, 3 + tail);
    Path file = TestFiles.write(folder.resolve(name), header, before, all);
    return Rejected.source(file, null, null, new Vec3(1, 1, 1));
  }

  private static void loads(VolumeSource source) {
    assertEquals(3, VolumeLoader.readGrid(source, TestFiles.CONF).voxels());
    float[] all = TestFiles.all(VolumeLoader.load(source, TestFiles.CONF));
    assertArrayEquals(new float[] {1, 2, 3}, all);
  }

  static Stream<Arguments> plain() {
    byte[] npy = TestFiles.npy(1, "|u1", false, "(1, 1, 3)", new byte[0]);
    return Stream.of(
        Arguments.of("a.nii", HEADER),
        Arguments.of("a.mha", TestFiles.ascii(META.formatted("CompressedData = False"))),
        Arguments.of("a.nrrd", TestFiles.ascii(NRRD.formatted("# raw"))),
        Arguments.of("a.npy", npy));
  }

  /** A header of fewer voxels than there are: the first of them are not the volume. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void plain(String name, byte[] header) {
    loads(plain(name, header, new byte[0], 0));
    loads(plain(name, header, new byte[0], MOST));
    VolumeSource longer = plain(name, header, new byte[0], MOST + 1);
    Rejected.fails(longer, folder.resolve(name) + ": has" + NONE_EXPLAINED);
  }

  /** Here the voxels are the last of the file, however long it is, and nothing follows. */
  @Test
  void whatIsBeforeVoxelsAtTheEndIsNoTail() {
    byte[] before = new byte[2 * MOST];
    byte[] meta = TestFiles.ascii(META.formatted("HeaderSize = -1"));
    loads(plain("a.mha", meta, before, 0));
    loads(plain("a.nrrd", TestFiles.ascii(NRRD.formatted("byte skip: -1")), before, 0));
  }

  /** A container's other contents may lie behind a dataset. */
  @Test
  void anythingMayFollowInHdf5() throws IOException {
    Path file = Hdf5ReaderTest.resource(folder, "structures.h5");
    VolumeSource source = Rejected.source(file, "/scans/ct", null, new Vec3(1, 1, 1));
    float[] all = TestFiles.all(VolumeLoader.load(source, TestFiles.CONF));
    Files.write(file, new byte[2 * MOST], StandardOpenOption.APPEND);
    assertArrayEquals(all, TestFiles.all(VolumeLoader.load(source, TestFiles.CONF)));
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
