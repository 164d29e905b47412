package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles.Nifti;
import io.sinotrace.volume.io.VolumeSource.Placement;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good files of every format, cut off or changed in a few bytes at random: they load, or end in one
 * line; nothing else is ever thrown.
 */
class DamagedFilesTest {
  private static final int ROUNDS = 150;

  private final Path folder;
  private final SplittableRandom random;

  DamagedFilesTest(@TempDir Path folder) {
    this.folder = folder;
    long seed = new SplittableRandom().nextLong();
    System.out.println("DamagedFilesTest: seed " + seed);
    this.random = new SplittableRandom(seed);
  }

  @Test
  void nifti() {
    byte[] header =
        new Nifti(ByteOrder.LITTLE_ENDIAN, 4, 5, 4, 3).qform(0.5, 0, 0, 1, 2, 3).bytes();
    byte[] voxels = TestFiles.shorts(ByteOrder.LITTLE_ENDIAN, new int[60]);
    damage("a.nii", join(header, voxels), null, null);
    damage("a.nii.gz", TestFiles.gzip(header, voxels), null, null);
  }

  @Test
  void metaImage() {
    String header =
        """
        ObjectType = Image
        NDims = 3
        CompressedData = True
        TransformMatrix = 1 0 0 0 1 0 0 0 1
        Offset = 1 2 3
        HeaderSize = 0
        DimSize = 5 4 3
        ElementSpacing = 1 1 1
        ElementType = MET_UCHAR
        ElementDataFile = LOCAL
        """;
    byte[] packed = TestFiles.zlib(new byte[60]);
    damage("a.mha", join(TestFiles.ascii(header), packed), null, null);
  }

  @Test
  void numpy() {
    byte[] bytes = TestFiles.npy(1, "|u1", false, "(3, 4, 5)", new byte[60]);
    damage("a.npy", bytes, null, new Vec3(1, 1, 1));
  }

  @Test
  void hdf5() throws IOException {
    Path structures = Hdf5ReaderTest.resource(folder, "structures.h5");
    damage("a.h5", Files.readAllBytes(structures), "/scans/ct", null);
    Path latest = Hdf5ReaderTest.resource(folder, "latest.h5");
    damage("b.h5", Files.readAllBytes(latest), "ct", null);
    Path plugins = Hdf5ReaderTest.resource(folder, "plugins.h5");
    damage("c.h5", Files.readAllBytes(plugins), "bitshuffle-lz4-64-of-48", new Vec3(1, 1, 1));
  }

  private void damage(String name, byte[] good, @Nullable String dataset, @Nullable Vec3 spacing) {
    VolumeSource source =
        new VolumeSource(
            folder.resolve(name).toString(),
            dataset,
            null,
            spacing,
            VoxelUnits.PER_MM,
            0.02,
            Placement.FILE);
    TestFiles.write(folder.resolve(name), good);
    long voxels = VolumeLoader.load(source, TestFiles.CONF).grid().voxels();
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      TestFiles.write(folder.resolve(name), damaged(good));
      try {
        VolumeLoader.load(source, TestFiles.CONF);
      } catch (InputException e) {
        refused++;
        String message = String.valueOf(e.getMessage());
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.contains(folder.toString()), message);
      }
    }
    assertTrue(voxels > 0 && refused > 0, "no damage was seen in " + name);
  }

  private byte[] damaged(byte[] good) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(good, random.nextInt(1, good.length));
    }
    byte[] bytes = good.clone();
    for (int n = random.nextInt(1, 5); n > 0; n--) {
      bytes[random.nextInt(good.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
