package io.sinotrace.volume.io.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sinotrace.InputException;
import io.sinotrace.volume.io.Rejected;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.dicom.SliceFile.Examined;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that no program writes, made to break the reader or to keep it busy. */
class HostileDicomTest {
  private static final int PRIVATE = 0x0009_1001;
  private static final byte[] UNDEFINED = {-1, -1, -1, -1};

  private final Path folder;

  HostileDicomTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Asserts why a file cannot be used, and that little memory was taken to find out. */
  private void refused(byte[] bytes, String reason) {
    TestFiles.write(folder.resolve("a"), bytes);
    VolumeFile file = file();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Examined examined = SliceFile.examine(file);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(examined.reason().contains(reason), examined.reason());
    assertTrue(allocated < 32 << 20, allocated + " bytes of heap");
  }

  private VolumeFile file() {
    return VolumeFile.find(folder.resolve("a").toString(), TestFiles.CONF);
  }

  private static DicomSlice slice(int number) {
    return new DicomSlice("1.2.3", number);
  }

  /** Returns a slice with bytes in it before the first image element. */
  private static byte[] with(byte[] inserted) {
    byte[] whole = slice(0).bytes();
    // Behind the preamble, the prefix and the one element of the file's own group.
    int at = 132 + 8 + 20;
    return join(whole, at, inserted);
  }

  private static byte[] join(byte[] whole, int at, byte[] inserted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(whole, 0, at);
    out.writeBytes(inserted);
    out.write(whole, at, whole.length - at);
    return out.toByteArray();
  }

  private static byte[] sequence(int tag) {
    ByteBuffer begin = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    begin.putShort((short) (tag >>> 16)).putShort((short) tag).put((byte) 'S').put((byte) 'Q');
    return begin.putShort((short) 0).put(UNDEFINED).array();
  }

  private static byte[] item() {
    ByteBuffer begin = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    return begin.putShort((short) 0xfffe).putShort((short) 0xe000).put(UNDEFINED).array();
  }

  /** The voxels of another format, such as labels of two bytes. */
  @Test
  void smallWholeNumbersAreNoDicom() {
    for (byte[] labels :
        new byte[][] {
          {2, 0, 1, 0, 5, 0, 0, 0}, {8, 0, 8, 0, 8, 0, 0, 0}, {8, 0, 0, 0, 0, 0, 0, 0}
        }) {
      assertFalse(DicomReader.recognises(Arrays.copyOf(labels, DicomReader.HEAD)));
    }
  }

  @Test
  void sequencesInSequences() {
    ByteArrayOutputStream nested = new ByteArrayOutputStream();
    for (int i = 0; i < 100_000; i++) {
      nested.writeBytes(sequence(PRIVATE));
      nested.writeBytes(item());
    }
    refused(with(nested.toByteArray()), "sequences in more than 32 others");
  }

  @Test
  void sequencesThatNeverEnd() {
    refused(with(sequence(PRIVATE)), "is damaged: a sequence has something else than items");
  }

