package io.sinotrace.volume.io.numpy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumpyReaderTest {
  private final Path file;

  NumpyReaderTest(@TempDir Path folder) {
    this.file = folder.resolve("a.npy");
  }

  @ParameterizedTest
  @CsvSource({
    "b1, 1, 0x02, 1",
    "i1, 1, 0xc8, -56",
    "u1, 1, 0xc8, 200",
    "i2, 2, 0xfffe, -2",
    "u2, 2, 0xfffe, 65534",
    "i4, 4, 0xfffffffe, -2",
    "u4, 4, 0xfffffffe, 4294967294",
    "i8, 8, 0xfffffffffffffffe, -2",
    "u8, 8, 0x8000000000000000, 9223372036854775808",
    "f2, 2, 0x3c00, 1",
    "f2, 2, 0xc100, -2.5",
    "f2, 2, 0x7bff, 65504",
    "f2, 2, 0x0400, 6.103515625e-5",
    "f2, 2, 0x8001, -5.9604644775390625e-8",
    "f4, 4, 0x3fa00000, 1.25",
    "f8, 8, 0xc004000000000000, -2.5"
  })
  void everyTypeInBothByteOrders(String type, int bytes, String bits, double value) {
    long stored = Long.parseUnsignedLong(bits.substring(2), 16);
    for (boolean big : new boolean[] {false, true}) {
      byte[] data = new byte[bytes];
      for (int b = 0; b < bytes; b++) {
        data[big ? bytes - 1 - b : b] = (byte) (stored >> (8 * b));
      }
      String descr = (bytes == 1 ? "|" : big ? ">" : "<") + type;
      TestFiles.write(file, TestFiles.npy(1, descr, false, "(1, 1, 1)", data));
      assertEquals((float) value, TestFiles.voxel(load(null), 0, 0, 0), descr);
    }
  }

  @ParameterizedTest
  @CsvSource({"ZYX, false", "ZYX, true", "XYZ, false", "XYZ, true"})
  void aVoxelLiesAtItsIndexTimesTheSpacing(AxisOrder axes, boolean fortran) {
    // Voxel (x, y, z) = (3, 1, 2) of 5 x 4 x 3. Index [a][b][c] is at (a B + b) C + c in C order
    // and at (c B + b) A + a in Fortran order.
    boolean zyx = axes == AxisOrder.ZYX;
    int at = zyx != fortran ? (2 * 4 + 1) * 5 + 3 : (3 * 4 + 1) * 3 + 2;
    byte[] data = new byte[60];
    data[at] = 100;
    TestFiles.write(file, TestFiles.npy(1, "|u1", fortran, zyx ? "(3, 4, 5)" : "(5, 4, 3)", data));
    Volume volume = load(axes);
    assertEquals(100f, TestFiles.voxel(volume, 3, 1, 2));
    assertEquals(new Vec3(4.5, 2, 5), volume.grid().indexToWorld().point(new Vec3(3, 1, 2)));
  }

  /** The axes of size 1 are of time or channels: no number lies elsewhere because of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ZYX | (1, 3, 4, 5)", "ZYX | (3, 4, 5, 1)", "ZYX | (1, 1, 3, 4, 5)",
        "XYZ | (1, 5, 4, 3)", "XYZ | (5, 4, 3, 1)", "XYZ | (1, 5, 4, 3, 1)"
      })
  void furtherAxesOfSizeOneAreNone(AxisOrder axes, String shape) {
    byte[] data = new byte[60];
    data[axes == AxisOrder.ZYX ? (2 * 4 + 1) * 5 + 3 : (3 * 4 + 1) * 3 + 2] = 100;
    TestFiles.write(file, TestFiles.npy(1, "|u1", false, shape, data));
    assertEquals(100f, TestFiles.voxel(load(axes), 3, 1, 2));
  }

  @Test
  void oneSliceAmongAxesOfSizeOne() {
    // What is cut off from either end, 1 x 4 x 5 is left.
    TestFiles.write(file, TestFiles.npy(1, "|u1", false, "(1, 1, 4, 5)", new byte[20]));
    assertEquals(1, load(null).grid().nz());
    TestFiles.write(file, TestFiles.npy(1, "|u1", false, "(1, 1, 1, 1, 1)", new byte[1]));
    assertEquals(1, load(null).grid().voxels());
  }

  @Test
  void columnsLongerThanTheReadersBuffer() {
    // z runs fastest: 3 x 2 columns of 20,000 voxels, numbered as they lie in the file.
    int n = 20_000;
    float[] values = new float[6 * n];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    byte[] data = TestFiles.floats(ByteOrder.LITTLE_ENDIAN, values);
    TestFiles.write(file, TestFiles.npy(1, "<f4", false, "(3, 2, 20000)", data));
    Volume volume = load(AxisOrder.XYZ);
    for (int x = 0; x < 3; x++) {
      for (int y = 0; y < 2; y++) {
        for (int z = 0; z < n; z++) {
          assertEquals((x * 2 + y) * n + z, TestFiles.voxel(volume, x, y, z));
        }
      }
    }
  }

  @Test
  void keysInAnyOrderAndQuotes() {
    String dictionary = "{\"shape\": (1,1,2), 'fortran_order': False, 'descr':'|u1'}";
    TestFiles.write(file, TestFiles.npy(1, dictionary, new byte[] {3, 4}));
    assertEquals(4f, TestFiles.voxel(load(null), 1, 0, 0));
  }

  private Volume load(@Nullable AxisOrder axes) {
    VolumeSource source =
        TestFiles.source(
            file.toString(),
            null,
            axes,
            new Vec3(1.5, 2, 2.5),
            VoxelUnits.PER_MM,
            0.02,
            Placement.FILE);
    return VolumeLoader.load(source, TestFiles.CONF);
  }
}
