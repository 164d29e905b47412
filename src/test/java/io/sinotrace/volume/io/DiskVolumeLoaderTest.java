package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.WrappedInput;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.disk.BandTurns;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that are decoded to the disk are those that are decoded into memory. */
class DiskVolumeLoaderTest {
  @TempDir Path temp;

  private Path local;
  private DiskVolumeLoader loader;

  @BeforeEach
  void setUp() {
    local = temp.resolve("local");
    loader = new DiskVolumeLoader(local, "spark.local.dir", new BandTurns());
  }

  private VolumeSource source(String name, @Nullable AxisOrder order) {
    return sourceAt(temp.resolve(name).toString(), order);
  }

  private static VolumeSource sourceAt(String uri, @Nullable AxisOrder order) {
    return TestFiles.source(
        uri, null, order, new Vec3(1, 2, 3), VoxelUnits.HOUNSFIELD, 0.0206, Placement.ISOCENTER);
  }

  private void assertSame(VolumeSource source) throws IOException {
    HashedVolume expected = VolumeLoader.loadHashed(source, TestFiles.CONF);
    HashedVolume actual = loader.load(source, expected.volume().grid(), TestFiles.CONF);
    try (Volume volume = actual.volume()) {
      assertEquals(expected.volume().grid(), volume.grid());
      assertEquals(expected.inputs(), actual.inputs());
      for (int z = 0; z < volume.grid().nz(); z++) {
        assertArrayEquals(slab(expected.volume(), z), slab(volume, z));
      }
      try (Stream<Path> folders = Files.list(local)) {
        assertEquals(1, folders.count());
      }
    }
    try (Stream<Path> folders = Files.list(local)) {
      assertEquals(0, folders.count());
    }
  }

  private static float[] slab(Volume volume, int z) {
    float[] slab = new float[volume.grid().nx() * volume.grid().ny()];
    volume.slab(0, z).get(0, slab);
    return slab;
  }

