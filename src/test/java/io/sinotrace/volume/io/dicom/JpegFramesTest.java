package io.sinotrace.volume.io.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.Rejected;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.dicom.jpeg.BadJpegException;
import io.sinotrace.volume.io.dicom.jpeg.LosslessJpeg;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that dcmtk and libjpeg-turbo made for golden/make_dicom.py: cut, bent and mixed up. */
class JpegFramesTest {
  private static final String SYNTAX = "1.2.840.10008.1.2.4.57";
  private static final int LOSSLESS = 0xc3;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int START_OF_SCAN = 0xda;
  private static final int RESTART = 0xd0;

  private final Path folder;

  JpegFramesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Returns the stream of the first slice of a series: in all of its items but the first. */
  private static byte[] golden(String series) throws IOException {
    String name = "../golden/dicom/" + series + "/b";
    byte[] file;
    try (InputStream in = Objects.requireNonNull(JpegFramesTest.class.getResourceAsStream(name))) {
      file = in.readAllBytes();
    }
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (bytes.getInt(at) != 0x0010_7fe0 || bytes.getInt(at + 8) != -1) {
      at++;
    }
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    int length = bytes.getInt(at + 16);
    for (at += 20 + length; bytes.getInt(at) == 0xe000_fffe; at += 8 + length) {
      length = bytes.getInt(at + 4);
      stream.write(file, at + 8, length);
    }
    return stream.toByteArray();
  }

  private static DicomSlice slice(int number) {
    return new DicomSlice("1.2.3", number);
  }

  private float[] read(byte[] first, byte[] second) {
    return TestFiles.all(VolumeLoader.load(source(first, second), TestFiles.CONF));
  }

  private VolumeSource source(byte[] first, byte[] second) {
    Path one = TestFiles.write(folder.resolve("0"), first);
    Path other = TestFiles.write(folder.resolve("1"), second);
    return TestFiles.source(folder)
        .of(new Slices(List.of(one.toString(), other.toString()), 0, true));
  }

  /** Asserts that a second slice whose pixels are in these items is refused. */
  private void refused(DicomSlice slice, byte[][] items, String... words) {
    refused(slice.packed(SYNTAX, items), words);
  }

  private void refused(byte[] file, String... words) {
    VolumeSource source = source(slice(0).bytes(), file);
    InputException e =
        assertThrows(InputException.class, () -> VolumeLoader.load(source, TestFiles.CONF));
    Rejected.check(e, words);
    Rejected.check(e, "slice 2: ");
  }

  private void refused(byte[] stream, byte[] changed, String word) {
    assertEquals(stream.length, changed.length);
    refused(slice(1), new byte[][] {changed}, word);
  }

  /** Returns where a marker is. */
  private static int find(byte[] stream, int marker) {
    int at = 0;
    while (stream[at] != -1 || (stream[at + 1] & 0xff) != marker) {
      at++;
    }
    return at;
  }

  /**
   * Returns where the pixels end: any number of bytes 255 may stand before the end of the image.
   */
  private static int endOfPixels(byte[] stream) {
    int at = find(stream, 0xd9);
    while (stream[at - 1] == -1) {
      at--;
    }
    return at;
  }

  /** Returns a stream with bytes in the place of those so many behind a marker. */
  private static byte[] with(byte[] stream, int marker, int behind, int... bytes) {
    byte[] changed = stream.clone();
    for (int i = 0; i < bytes.length; i++) {
      changed[find(stream, marker) + behind + i] = (byte) bytes[i];
    }
    return changed;
  }

  @Test
  void framesInSeveralItems() throws IOException {
    byte[] stream = golden("jpeg-sv7");
    float[] whole = read(slice(0).packed(SYNTAX, stream), slice(1).packed(SYNTAX, stream));
    for (int i = 0; i < 12; i++) {
      // As make_dicom.py has it.
      assertEquals((1000 + 17 * i) * 40503 % 65536 - 1024, whole[i]);
    }
    for (int cut = 2; cut < stream.length; cut += 7) {
      byte[] begin = Arrays.copyOf(stream, cut);
      byte[] end = Arrays.copyOfRange(stream, cut, stream.length);
      byte[] parts = slice(1).packed(SYNTAX, begin, new byte[0], end);
      assertArrayEquals(whole, read(slice(0).packed(SYNTAX, stream), parts));
    }
  }

