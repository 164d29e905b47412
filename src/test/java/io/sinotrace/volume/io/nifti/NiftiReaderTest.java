package io.sinotrace.volume.io.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.Rejected;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.TestFiles.Nifti;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NiftiReaderTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private final Path folder;

  NiftiReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A type: its code, bytes, five stored bit patterns, and what they mean. */
  private record Type(int code, int bytes, long[] bits, double[] values) {}

  private static final List<Type> TYPES =
      List.of(
          new Type(2, 1, new long[] {0, 1, 0x7f, 0x80, 0xff}, new double[] {0, 1, 127, 128, 255}),
          new Type(256, 1, new long[] {0, 1, 0x7f, 0x80, 0xff}, new double[] {0, 1, 127, -128, -1}),
          new Type(
              4,
              2,
              new long[] {0, 0x0102, 0x7fff, 0x8000, 0xffff},
              new double[] {0, 258, 32767, -32768, -1}),
          new Type(
              512,
              2,
              new long[] {0, 0x0102, 0x7fff, 0x8000, 0xffff},
              new double[] {0, 258, 32767, 32768, 65535}),
          new Type(
              8,
              4,
              new long[] {0, 0x01020304, 0x7fffffff, 0x80000000, 0xffffffff},
              new double[] {0, 16909060, 2147483647.0, -2147483648.0, -1}),
          new Type(
              768,
              4,
              new long[] {0, 0x01020304, 0x7fffffff, 0x80000000, 0xffffffff},
              new double[] {0, 16909060, 2147483647.0, 2147483648.0, 4294967295.0}),
          new Type(
              1024,
              8,
              new long[] {0, 0x0102, Long.MAX_VALUE, Long.MIN_VALUE, -1},
              new double[] {0, 258, 0x1p63, -0x1p63, -1}),
          new Type(
              1280,
              8,
              new long[] {0, 0x0102, Long.MAX_VALUE, Long.MIN_VALUE, -1},
              new double[] {0, 258, 0x1p63, 0x1p63, 0x1p64}),
          new Type(
              16,
              4,
              new long[] {0, 0x3f800000, 0xbfc00000, 0x3e200000, 1},
              new double[] {0, 1, -1.5, 0.15625, 0x1p-149}),
          new Type(
              64,
              8,
              new long[] {
                0,
                0x3ff0000000000000L,
                0xbff8000000000000L,
                0x3fc4000000000000L,
                0x4022000000000000L
              },
              new double[] {0, 1, -1.5, 0.15625, 9}));

  static List<Arguments> types() {
    List<Arguments> all = new ArrayList<>();
    for (Type type : TYPES) {
      for (ByteOrder order : new ByteOrder[] {LITTLE, ByteOrder.BIG_ENDIAN}) {
        all.add(Arguments.of(type.code, order, false));
        all.add(Arguments.of(type.code, order, true));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeInBothByteOrders(int code, ByteOrder order, boolean packed) {
    Type type = TYPES.stream().filter(t -> t.code == code).findFirst().orElseThrow();
    byte[] data = new byte[5 * type.bytes];
    for (int i = 0; i < 5; i++) {
      for (int b = 0; b < type.bytes; b++) {
        int place = order == LITTLE ? b : type.bytes - 1 - b;
        data[i * type.bytes + place] = (byte) (type.bits[i] >> (8 * b));
      }
    }
    byte[] header = new Nifti(order, code, 5, 1, 1).bytes();
    Path file =
        packed
            ? TestFiles.write(folder.resolve("a.nii.gz"), TestFiles.gzip(header, data))
            : TestFiles.write(folder.resolve("a.nii"), header, data);
    float[] expected = new float[5];
    for (int i = 0; i < 5; i++) {
      expected[i] = (float) type.values[i];
    }
    assertArrayEquals(expected, TestFiles.all(load(file)), 0f);
  }

  @Test
  void unsignedLongsRoundOnce() {
    // At 2^63 float64 has steps of 2048: 1024 is the middle and goes to the even one, 1025 goes up.
    ByteBuffer one = ByteBuffer.allocate(8).order(LITTLE);
    one.putLong(0, (1L << 63) + 1025);
    assertEquals(0x1p63 + 2048, SampleType.UINT64.get(one, 0));
    one.putLong(0, (1L << 63) + 1024);
    assertEquals(0x1p63, SampleType.UINT64.get(one, 0));
  }

  @Test
  void slopeAndInterceptComeBeforeTheUnits() {
    Nifti nifti = new Nifti(LITTLE, 4, 3, 1, 1).scaling(0.5, -1024);
    Path file =
        TestFiles.write(
            folder.resolve("a.nii"), nifti.bytes(), TestFiles.shorts(LITTLE, 2048, 4096, 0));
    VolumeSource hounsfield =
        TestFiles.source(
            file.toString(), null, null, null, VoxelUnits.HOUNSFIELD, 0.02, Placement.FILE);
    // 0 HU is water, 1024 HU is 2.024 times that, -1024 HU is cut at 0.
    assertArrayEquals(
        new float[] {0.02f, (float) (0.02 * 2.024), 0f},
        TestFiles.all(VolumeLoader.load(hounsfield, TestFiles.CONF)),
        0f);
  }

  @Test
  void slopeOfZeroOrNanIsNoScaling() {
    for (double slope : new double[] {0, Double.NaN}) {
      Nifti nifti = new Nifti(LITTLE, 4, 1, 1, 1).scaling(slope, 5);
      Path file =
          TestFiles.write(folder.resolve("a.nii"), nifti.bytes(), TestFiles.shorts(LITTLE, 7));
      assertEquals(7f, TestFiles.voxel(load(file), 0, 0, 0));
    }
  }

  @Test
  void valuesAreRoundedOnceAtTheEnd() {
    // (2^24 + 1) 2^-24 + 2^-30 lies above the middle of 1 and 1 + 2^-23. A float32 in between
    // would drop the 2^-24.
    Nifti nifti = new Nifti(LITTLE, 8, 1, 1, 1).scaling(0x1p-24, 0x1p-30);
    ByteBuffer data = ByteBuffer.allocate(4).order(LITTLE).putInt((1 << 24) + 1);
    Path file = TestFiles.write(folder.resolve("a.nii"), nifti.bytes(), data.array());
    assertEquals(1 + 0x1p-23f, TestFiles.voxel(load(file), 0, 0, 0));
  }

  @Test
  void sformIsPreferredAndUsedExactly() {
    // Flipped x, and y sheared towards z; the qform says something else.
    Nifti nifti =
        bright()
            .pixdim(1, 9, 9, 9)
            .qform(0.5, 0, 0, 100, 100, 100)
            .sform(-1.5, 0, 0, 90, 0, 2, 0, -126, 0, 0.5, 2.5, -72);
    // Index (3, 1, 2): x = 90 - 1.5 * 3, y = -126 + 2 * 1, z = -72 + 0.5 * 1 + 2.5 * 2.
    checkBright(nifti, new Vec3(85.5, -124, -66.5), 0);
  }

  @Test
  void anSformThatMapsNoVolumeGivesWayToTheQform() {
    // All zeros, flat, and no number. The qform: index (3, 1, 2) in steps of 2, 3 and 4 mm.
    double nan = Double.NaN;
    for (double[] sform :
        new double[][] {
          new double[12],
          {1, 0, 0, 5, 0, 1, 0, 5, 0, 0, 0, 5},
          {nan, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0}
        }) {
      Nifti nifti = bright().pixdim(1, 2, 3, 4).qform(0, 0, 0, 10, 20, 30).sform(sform);
      checkBright(nifti, new Vec3(16, 23, 38), 0);
    }
  }

  @Test
  void qformOfAQuarterTurnAboutZWithAFlippedThirdAxis() {
    // d = sin 45: x goes to y, y to -x; qfac turns the third axis about. Steps 2, 3 and 4 mm:
    // index (3, 1, 2) lies at R (6, 3, -8) = (-3, 6, -8) from (10, 20, 30).
    Nifti nifti = bright().pixdim(-1, 2, 3, 4).qform(0, 0, Math.sqrt(0.5), 10, 20, 30);
    checkBright(nifti, new Vec3(7, 26, 22), 1e-5);
  }

  @Test
  void qformOfAnObliqueTurnAboutX() {
    // b = sin 30 is a turn by 60 degrees: y' = y/2 - z sqrt(3)/2, z' = y sqrt(3)/2 + z/2. Steps of
    // 1, 2 and 4 mm: index (3, 1, 2) is (3, 2, 8) before the turn.
    Nifti nifti = bright().pixdim(1, 1, 2, 4).qform(0.5, 0, 0, -5, 0, 0);
    double h = Math.sqrt(3) / 2;
    checkBright(nifti, new Vec3(-2, 1 - 8 * h, 2 * h + 4), 1e-12);
  }

  @Test
  void qformOfAThirdOfATurnAboutTheDiagonal() {
    // a = b = c = d = 1/2 takes x to y, y to z and z to x. qfac 0 is taken as 1.
    Nifti nifti = bright().pixdim(0, 1, 2, 4).qform(0.5, 0.5, 0.5, 1, 2, 3);
    checkBright(nifti, new Vec3(8 + 1, 3 + 2, 2 + 3), 0);
  }

  @Test
  void qformOfHalfATurn() {
    // a is 0. Of unit length but for rounding: (0.6, 0.8, 0) turns by 180 degrees about itself, so
    // x goes to (2 * 0.36 - 1, 2 * 0.48, 0) = (-0.28, 0.96, 0), y to (0.96, 0.28, 0), z to -z.
    Nifti nifti = bright().pixdim(1, 1, 1, 1).qform(0.6, 0.8, 0, 0, 0, 0);
    checkBright(nifti, new Vec3(-0.28 * 3 + 0.96, 0.96 * 3 + 0.28, -2), 1e-6);
  }

  @Test
  void withNeitherFormTheFirstVoxelIsAtTheOrigin() {
    Nifti nifti = bright().pixdim(-1, 1.5, 2, 2.5);
    checkBright(nifti, new Vec3(4.5, 2, 5), 0);
  }

  @Test
  void spaceMayBeInMetresOrMicrons() {
    double[] rows = {1, 0, 0, 8, 0, 2, 0, 0, 0, 0, 4, 0};
    checkBright(bright().sform(rows).units(1), new Vec3(11000, 2000, 8000), 0);
    // Bits above the lowest three are the unit of time.
    checkBright(bright().sform(rows).units(3 + 8), new Vec3(0.011, 0.002, 0.008), 1e-15);
    checkBright(bright().sform(rows).units(2 + 16), new Vec3(11, 2, 8), 0);
    checkBright(bright().sform(rows).units(0), new Vec3(11, 2, 8), 0);
  }

  @Test
  void furtherAxesOfOneVolumeAndAnExtensionAreSkipped() {
    Nifti nifti = new Nifti(LITTLE, 2, 2, 1, 1, 1, 1).floats(108, 368);
    nifti.header.put(348, (byte) 1);
    Path file =
        TestFiles.write(folder.resolve("a.nii"), nifti.bytes(), new byte[16], new byte[] {8, 9});
    assertArrayEquals(new float[] {8, 9}, TestFiles.all(load(file)), 0f);
    TestFiles.write(
        folder.resolve("a.nii.gz"), TestFiles.gzip(nifti.bytes(), new byte[16], new byte[] {8, 9}));
    assertArrayEquals(new float[] {8, 9}, TestFiles.all(load(folder.resolve("a.nii.gz"))), 0f);
  }

  private static Nifti bright() {
    return new Nifti(LITTLE, 2, 5, 4, 3);
  }

  /** Writes a volume whose one bright voxel is (3, 1, 2), and checks where it lies. */
  private void checkBright(Nifti nifti, Vec3 world, double tolerance) {
    byte[] data = new byte[60];
    data[(2 * 4 + 1) * 5 + 3] = 100;
    Path file = TestFiles.write(folder.resolve("a.nii"), nifti.bytes(), data);
    Volume volume = load(file);
    assertEquals(100f, TestFiles.voxel(volume, 3, 1, 2));
    VoxelGrid grid = VolumeLoader.readGrid(TestFiles.source(file), TestFiles.CONF);
    assertEquals(grid, volume.grid());
    Vec3 at = grid.indexToWorld().point(new Vec3(3, 1, 2));
    for (int k = 0; k < 3; k++) {
      assertEquals(world.get(k), at.get(k), tolerance, "axis " + k + " of " + at);
    }
  }

  private static Volume load(Path file) {
    return VolumeLoader.load(TestFiles.source(file), TestFiles.CONF);
  }

  /** With neither form the axes are those of the array, of which the patient's are not known. */
  @Test
  void sidesAreKnownByEitherForm() {
    Nifti plain = new Nifti(LITTLE, 2, 1, 1, 1);
    Nifti sform = new Nifti(LITTLE, 2, 1, 1, 1).sform(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
    Nifti qform = new Nifti(ByteOrder.BIG_ENDIAN, 2, 1, 1, 1).qform(0, 0, 0, 0, 0, 0);
    assertFalse(knowsSides("plain.nii", plain.bytes()));
    assertTrue(knowsSides("sform.nii", sform.bytes()));
    assertTrue(knowsSides("qform.nii", qform.bytes()));
    assertTrue(knowsSides("sform.nii.gz", TestFiles.gzip(sform.bytes(), new byte[1])));
  }

  private boolean knowsSides(String name, byte[] header) {
    Path file = TestFiles.write(folder.resolve(name), header, new byte[1]);
    return VolumeLoader.knowsSides(TestFiles.source(file), TestFiles.CONF);
  }

  /** As of other formats whose voxels are in a file of their own: that has no others. */
  @Test
  void voxelsBesideTheirHeaderAreAsManyAsItSays() {
    Nifti pair = new Nifti(LITTLE, 4, 2, 1, 1).floats(108, 16);
    pair.header.put(344, TestFiles.ascii("ni1\0"));
    Path header = TestFiles.write(folder.resolve("a.hdr"), pair.bytes());
    byte[] skipped = new byte[16];
    byte[] voxels = TestFiles.shorts(LITTLE, 7, -8);
    TestFiles.write(folder.resolve("a.img"), skipped, voxels);
    VolumeSource source = TestFiles.source(header);
    assertArrayEquals(
        new float[] {7, -8}, TestFiles.all(VolumeLoader.load(source, TestFiles.CONF)));
    TestFiles.write(folder.resolve("a.img"), skipped, voxels, voxels);
    Rejected.fails(
        source, "a.img: has 24 bytes, but its header a.hdr describes 20: one of the two is wrong");
  }
}