  @Test
  void numbersOfEveryOrder() throws IOException {
    int[] numbers = IntStream.range(0, 40 * 35 * 50).map(i -> i * 7919 % 4096 - 1024).toArray();
    byte[] data = TestFiles.shorts(ByteOrder.LITTLE_ENDIAN, numbers);
    TestFiles.write(temp.resolve("a.npy"), TestFiles.npy(1, "<i2", false, "(40, 35, 50)", data));
    assertSame(source("a.npy", null));
    assertSame(source("a.npy", AxisOrder.XYZ));
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = i * 0.1f;
    }
    data = TestFiles.floats(ByteOrder.LITTLE_ENDIAN, floats);
    TestFiles.write(temp.resolve("b.npy"), TestFiles.npy(1, "<f4", false, "(40, 35, 50)", data));
    assertSame(source("b.npy", null));
  }

  /** A file of another program: int16 with a slope, gzip'd. */
  @Test
  void aCompressedHead() throws IOException {
    Path head = Path.of("data-samples/head.nii.gz").toAbsolutePath();
    assertSame(source(head.toString(), null));
  }

  @Test
  void aFileThatChangedIsAnother() throws IOException {
    byte[] data = TestFiles.floats(ByteOrder.LITTLE_ENDIAN, new float[8]);
    TestFiles.write(temp.resolve("a.npy"), TestFiles.npy(1, "<f4", false, "(2, 2, 2)", data));
    VolumeSource source = source("a.npy", null);
    VoxelGrid grid = VolumeLoader.readGrid(source, TestFiles.CONF);
    try (Volume first = loader.load(source, grid, TestFiles.CONF).volume()) {
      TestFiles.write(
          temp.resolve("a.npy"),
          TestFiles.npy(
              1,
              "<f4",
              false,
              "(2, 2, 2)",
              TestFiles.floats(ByteOrder.LITTLE_ENDIAN, 9, 9, 9, 9, 9, 9, 9, 9)));
      Files.setLastModifiedTime(
          temp.resolve("a.npy"), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
      try (Volume second = loader.load(source, grid, TestFiles.CONF).volume()) {
        assertFalse(first.slab(0, 0).get(0) == second.slab(0, 0).get(0));
      }
    }
  }

  @Test
  void whatMeansNothingIsTheFaultOfTheFile() throws IOException {
    byte[] data = TestFiles.floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, Float.NaN, 5, 6, 7, 8);
    TestFiles.write(temp.resolve("a.npy"), TestFiles.npy(1, "<f4", false, "(2, 2, 2)", data));
    VolumeSource source = source("a.npy", null);
    VoxelGrid grid = VolumeLoader.readGrid(source, TestFiles.CONF);
    String expected =
        assertThrows(InputException.class, () -> VolumeLoader.load(source, TestFiles.CONF))
            .getMessage();
    assertEquals(
        expected,
        assertThrows(InputException.class, () -> loader.load(source, grid, TestFiles.CONF))
            .getMessage());
    try (Stream<Path> folders = Files.list(local)) {
      assertEquals(0, folders.count());
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    byte[] data = TestFiles.floats(ByteOrder.LITTLE_ENDIAN, new float[8]);
    TestFiles.write(temp.resolve("a.npy"), TestFiles.npy(1, "<f4", false, "(2, 2, 2)", data));
    Files.writeString(local, "a file");
    VolumeSource source = source("a.npy", null);
    VoxelGrid grid = VolumeLoader.readGrid(source, TestFiles.CONF);
    String message =
        assertThrows(
                InsufficientMemoryException.class, () -> loader.load(source, grid, TestFiles.CONF))
            .getMessage();
    assertTrue(
        message.startsWith(
            "the volume does not fit into memory, and cannot be kept on the disk in "
                + local
                + " (spark.local.dir), where it takes up to 0.1 MiB: "),
        message);
    Files.delete(local);
    Files.createDirectory(
        local, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    assumeFalse(Files.isWritable(local), "this user may write everywhere");
    assertThrows(
        InsufficientMemoryException.class, () -> loader.load(source, grid, TestFiles.CONF));
  }

  /** The most voxels that a volume may have take 128 TiB, which no disk has. */
  @Test
  void aDiskWithoutRoomIsNamed() throws IOException {
    byte[] data = TestFiles.floats(ByteOrder.LITTLE_ENDIAN, new float[8]);
    TestFiles.write(temp.resolve("a.npy"), TestFiles.npy(1, "<f4", false, "(2, 2, 2)", data));
    VoxelGrid huge = VoxelGrid.centred(32_768, 32_768, 32_768, new Vec3(1, 1, 1));
    String message =
        assertThrows(
                InsufficientMemoryException.class,
                () -> loader.load(source("a.npy", null), huge, TestFiles.CONF))
            .getMessage();
    assertTrue(
        message.contains(" (spark.local.dir), where it takes up to ")
            && message.endsWith(" MiB are free"),
        message);
    try (Stream<Path> folders = Files.list(local)) {
      assertEquals(0, folders.count());
    }
  }

  /**
   * A page of a mapped file for which a full disk has no place raises the same signal as one beyond
   * the end of a file that was cut off.
   */
  @Test
  void aDiskThatIsFullInMidWriteIsNamed() throws IOException {
    float[] floats = new float[64 * 64 * 64];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = i + 1;
    }
    byte[] data = TestFiles.floats(ByteOrder.LITTLE_ENDIAN, floats);
    Path file =
        TestFiles.write(
            temp.resolve("a.npy"), TestFiles.npy(1, "<f4", false, "(64, 64, 64)", data));
    VolumeSource whole = source("a.npy", null);
    VoxelGrid grid = VolumeLoader.readGrid(whole, TestFiles.CONF);
    Configuration conf = new Configuration(TestFiles.CONF);
    conf.set("fs.filling.impl", FillingFileSystem.class.getName());
    conf.set(FillingFileSystem.DISK, local.toString());
    VolumeSource filling = sourceAt("filling://" + file, null);
    String message =
        assertThrows(InsufficientMemoryException.class, () -> loader.load(filling, grid, conf))
            .getMessage();
    assertEquals(
        "the volume does not fit into memory, and cannot be kept on the disk in "
            + local
            + " (spark.local.dir), where it takes up to 1.0 MiB: the disk is full, or fails",
        message);
    try (Stream<Path> folders = Files.list(local)) {
      assertEquals(0, folders.count());
    }
    assertSame(whole);
  }

  /** Local files, from whose middle on the disk has no place for more of a volume. */
  public static final class FillingFileSystem extends RawLocalFileSystem {
    static final String DISK = "test.disk";

    @Override
    public URI getUri() {
      return URI.create("filling:///");
    }

    @Override
    public String getScheme() {
      return "filling";
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      long middle = getFileStatus(path).getLen() / 2;
      return new FSDataInputStream(
          new WrappedInput(super.open(path, bufferSize)) {
            @Override
            public int read() throws IOException {
              byte[] one = new byte[1];
              return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
              if (getPos() >= middle) {
                fill();
              }
              return in.read(bytes, from, count);
            }
          });
    }

    private void fill() throws IOException {
      try (Stream<Path> files = Files.walk(Path.of(getConf().get(DISK)))) {
        for (Path file : files.filter(found -> found.endsWith("channel-0")).toList()) {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
          }
        }
      }
    }
  }
}