  /** What is missing is never made up, even if the stream seems to end in order. */
  @ParameterizedTest
  @ValueSource(strings = {"jpeg-sv7", "jpeg-restarts-4"})
  void streamsThatEndAnywhere(String series) throws IOException {
    byte[] stream = golden(series);
    new LosslessJpeg(stream).decode(new byte[24], 2);
    for (int length = 0; length < endOfPixels(stream); length++) {
      byte[] cut = Arrays.copyOf(stream, length);
      byte[] ended = Arrays.copyOf(stream, length + 2);
      ended[length] = (byte) 0xff;
      ended[length + 1] = (byte) 0xd9;
      for (byte[] bytes : List.of(cut, ended)) {
        BadJpegException e =
            assertThrows(
                BadJpegException.class, () -> new LosslessJpeg(bytes).decode(new byte[24], 2));
        assertTrue(e.reason().startsWith("its JPEG stream is damaged: "), e.reason());
      }
    }
  }

  @Test
  void headersThatAreNotTheFiles() throws IOException {
    byte[] stream = golden("jpeg-sv7");
    refused(stream, with(stream, LOSSLESS, 5, 0, 4), "its JPEG has 4 x 4 pixels, its header 4 x 3");
    refused(stream, with(stream, LOSSLESS, 7, 0, 3), "its JPEG has 3 x 3 pixels, its header 4 x 3");
    refused(stream, with(stream, LOSSLESS, 5, -1, -1, -1, -1), "has 65535 x 65535 pixels");
    refused(
        slice(1).number(Tag.BITS_ALLOCATED, 8).number(Tag.BITS_STORED, 8).number(Tag.HIGH_BIT, 7),
        new byte[][] {stream},
        "pixels of 16 bits, its header of 8 up to bit 7 in 8");
    // Without the bit of the sign.
    refused(
        slice(1).number(Tag.PIXEL_REPRESENTATION, 1),
        new byte[][] {golden("jpeg-restarts-4")},
        "its JPEG has pixels of 13 bits, its header signed ones of 16 up to bit 15 in 16");
  }

  @Test
  void otherProcesses() throws IOException {
    byte[] stream = golden("jpeg-sv7");
    for (int process = 0xc0; process <= 0xc2; process++) {
      refused(stream, with(stream, LOSSLESS, 1, process), "is lossy JPEG");
    }
    refused(stream, with(stream, LOSSLESS, 1, 0xc7), "a process that is not decoded (SOF7)");
    refused(stream, with(stream, LOSSLESS, 1, 0xcb), "a process that is not decoded (SOF11)");
    refused(stream, with(stream, LOSSLESS, 1, 0xf7), "is JPEG-LS");
    refused(stream, with(stream, LOSSLESS, 9, 3), "has 3 components: expected grey values");
    refused(stream, with(stream, START_OF_SCAN, 4, 2), "not of its one component");
    refused(stream, with(stream, START_OF_SCAN, 5, 7), "not of its one component");
  }

  @Test
  void brokenHeaders() throws IOException {
    byte[] stream = golden("jpeg-sv7");
    refused(stream, with(stream, LOSSLESS, 4, 17), "pixels of 17 bits");
    refused(stream, with(stream, LOSSLESS, 4, 1), "pixels of 1 bits");
    refused(stream, with(stream, LOSSLESS, 7, 0, 0), "0 columns");
    refused(stream, with(stream, LOSSLESS, 5, 0, 0), "behind the pixels (DNL)");
    refused(stream, with(stream, LOSSLESS, 2, -1, -1), "its header ends too early");
    refused(stream, with(stream, LOSSLESS, 2, 0, 1), "its header ends too early");
    refused(stream, with(stream, LOSSLESS, 1, 0xfe), "not of its one component");
    refused(stream, with(stream, LOSSLESS, 0, 0), "a marker is missing");
    refused(stream, with(stream, HUFFMAN_TABLES, 1, 0xfe), "has no Huffman table");
    refused(stream, with(stream, HUFFMAN_TABLES, 4, 0x13), "has no Huffman table");
    refused(stream, with(stream, HUFFMAN_TABLES, 5, 3, 0, 0, 0), "too many codes");
    refused(stream, with(stream, HUFFMAN_TABLES, 6, 200), "its header ends too early");
    refused(stream, with(stream, START_OF_SCAN, 7, 0), "has predictor 0");
    refused(stream, with(stream, START_OF_SCAN, 7, 8), "has predictor 8");
    byte[] narrow = golden("jpeg-restarts-4");
    refused(narrow, with(narrow, START_OF_SCAN, 9, 13), "a point transform by 13 bits");
  }