  @Test
  void filesThatEndAnywhere() {
    byte[] whole = with(join(join(sequence(PRIVATE), 12, item()), 20, new byte[0]));
    for (int length = 1; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length), "");
      assertNotEquals("", SliceFile.examine(file()).reason());
    }
  }

  @Test
  void lengthsBehindTheEnd() {
    byte[] element = DicomSlice.element(PRIVATE, "OB", new byte[4]);
    ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 0x7fff_ffff);
    refused(with(element), "is truncated, or an element claims more bytes than there are");
    ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 0xffff_fff0);
    refused(with(element), "is truncated, or an element claims more bytes than there are");
  }

  @Test
  void longValues() {
    refused(
        slice(0).text(Tag.IMAGE_POSITION_PATIENT, "DS", "1\\".repeat(10_000)).bytes(),
        "its ImagePositionPatient has 20000 bytes");
    refused(
        slice(0).text(Tag.IMAGE_POSITION_PATIENT, "DS", "1\\2\\" + "3".repeat(900)).bytes(),
        "its ImagePositionPatient is not 3 numbers");
  }

  @Test
  void manyPixels() {
    refused(
        slice(0).number(Tag.ROWS, 65535).number(Tag.COLUMNS, 65535).bytes(),
        "has slices of 8589672450 bytes");
    refused(slice(0).number(Tag.ROWS, 0).bytes(), "has slices of 0 bytes");
    refused(slice(0).number(Tag.ROWS, 4).bytes(), "32 bytes of pixels, more than the file");
  }

  @Test
  void aBomb() {
    byte[] zeros = DicomSlice.element(PRIVATE, "OB", new byte[64 << 20]);
    byte[] bomb = slice(0).deflated(zeros);
    assertTrue(bomb.length < 100_000, bomb.length + " bytes");
    refused(bomb, "is truncated, or an element claims more bytes than there are");
    refused(slice(0).number(Tag.ROWS, 60_000).deflated(), "480000 bytes of pixels");
    DicomSlice large = slice(0).number(Tag.ROWS, 60_000).number(Tag.COLUMNS, 8000);
    byte[] file = large.bytes(Tag.PIXEL_DATA, "OW", new byte[24]).deflated();
    refused(file, "960000000 bytes of pixels, more than the file can hold");
  }

  private VolumeSource source(byte[]... files) {
    for (int k = 0; k < files.length; k++) {
      TestFiles.write(folder.resolve("" + k), files[k]);
    }
    List<String> paths =
        IntStream.range(0, files.length).mapToObj(k -> folder.resolve("" + k).toString()).toList();
    return TestFiles.source(folder).of(new Slices(paths, 0, true));
  }

  /** Returns a slice whose pixels are these bytes of RLE. */
  private static byte[] rle(int number, byte[]... packed) {
    return slice(number).packed("1.2.840.10008.1.2.5", packed);
  }

  private static byte[] segments(int count, int first, int second, int... bytes) {
    ByteBuffer out = ByteBuffer.allocate(64 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0, count).putInt(4, first).putInt(8, second).position(64);
    for (int one : bytes) {
      out.put((byte) one);
    }
    return out.array();
  }

  @Test
  void runLengths() {
    byte[] good = segments(2, 64, 66, -11, 4, 1, 7, 8, -128, -9, 9);
    VolumeSource source = source(rle(0, good), rle(1, good, new byte[0]));
    float[] values = TestFiles.all(VolumeLoader.load(source, TestFiles.CONF));
    assertEquals(0x407 - 1024, values[0]);
    assertEquals(0x408 - 1024, values[1]);
    assertEquals(0x409 - 1024, values[11]);
    assertEquals(24, values.length);
    damaged(segments(2, 64, 66, -11, 4, 1, 7, 8, -128, -8, 9), "truncated");
    damaged(segments(2, 64, 66, -11, 4, 127, 7, 8), "truncated");
    damaged(segments(2, 64, 1 << 30, -11, 4), "RLE segment lies outside");
    damaged(segments(2, 64, -1, -11, 4), "RLE segment lies outside");
    damaged(segments(1, 64, 66, -11, 4), "not one segment for each of 2 bytes");
    damaged(new byte[][] {good, good}, "has pixels of more frames than its header says");
    damaged(new byte[60], "an RLE frame of 60 bytes");
    damaged(new byte[60_000], "an RLE frame of 60000 bytes");
  }

  private void damaged(byte[] packed, String words) {
    damaged(new byte[][] {packed}, words);
  }

  private void damaged(byte[][] packed, String words) {
    byte[] good = segments(2, 64, 66, -11, 4, -11, 4);
    VolumeSource source = source(rle(0, good), rle(1, packed));
    InputException e =
        assertThrows(InputException.class, () -> VolumeLoader.load(source, TestFiles.CONF));
    Rejected.check(e, words);
    Rejected.check(e, "slice 2: ");
  }
}
