package io.sinotrace.volume.io.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.Rejected;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.SliceGaps;
import io.sinotrace.volume.io.file.SliceSet;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PixelData that is not packed, and longer than its header says. */
class DicomPaddingTest {
  /** The bytes of a slice, and of a frame of the golden files: 4 x 3 pixels of 16 bits. */
  private static final int FRAME = 24;

  private static final String MORE = "has more pixels than its header says: ";
  private static final String ONE_FRAME = "and one frame (NumberOfFrames 1, or none)";

  private final Path folder;

  DicomPaddingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static DicomSlice slice(int number) {
    return new DicomSlice("1.2.3", number);
  }

  /** Returns a slice of so many bytes of pixels: those that it has, zeros, and one at the end. */
  private static DicomSlice longer(int number, int length, int last) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 12; i++) {
      bytes.putShort((short) (1000 + 100 * number + i));
    }
    bytes.put(length - 1, (byte) last);
    return slice(number).bytes(Tag.PIXEL_DATA, "OW", bytes.array());
  }

  /** Returns a file whose last element, its pixels, is longer by these bytes. */
  private static byte[] longer(byte[] file, int length, ByteOrder order, byte... more) {
    byte[] whole = Arrays.copyOf(file, file.length + more.length);
    System.arraycopy(more, 0, whole, file.length, more.length);
    ByteBuffer bytes = ByteBuffer.wrap(whole).order(order);
    int at = file.length - length - 4;
    assertEquals(length, bytes.getInt(at));
    bytes.putInt(at, length + more.length);
    return whole;
  }

  private static byte[] golden(String name) throws IOException {
    String path = "../golden/dicom/" + name;
    try (InputStream in =
        Objects.requireNonNull(DicomPaddingTest.class.getResourceAsStream(path), path)) {
      return in.readAllBytes();
    }
  }

  /** Returns a volume of the first file: those of its frames, or of a slice a file. */
  private VolumeSource source(int number, byte[]... files) {
    List<String> paths =
        IntStream.range(0, files.length)
            .mapToObj(k -> TestFiles.write(folder.resolve("" + k), files[k]).toString())
            .toList();
    return TestFiles.source(folder).of(new Slices(paths, number, true));
  }

  private float[] read(int number, byte[]... files) {
    return TestFiles.all(VolumeLoader.load(source(number, files), TestFiles.CONF));
  }

  /** Asserts that headers alone do, and that reading the pixels ends in a line. */
  private void refusedOnReading(VolumeSource source, String... words) {
    Rejected.readGrid(source);
    Rejected.check(
        assertThrows(InputException.class, () -> VolumeLoader.load(source, TestFiles.CONF)), words);
  }

  /** Returns the numbers of slices of {@link DicomSlice}, in Hounsfield units. */
  private static float[] numbers(int slices) {
    float[] all = new float[12 * slices];
    for (int i = 0; i < all.length; i++) {
      all[i] = 1000 + 100 * (i / 12) + i % 12 - 1024;
    }
    return all;
  }

  /** Returns the numbers of golden files, which make_dicom.py has a formula for. */
  private static float[] goldenNumbers(int phase) {
    float[] all = new float[36];
    for (int i = 0; i < all.length; i++) {
      all[i] = 1000 + 300 * (i / 12) + 17 * (i % 12) - 50 * phase - 1024;
    }
    // The bright one, of slice 1, row 2, column 1.
    all[12 + 2 * 4 + 1] = 4095 - 50 * phase - 1024;
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, ' ', 0x9e})
  void oneByteMakesAnOddLengthEven(int last) {
    byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, (byte) last};
    byte[][] files = new byte[2][];
    for (int k = 0; k < 2; k++) {
      files[k] =
          slice(k)
              .number(Tag.COLUMNS, 3)
              .number(Tag.BITS_ALLOCATED, 8)
              .number(Tag.BITS_STORED, 8)
              .number(Tag.HIGH_BIT, 7)
              .bytes(Tag.PIXEL_DATA, "OB", pixels)
              .bytes();
    }
    float[] slice = {-1023, -1022, -1021, -1020, -1019, -1018, -1017, -1016, -1015};
    float[] all = read(0, files);
    assertArrayEquals(slice, Arrays.copyOf(all, 9));
    assertArrayEquals(slice, Arrays.copyOfRange(all, 9, 18));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, FRAME - 2})
  void zerosOfLessThanAFrameArePadding(int more) throws IOException {
    int length = FRAME + more;
    float[] expected = numbers(2);
    byte[] first = longer(0, length, 0).bytes();
    assertArrayEquals(expected, read(0, first, slice(1).bytes()));
    assertArrayEquals(expected, read(0, first, longer(1, length, 0).deflated()));
    byte[] zeros = new byte[more];
    for (String name : List.of("plain", "implicit")) {
      byte[] file = longer(golden(name + "/c"), FRAME, ByteOrder.LITTLE_ENDIAN, zeros);
      assertArrayEquals(goldenNumbers(0), read(0, golden(name + "/b"), file, golden(name + "/a")));
    }
    // Its slices begin with two numbers that are padding, and one that is just none.
    float[] padded = goldenNumbers(0);
    for (int at = 0; at < 36; at += 12) {
      padded[at] = -1000;
      padded[at + 1] = -1000;
      padded[at + 2] = -1499 - 1024;
    }
    byte[] file = longer(golden("big-endian/c"), FRAME, ByteOrder.BIG_ENDIAN, zeros);
    assertArrayEquals(padded, read(0, golden("big-endian/b"), file, golden("big-endian/a")));
  }

  @Test
  void otherNumbersAreNoPadding() {
    String what =
        "slice 2: has something else than zeros behind its pixels: 46 bytes of PixelData,"
            + " expected 24 by Rows 3, Columns 4, BitsAllocated 16 "
            + ONE_FRAME;
    byte[] good = slice(0).bytes();
    refusedOnReading(source(0, good, longer(1, 46, 1).bytes()), what);
    refusedOnReading(source(0, good, longer(1, 46, ' ').deflated()), what);
    refusedOnReading(
        source(0, good, longer(1, 26, 0xff).bytes()), "slice 2: ", "26 bytes of PixelData");
  }

  @Test
  void anOddByteBehindAnEvenLengthIsLookedAt() {
    byte[] good = slice(0).bytes();
    byte[] file = slice(1).bytes();
    byte[] zero = longer(file, FRAME, ByteOrder.LITTLE_ENDIAN, (byte) 0);
    assertArrayEquals(numbers(2), read(0, good, zero));
    byte[] one = longer(file, FRAME, ByteOrder.LITTLE_ENDIAN, (byte) 1);
    refusedOnReading(source(0, good, one), "slice 2: ", "25 bytes of PixelData, expected 24");
  }

  /** What is longer than the file, too, is truncated, though all of its pixels are there. */
  @Test
  void paddingThatEndsEarly() {
    byte[] good = slice(0).bytes();
    String what = "slice 2: is truncated, or an element claims more bytes than there are";
    byte[] plain = longer(1, 40, 0).bytes();
    refusedOnReading(source(0, good, Arrays.copyOf(plain, plain.length - 2)), what);
    byte[] claimed = longer(1, FRAME, 0x04).bytes();
    ByteBuffer.wrap(claimed).order(ByteOrder.LITTLE_ENDIAN).putInt(claimed.length - FRAME - 4, 40);
    refusedOnReading(source(0, good, claimed), what);
  }

  /** A frame more is one that NumberOfFrames leaves out, of zeros or not: the header tells. */
  @ParameterizedTest
  @CsvSource({"48, 0, plain", "48, 1, plain", "50, 0, plain", "240, 0, plain", "48, 0, deflated"})
  void aFrameMoreIsNoPadding(int length, int last, String form) {
    DicomSlice longer = longer(1, length, last);
    byte[][] all = {
      slice(0).bytes(), form.equals("plain") ? longer.bytes() : longer.deflated(), slice(2).bytes()
    };
    String what =
        "%s%d bytes of PixelData, expected 24 by Rows 3, Columns 4, BitsAllocated 16 %s"
            .formatted(MORE, length, ONE_FRAME);
    VolumeSource source = source(0, all);
    Rejected.fails(source, "slice 2: " + what);
    List<VolumeFile> files =
        IntStream.range(0, 3)
            .mapToObj(k -> VolumeFile.find(folder.resolve("" + k).toString(), TestFiles.CONF))
            .toList();
    List<SliceSet> sets = new DicomReader().find(files, SliceGaps.SET_ASIDE).sets();
    assertEquals(1, sets.size());
    String fault = String.valueOf(sets.get(0).fault());
    assertTrue(
        fault.endsWith("1: " + what + "; so the other 2 of its series are set aside"), fault);
  }

  /** Frames of two volumes, of which those of the second are not the last of the file. */
  @Test
  void framesInOneFile() throws IOException {
    byte[] file = golden("phases/all");
    int length = 6 * FRAME;
    byte[] tail = new byte[FRAME - 2];
    byte[] padded = longer(file, length, ByteOrder.LITTLE_ENDIAN, tail);
    for (int phase = 0; phase < 2; phase++) {
      assertArrayEquals(goldenNumbers(phase), read(phase, padded));
    }
    tail[tail.length - 1] = 1;
    byte[] other = longer(file, length, ByteOrder.LITTLE_ENDIAN, tail);
    for (int phase = 0; phase < 2; phase++) {
      refusedOnReading(
          source(phase, other),
          "166 bytes of PixelData, expected 144 by Rows 3, Columns 4, BitsAllocated 16 and"
              + " NumberOfFrames 6");
    }
    byte[] frame = longer(file, length, ByteOrder.LITTLE_ENDIAN, new byte[FRAME]);
    Rejected.fails(
        source(0, frame), MORE + "168 bytes of PixelData, expected 144", "NumberOfFrames 6");
  }

  /** Of items there are none to read where a syntax has no items. */
  @Test
  void anUndefinedLength() {
    byte[] file = slice(1).bytes();
    ByteBuffer.wrap(file).putInt(file.length - FRAME - 4, -1);
    Rejected.fails(
        source(0, slice(0).bytes(), file),
        "slice 2: is damaged: its pixels are not as its transfer syntax says");
  }
}
