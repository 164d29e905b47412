package io.sinotrace.volume.io.nrrd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.io.Rejected;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ITK and Teem write is in {@link io.sinotrace.volume.io.GoldenFilesTest}. */
class NrrdReaderTest {
  /** Of 5 x 4 x 3 bytes; the first line, and what the tests replace. */
  private static final String HEADER =
      """
      NRRD0004
      type: uchar
      dimension: 3
      space: right-anterior-superior
      sizes: 5 4 3
      space directions: (1.5,0,0) (0,2,0) (0,0,2.5)
      encoding: raw
      space origin: (10,20,30)

      """;

  private final Path folder;

  NrrdReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static String change(String from, String to) {
    assertTrue(HEADER.contains(from));
    return HEADER.replace(from, to);
  }

  private static byte[] join(String header, byte[] data) {
    byte[] text = TestFiles.ascii(header);
    byte[] all = Arrays.copyOf(text, text.length + data.length);
    System.arraycopy(data, 0, all, text.length, data.length);
    return all;
  }

  private static byte[] bzip2(byte[]... members) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] member : members) {
      try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(all)) {
        out.write(member);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all.toByteArray();
  }

  private Volume load(String name, byte[] content) {
    Path file = TestFiles.write(folder.resolve(name), content);
    return VolumeLoader.load(Rejected.source(file, null, null, null), TestFiles.CONF);
  }

  private void checkBright(String header, Vec3 world) {
    byte[] data = new byte[60];
    data[(2 * 4 + 1) * 5 + 3] = 100;
    Volume volume = load("a.nrrd", join(header, data));
    assertEquals(100f, TestFiles.voxel(volume, 3, 1, 2));
    Vec3 found = volume.grid().indexToWorld().point(new Vec3(3, 1, 2));
    assertEquals(0, found.minus(world).norm(), 1e-12, found + " is not " + world);
  }

  /** 200 = 0xc8, 0xfffe and so on tell signed from unsigned, and one width from another. */
  @ParameterizedTest
  @CsvSource({
    "signed char, 1, 0xc8, -56",
    "int8_t, 1, 0xc8, -56",
    "unsigned char, 1, 0xc8, 200",
    "short int, 2, 0xfffe, -2",
    "UINT16, 2, 0xfffe, 65534",
    "int, 4, 0xfffffffe, -2",
    "uint32_t, 4, 0xfffffffe, 4294967294",
    "signed long long int, 8, 0xfffffffffffffffe, -2",
    "unsigned long long, 8, 0x8000000000000000, 9223372036854775808",
    "float, 4, 0x3fa00000, 1.25",
    "double, 8, 0xc004000000000000, -2.5"
  })
  void everyTypeInBothByteOrders(String type, int bytes, String bits, double value) {
    long stored = Long.parseUnsignedLong(bits.substring(2), 16);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] all = ByteBuffer.allocate(8).order(order).putLong(stored).array();
      boolean big = order == ByteOrder.BIG_ENDIAN;
      byte[] data = big ? Arrays.copyOfRange(all, 8 - bytes, 8) : Arrays.copyOf(all, bytes);
      String header =
          change("uchar", type)
              .replace("5 4 3", "1 1 1")
              .replace("encoding", "endian: " + (big ? "BIG" : "little") + "\nencoding");
      assertEquals((float) value, TestFiles.voxel(load("a.nrrd", join(header, data)), 0, 0, 0));
    }
  }

  /** Voxel (3, 1, 2) is at (10 + 1.5 * 3, 20 + 2, 30 + 2.5 * 2) in the file's own space. */
  @ParameterizedTest
  @CsvSource({
    "right-anterior-superior, 14.5, 22",
    "RAS, 14.5, 22",
    "left-anterior-superior, -14.5, 22",
    "LAS, -14.5, 22",
    "Left-Posterior-Superior, -14.5, -22",
    "LPS, -14.5, -22",
    "3D-left-handed, -14.5, -22"
  })
  void everySpaceIsTurnedToRas(String space, double x, double y) {
    checkBright(change("right-anterior-superior", space), new Vec3(x, y, 35));
  }

  @Test
  void axesMayLieAskewAndInAnyUnit() {
    checkBright(
        change("(1.5,0,0) (0,2,0)", "(0, 1.5, 0.25) ( 2e0 ,0,0)"),
        new Vec3(10 + 2, 20 + 4.5, 30 + 0.75 + 5));
    checkBright(
        change("space origin", "space units: \"cm\" \"um\" \"\"\nspace origin"),
        new Vec3(145, 0.022, 35));
    String plain =
        """
        NRRD0001
        # a comment
        Type: uchar
        dimension: 3
        sizes: 5 4 3
        spacings: 1.5 2 2.5
        units: "um" "mm" mm
        axismins: 10 20 30
        centerings: node cell ???
        key:=value: with a colon
        encoding: raw

        """
            .replace("\n", "\r\n");
    // Faces of cells at the minima, centres of nodes; in the world of LPS.
    checkBright(plain, new Vec3(-0.0145, -23, 36.25));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 5 4 3 | none (1.5,0,0) (0,2,0) (0,0,2.5)",
        "5 4 3 1 | (1.5,0,0) (0,2,0) (0,0,2.5) none",
        "5 1 4 3 | (1.5,0,0) none (0,2,0) (0,0,2.5)"
      })
  void furtherAxesMayHaveSizeOne(String sizes, String directions) {
    checkBright(
        change("(1.5,0,0) (0,2,0) (0,0,2.5)", directions)
            .replace("5 4 3", sizes)
            .replace("dimension: 3", "dimension: 4\nkinds: ??? ??? ??? ???"),
        new Vec3(14.5, 22, 35));
  }

  @Test
  void voxelsMayBePackedAndSkipLinesAndBytes() {
    byte[] data = new byte[60];
    for (int i = 0; i < 60; i++) {
      data[i] = (byte) (i * i);
    }
    float[] expected = TestFiles.all(load("a.nrrd", join(HEADER, data)));
    assertEquals(49f, expected[7]);
    byte[] more = join("abcdefg", data);
    String head = "one line\nand two\n";
    byte[] lines = join(head, more);
    String skipping = "line skip: 2\nbyteskip: 7\nencoding: ";
    String gzip = change("encoding: raw", skipping + "gz");
    String bzip2 = change("encoding: raw", skipping + "BZIP2");
    byte[][] files = {
      join(change("encoding: raw", skipping + "raw"), lines),
      join(change("encoding: raw", "byte skip: -1\nencoding: raw"), lines),
      join(gzip + head, TestFiles.gzip(more)),
      join(bzip2 + head, bzip2(more)),
      join(bzip2 + head, bzip2(Arrays.copyOf(more, 30), Arrays.copyOfRange(more, 30, more.length))),
    };
    for (int i = 0; i < files.length; i++) {
      assertArrayEquals(expected, TestFiles.all(load("a.nrrd", files[i])), 0f, "file " + i);
    }
    TestFiles.write(folder.resolve("voxels.raw.gz"), TestFiles.gzip(more));
    String detached =
        change("encoding: raw", "data file: ./voxels.raw.gz\nbyte skip: 7\nencoding: gzip").strip();
    assertArrayEquals(
        expected, TestFiles.all(load("a.nhdr", TestFiles.ascii(detached))), 0f, "detached");
  }

  @Test
  void textIsReadInTheTypeOfItsHeader() {
    String header =
        change("encoding: raw", "encoding: text")
            .replace("uchar", "float")
            .replace("5 4 3", "2 2 1");
    Volume volume = load("a.nrrd", TestFiles.ascii(header + "0.1\t-2e3\n\n  3.\r\n+.5\n"));
    assertArrayEquals(new float[] {0.1f, -2000, 3, 0.5f}, TestFiles.all(volume), 0f);
  }

  @ParameterizedTest
  @CsvSource({
    "space: RAS, (1;0;0) (0;1;0) (0;0;1), true",
    "space: scanner-xyz, (1;0;0) (0;1;0) (0;0;1), false",
    "space dimension: 3, (1;0;0) (0;1;0) (0;0;1), false"
  })
  void sidesAreKnownByASpaceOfThePatient(String space, String directions, boolean known) {
    String header =
        change("space: right-anterior-superior", space)
            .replace("(1.5,0,0) (0,2,0) (0,0,2.5)", directions.replace(';', ','));
    Path file = TestFiles.write(folder.resolve("a.nrrd"), join(header, new byte[60]));
    assertEquals(known, VolumeLoader.knowsSides(TestFiles.source(file), TestFiles.CONF));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NRRD0004 | NRRD0009 | does not begin with NRRD0001",
        "type: uchar | typ: uchar | line 2: 'typ: uchar': expected a field",
        "type: uchar | type: block | line 2: type: block: expected int8",
        "type: uchar | Type: uchar;TYPE: int8 | line 3: TYPE is already set in line 2",
        "type: uchar | content: none | no line 'type",
        "type: uchar | type: short | no line 'endian",
        "type: uchar | type: short;endian: middle | expected little or big",
        "dimension: 3 | dimension: 2 | dimension: 2: expected 3",
        "dimension: 3 | dimension: 99 | dimension: 99: expected 3",
        "dimension: 3 | dimension: 4 | sizes: 5 4 3: expected 4 numbers",
        "5 4 3 | 5 4 0 | whole numbers of at least 1",
        "5 4 3 | 5 4.5 3 | whole numbers of at least 1",
        "5 4 3 | 5 4 three | sizes: 5 4 three: expected numbers",
        "5 4 3 | 99999 1 1 | each axis may have at most 32768",
        "5 4 3 | 5 4 4 | 80 bytes from byte",
        "(1.5,0,0) (0,2,0) | (1.5,0,0) none | three axes of space",
        "(1.5,0,0) (0,2,0) | (1.5,0,0) | 3 times (x,y,z) or none",
        "(1.5,0,0) (0,2,0) | (1.5,0,0) (0,2) | vectors of three numbers",
        "(1.5,0,0) (0,2,0) | (1.5,0,0) (0,NaN,0) | vectors of three numbers",
        "(1.5,0,0) (0,2,0) | (1.5,0,0) (3,0,0) | affine cannot be inverted",
        "(10,20,30) | none | expected a point (x,y,z)",
        "(10,20,30) | (10,20,30) 4 | expected (x,y,z)",
        "space: right | space dimension: 4;space: right | space dimension: 4: expected 3",
        "right-anterior-superior | right-anterior-superior-time | expected right-anterior-superior,",
        "space origin: | spacings: 1 2 3;space origin: | either these or space directions",
        "space origin: | space units: in mm mm;space origin: | space units: in mm mm: expected mm",
        "encoding: raw | encoding: hex | expected raw, gzip, bzip2 or ascii",
        "encoding: raw | encoding: gzip;byte skip: -1 | byte skip: -1: expected 0 or more",
        "encoding: raw | encoding: raw;line skip: -1 | line skip: -1: expected 0 or more",
        "encoding: raw | encoding: gzip;byte skip: 9223372036854775807 | at most 2^48",
        "encoding: raw | encoding: raw;byte skip: 9223372036854775807 | at most 2^48",
        "encoding: raw | encoding: raw;line skip: 9223372036854775807 | at most 2^48",
        "encoding: raw | encoding: raw;line skip: 1 | has no 1 lines to skip",
        "encoding: raw | encoding: raw;byte skip: one | expected a whole number",
        "encoding: raw | encoding: ascii;byte skip: 1 | 0, since the voxels are text",
        "encoding: raw | encoding: raw;data file: ../v.raw | the header's own folder",
        "encoding: raw | encoding: raw;data file: LIST | several files are not supported",
        "encoding: raw | encoding: raw;datafile: v%d.raw 1 3 1 | several files are not supported",
        "encoding: raw | encoding: raw;data file: none.raw | none.raw: no such file",
        "encoding: raw | encoding: raw;data file: more.raw | has 61 bytes"
      })
  void saysWhatIsWrongWithAHeader(String from, String to, String words) {
    TestFiles.write(folder.resolve("more.raw"), new byte[61]);
    byte[] bytes = join(change(from, to.replace(';', '\n')), new byte[60]);
    Path file = TestFiles.write(folder.resolve("a.nrrd"), bytes);
    Rejected.fails(Rejected.source(file, null, null, null), words);
  }

  @Test
  void aFileWithoutSpacingIsRefused() {
    String header = "NRRD0001\ntype: uchar\ndimension: 3\nsizes: 5 4 3\nencoding: raw\n\n";
    Path file = TestFiles.write(folder.resolve("a.nrrd"), join(header, new byte[60]));
    Rejected.fails(Rejected.source(file, null, null, null), "space directions", "spacings");
    TestFiles.write(file, new byte[300_000]);
    Rejected.fails(Rejected.source(file, null, null, null), "is not NRRD");
    TestFiles.write(file, TestFiles.ascii("NRRD0001\n" + "#\n".repeat(200_000)));
    Rejected.fails(Rejected.source(file, null, null, null), "no empty line ends its header");
  }

  private void failsToDecode(byte[] content, String words) {
    Path file = TestFiles.write(folder.resolve("a.nrrd"), content);
    Rejected.readGrid(Rejected.source(file, null, null, null));
    Rejected.check(
        assertThrows(
            InputException.class, () -> Rejected.load(Rejected.source(file, null, null, null))),
        words);
  }

  @Test
  void damagedBzip2IsRefused() {
    byte[] packed = bzip2(new byte[60]);
    String header = change("encoding: raw", "encoding: bzip2");
    // The last byte holds bits that mean nothing.
    for (int at = 0; at < packed.length - 1; at++) {
      byte[] flipped = packed.clone();
      flipped[at] ^= 0x10;
      failsToDecode(join(header, flipped), "");
    }
    failsToDecode(join(header, new byte[60]), "compressed data are damaged");
    failsToDecode(join(header, Arrays.copyOf(packed, packed.length - 8)), "damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"256", "-1", "1.5", "x", "0x10", "1d", "NaN", "1e999"})
  void textBeyondItsTypeIsRefused(String number) {
    String header = change("encoding: raw", "encoding: ascii").replace("5 4 3", "2 2 1");
    failsToDecode(TestFiles.ascii(header + "1 2 " + number + " 4"), "number 3 is '" + number + "'");
  }

  @Test
  void textOfAnotherLengthIsRefused() {
    String header = change("encoding: raw", "encoding: ascii").replace("5 4 3", "2 2 1");
    failsToDecode(TestFiles.ascii(header + "1 2  3   "), "truncated");
    failsToDecode(TestFiles.ascii(header + "1 2 3 4 5"), "'5' follows the last of 4 voxels");
    failsToDecode(TestFiles.ascii(header + "1 2 3 " + "4".repeat(500)), "number 4 is");
    Path file = TestFiles.write(folder.resolve("a.nrrd"), TestFiles.ascii(header + "1 2"));
    Rejected.fails(Rejected.source(file, null, null, null), "more than 3 bytes of text can hold");
  }
}
