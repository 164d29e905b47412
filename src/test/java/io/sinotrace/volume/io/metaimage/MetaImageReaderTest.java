package io.sinotrace.volume.io.metaimage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetaImageReaderTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private final Path folder;

  MetaImageReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** 200 = 0xc8, 0xfffe and so on tell signed from unsigned, and one width from another. */
  @ParameterizedTest
  @CsvSource({
    "MET_CHAR, 1, 0xc8, -56",
    "MET_UCHAR, 1, 0xc8, 200",
    "MET_SHORT, 2, 0xfffe, -2",
    "MET_USHORT, 2, 0xfffe, 65534",
    "MET_INT, 4, 0xfffffffe, -2",
    "MET_LONG, 4, 0xfffffffe, -2",
    "MET_UINT, 4, 0xfffffffe, 4294967294",
    "MET_ULONG, 4, 0xfffffffe, 4294967294",
    "MET_LONG_LONG, 8, 0xfffffffffffffffe, -2",
    "MET_ULONG_LONG, 8, 0x8000000000000000, 9223372036854775808",
    "MET_FLOAT, 4, 0x3fa00000, 1.25",
    "MET_DOUBLE, 8, 0xc004000000000000, -2.5"
  })
  void everyTypeInBothByteOrders(String type, int bytes, String bits, double value) {
    long stored = Long.parseUnsignedLong(bits.substring(2), 16);
    for (boolean big : new boolean[] {false, true}) {
      byte[] data = new byte[bytes];
      for (int b = 0; b < bytes; b++) {
        data[big ? bytes - 1 - b : b] = (byte) (stored >> (8 * b));
      }
      for (String key : new String[] {"BinaryDataByteOrderMSB", "ElementByteOrderMSB"}) {
        String header =
            header("1 1 1", "ElementSpacing = 1 1 1", type, key + " = " + (big ? "True" : "False"));
        Path file = TestFiles.write(folder.resolve("a.mha"), TestFiles.ascii(header), data);
        assertEquals((float) value, TestFiles.voxel(load(file), 0, 0, 0), type);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"Offset, TransformMatrix", "Position, Rotation", "Origin, Orientation"})
  void theWorldIsTurnedFromLpsToRas(String offset, String matrix) {
    // Index x runs along +y of LPS, y along +z, z along +x; steps of 1.5, 2 and 2.5 mm. Index
    // (3, 1, 2) in LPS: (10 + 2.5 * 2, 20 + 1.5 * 3, 30 + 2 * 1), and x and y negated in RAS.
    String header =
        header(
            "5 4 3",
            "ElementSpacing = 1.5 2 2.5",
            "MET_UCHAR",
            offset + " = 10 20 30\n" + matrix + " = 0 1 0 0 0 1 1 0 0");
    checkBright(header, new Vec3(-15, -24.5, 32));
  }

  @Test
  void furtherAxesOfSizeOneAreNone() {
    // As above, with a fourth axis. Without a matrix the axes are those of LPS.
    String header = header("5 4 3 1", "ElementSpacing = 1.5 2 2.5 9", "MET_UCHAR", "Comment = t");
    checkBright(header.replace("NDims = 3", "NDims = 4"), new Vec3(-4.5, -2, 5));
    String turned =
        header(
            "5 4 3 1",
            "ElementSpacing = 1.5 2 2.5 9",
            "MET_UCHAR",
            "Offset = 10 20 30 40\nTransformMatrix = 0 1 0 0  0 0 1 0  1 0 0 0  0 0 0 1");
    checkBright(
        turned.replace("NDims = 3", "NDims = 4").replace("0  ", "0 "), new Vec3(-15, -24.5, 32));
  }

  @Test
  void withoutMatrixAndOffsetTheAxesAreThoseOfLps() {
    String header = header("5 4 3", "ElementSize = 1.5 2 2.5", "MET_UCHAR", "Comment = none");
    checkBright(header, new Vec3(-4.5, -2, 5));
  }

  @Test
  void spacingGoesBeforeTheSizeOfAnElement() {
    String spacing = "ElementSize = 9 9 9\nElementSpacing = 1.5 2 2.5";
    checkBright(
        header("5 4 3", spacing, "MET_UCHAR", "Modality = MET_MOD_CT"), new Vec3(-4.5, -2, 5));
  }

  @Test
  void linesMayEndInCarriageReturns() {
    String header = header("5 4 3", "ElementSpacing = 1.5 2 2.5", "MET_UCHAR", "Comment = a = b");
    checkBright(header.replace("\n", "\r\n"), new Vec3(-4.5, -2, 5));
  }

  @Test
  void headerSizeSkipsBytesOrCountsFromTheEnd() {
    byte[] data = TestFiles.shorts(LITTLE, 5, 6);
    TestFiles.write(folder.resolve("v.raw"), new byte[7], data);
    for (String size : new String[] {"7", "-1"}) {
      String header =
          header("2 1 1", "ElementSpacing = 1 1 1", "MET_SHORT", "HeaderSize = " + size)
              .replace("LOCAL", "v.raw");
      Path file = TestFiles.write(folder.resolve("a.mhd"), TestFiles.ascii(header));
      assertArrayEquals(new float[] {5, 6}, TestFiles.all(load(file)), 0f);
    }
    String local = header("2 1 1", "ElementSpacing = 1 1 1", "MET_SHORT", "HeaderSize = -1");
    Path file = TestFiles.write(folder.resolve("a.mha"), TestFiles.ascii(local), new byte[3], data);
    assertArrayEquals(new float[] {5, 6}, TestFiles.all(load(file)), 0f);
  }

  @Test
  void compressedVoxelsOfSeveralBuffers() {
    // Longer than any buffer of the reader, and not compressible to nothing.
    int n = 300_000;
    ByteBuffer data = ByteBuffer.allocate(2 * n).order(LITTLE);
    for (int i = 0; i < n; i++) {
      data.putShort((short) (i * 31 + (i >> 7)));
    }
    String header =
        header("300 100 10", "ElementSpacing = 1 1 1", "MET_SHORT", "CompressedData = True");
    Path file =
        TestFiles.write(
            folder.resolve("a.mha"), TestFiles.ascii(header), TestFiles.zlib(data.array()));
    float[] all = TestFiles.all(load(file));
    for (int i = 0; i < n; i++) {
      assertEquals((short) (i * 31 + (i >> 7)), all[i]);
    }
  }

  private static String header(String size, String spacing, String type, String more) {
    return """
        ObjectType = Image
        NDims = 3
        %s
        DimSize = %s
        %s
        ElementType = %s
        ElementDataFile = LOCAL
        """
        .formatted(more, size, spacing, type);
  }

  private void checkBright(String header, Vec3 world) {
    byte[] data = new byte[60];
    data[(2 * 4 + 1) * 5 + 3] = 100;
    Path file = TestFiles.write(folder.resolve("a.mha"), TestFiles.ascii(header), data);
    Volume volume = load(file);
    assertEquals(100f, TestFiles.voxel(volume, 3, 1, 2));
    assertEquals(world, volume.grid().indexToWorld().point(new Vec3(3, 1, 2)));
  }

  private static Volume load(Path file) {
    return VolumeLoader.load(TestFiles.source(file), TestFiles.CONF);
  }

  @ParameterizedTest
  @CsvSource({
    "TransformMatrix = 1 0 0 0 1 0 0 0 1, true",
    "Rotation = 1 0 0 0 1 0 0 0 1, true",
    "TransformMatrix = 1 0 0 0 1 0 0 0 1|AnatomicalOrientation = RAI, true",
    "TransformMatrix = 1 0 0 0 1 0 0 0 1|AnatomicalOrientation = ???, false",
    "Offset = 1 2 3, false"
  })
  void sidesAreKnownByAMatrix(String lines, boolean known) {
    String header =
        header("1 1 1", "ElementSpacing = 1 1 1", "MET_UCHAR", lines.replace('|', '\n'));
    Path file = TestFiles.write(folder.resolve("a.mha"), TestFiles.ascii(header), new byte[1]);
    assertEquals(known, VolumeLoader.knowsSides(TestFiles.source(file), TestFiles.CONF));
  }
}
