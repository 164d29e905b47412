package io.sinotrace.volume.io.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.Rejected;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pixels of 8 bits in words of 16 (PS3.5, sections 6.2 and 8.1.1): the first pixel is the lower
 * byte of a word, which comes second in big endian. Slices are of 3 x 3 pixels, so that a word
 * holds pixels of two frames, or one and padding. What is stored is written out by hand.
 */
class DicomWordsTest {
  private static final byte[] IN_ORDER = {1, 2, 3, 4, 5, 6, 7, 8, 9, 0};
  private static final byte[] EXCHANGED = {2, 1, 4, 3, 6, 5, 8, 7, 0, 9};

  private final Path folder;

  DicomWordsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static DicomSlice slice(int number, String type, byte... pixels) {
    return new DicomSlice("1.2.3", number)
        .number(Tag.COLUMNS, 3)
        .number(Tag.BITS_ALLOCATED, 8)
        .number(Tag.BITS_STORED, 8)
        .number(Tag.HIGH_BIT, 7)
        .bytes(Tag.PIXEL_DATA, type, pixels);
  }

  private VolumeSource source(byte[]... files) {
    List<String> paths =
        IntStream.range(0, files.length)
            .mapToObj(k -> TestFiles.write(folder.resolve("" + k), files[k]).toString())
            .toList();
    return TestFiles.source(folder).of(new Slices(paths, 0, true));
  }

  /** Asserts that all numbers are 1, 2, 3 and so on. */
  private static void counts(int pixels, VolumeSource source) {
    float[] expected = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      expected[i] = i + 1 - 1024;
    }
    assertArrayEquals(expected, TestFiles.all(VolumeLoader.load(source, TestFiles.CONF)));
  }

  /** Returns two files: one that is given, and a second one of 10 to 18, in little endian. */
  private VolumeSource twoSlices(byte[] first) {
    return source(first, slice(1, "OW", counting(10)).bytes());
  }

  private static byte[] counting(int from) {
    byte[] all = new byte[10];
    for (int i = 0; i < 9; i++) {
      all[i] = (byte) (from + i);
    }
    return all;
  }

  @Test
  void bytesOfWordsAreExchangedInBigEndianAlone() {
    counts(18, twoSlices(slice(0, "OW", EXCHANGED).bigEndian()));
    counts(18, twoSlices(slice(0, "OB", IN_ORDER).bigEndian()));
    counts(18, twoSlices(slice(0, "OW", IN_ORDER).bytes()));
    counts(18, twoSlices(slice(0, "OB", IN_ORDER).bytes()));
  }

  /** The last pixel comes behind the byte that makes the length even, and before other padding. */
  @Test
  void padding() {
    byte[] padded = {2, 1, 4, 3, 6, 5, 8, 7, (byte) 0x9e, 9};
    counts(18, twoSlices(slice(0, "OW", padded).bigEndian()));
    counts(18, twoSlices(slice(0, "OW", Arrays.copyOf(EXCHANGED, 16)).bigEndian()));
    byte[] other = Arrays.copyOf(EXCHANGED, 16);
    other[15] = 1;
    failsOnReading(
        twoSlices(slice(0, "OW", other).bigEndian()),
        "has something else than zeros behind its pixels: 16 bytes of PixelData, expected 9");
  }

  private static void failsOnReading(VolumeSource source, String words) {
    Rejected.readGrid(source);
    Rejected.check(assertThrows(InputException.class, () -> Rejected.load(source)), words);
  }

  @Test
  void halfAWord() {
    byte[] whole = slice(0, "OW", EXCHANGED).bigEndian();
    failsOnReading(
        twoSlices(Arrays.copyOf(whole, whole.length - 1)), "ends before the last pixel: truncated");
    byte[] odd = Arrays.copyOf(whole, whole.length - 1);
    ByteBuffer.wrap(odd).putInt(odd.length - 9 - 4, 9);
    Rejected.fails(
        twoSlices(odd), "its PixelData has 9 bytes, expected words of 2, as its type is OW");
  }

  private static byte[] item(byte[] value) {
    ByteBuffer out = ByteBuffer.allocate(8 + value.length).order(ByteOrder.BIG_ENDIAN);
    return out.putInt(0xfffe_e000).putInt(value.length).put(value).array();
  }

  /** Returns the functional groups of a frame at a height, which is all that they tell. */
  private static byte[] frame(int z) {
    byte[] position = TestFiles.ascii("0\\0\\" + z + " ");
    ByteOrder order = ByteOrder.BIG_ENDIAN;
    byte[] element = DicomSlice.element(order, Tag.IMAGE_POSITION_PATIENT, "DS", position);
    return item(DicomSlice.element(order, 0x0020_9113, "SQ", item(element)));
  }

  @Test
  void aWordOfTwoFrames() {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int k = 0; k < 3; k++) {
      frames.writeBytes(frame(2 * k));
    }
    byte[] pixels = new byte[28];
    for (int i = 0; i < 28; i++) {
      pixels[i ^ 1] = (byte) (i < 27 ? i + 1 : 0);
    }
    byte[] file =
        slice(0, "OW", pixels)
            .text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.2.1")
            .text(Tag.NUMBER_OF_FRAMES, "IS", "3 ")
            .bytes(Tag.PER_FRAME_FUNCTIONAL_GROUPS, "SQ", frames.toByteArray())
            .bigEndian();
    counts(27, source(file));
  }
}