  @Test
  void brokenRestarts() throws IOException {
    DicomSlice slice = slice(1).number(Tag.BITS_STORED, 13).number(Tag.HIGH_BIT, 12);
    byte[] stream = golden("jpeg-restarts-4");
    byte[][] next = {with(stream, RESTART, 1, RESTART + 1)};
    refused(slice, next, "a restart marker is missing");
    byte[][] within = {with(stream, 0xdd, 4, 0, 5)};
    refused(slice, within, "it restarts within a row");
    byte[][] fewer = {with(stream, 0xdd, 4, 0, 8)};
    refused(slice, fewer, "is damaged");
    byte[][] none = {with(stream, 0xdd, 4, 0, 0)};
    refused(slice, none, "is damaged");
  }

  @Test
  void moreDataThanPixels() throws IOException {
    byte[] stream = golden("jpeg-sv7");
    int end = endOfPixels(stream);
    byte[] more = Arrays.copyOf(stream, end + 4);
    System.arraycopy(new byte[] {0x55, 0x55, -1, (byte) 0xd9}, 0, more, end, 4);
    refused(slice(1), new byte[][] {more}, "no marker follows the last of its pixels");
  }

  private static byte[] joined(byte[] first, byte... second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Which of them a header of one frame means is not known. */
  @Test
  void twoFramesInAFileOfOne() throws IOException {
    byte[] stream = golden("jpeg-sv7");
    String more = "has pixels of more frames than its header says";
    refused(slice(1), new byte[][] {stream, stream}, more);
    byte[] begin = Arrays.copyOf(stream, 40);
    byte[] end = Arrays.copyOfRange(stream, 40, stream.length);
    refused(slice(1), new byte[][] {begin, end, new byte[0], begin, end}, more);
    refused(slice(1), new byte[][] {joined(stream, stream)}, "data follow its end");
    refused(slice(1), new byte[][] {begin, joined(end, begin), end}, "data follow its end");
  }

  @Test
  void onlyPaddingMayFollowAFrame() throws IOException {
    byte[] stream = golden("jpeg-sv7");
    float[] whole = read(slice(0).packed(SYNTAX, stream), slice(1).packed(SYNTAX, stream));
    for (byte[] padding : List.of(new byte[2], new byte[] {-1, -1}, new byte[] {-1, 0, 0, 0})) {
      byte[] within = slice(1).packed(SYNTAX, joined(stream, padding));
      assertArrayEquals(whole, read(slice(0).packed(SYNTAX, stream), within));
      byte[] behind = slice(1).packed(SYNTAX, stream, padding);
      assertArrayEquals(whole, read(slice(0).packed(SYNTAX, stream), behind));
    }
    byte[] one = {0, 1};
    refused(slice(1), new byte[][] {joined(stream, one)}, "data follow its end");
    refused(slice(1), new byte[][] {stream, one}, "data follow its end");
  }

  @Test
  void itemsThatAreNoFrames() throws IOException {
    byte[] stream = golden("jpeg-sv7");
    refused(slice(1), new byte[][] {}, "its pixels end before the last frame");
    refused(slice(1), new byte[][] {new byte[8]}, "a frame does not begin as JPEG");
    refused(slice(1), new byte[][] {stream, new byte[2 << 20]}, "a JPEG frame of more than");
    byte[] file = slice(1).packed(SYNTAX, stream);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = file.length - 8 - stream.length - 4;
    assertEquals(stream.length, bytes.getInt(length));
    bytes.putInt(length, stream.length + 100);
    refused(file, "truncated");
    bytes.putInt(length, -2);
    refused(file, "is damaged");
    bytes.putInt(length, stream.length - 2);
    refused(file, "what follows an item of pixels is neither another one");
    DicomSlice large = slice(1).number(Tag.ROWS, 60_000);
    refused(large, new byte[][] {stream}, "480000 bytes of pixels, more than the file can hold");
  }
}
