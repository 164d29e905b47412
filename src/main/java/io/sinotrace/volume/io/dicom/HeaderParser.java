package io.sinotrace.volume.io.dicom;

import io.sinotrace.volume.io.dicom.DicomHeader.Pixels;
import io.sinotrace.volume.io.file.VolumeFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of a file up to its pixels (PS3.5, section 7; PS3.10, section 7). Of all
 * others than those of {@link Tag} only the lengths are read.
 */
final class HeaderParser {
  private static final int BUFFER = 8192;
  private static final int PREAMBLE = 128;
  private static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);

  /** How many bytes tell whether a file is DICOM. */
  static final int HEAD = PREAMBLE + PREFIX.length;

  private static final long UNDEFINED = 0xffff_ffffL;

  /** The greatest length of a value that is kept: those of CT images are far shorter. */
  private static final int MAX_VALUE = 1024;

  /** Sequences in sequences: no standard object has as many. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_FRAMES = 1 << 16;

  /** How far the elements before the pixels may reach once they are inflated. */
  private static final long MAX_INFLATED = 16 << 20;

  /** The types whose length has four bytes. */
  private static final Set<String> LONG =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  private final Map<Integer, byte[]> common = new HashMap<>();
  private final Map<Integer, byte[]> shared = new HashMap<>();
  private final List<Map<Integer, byte[]>> frames = new ArrayList<>();
  private @Nullable Pixels pixels;
  private ElementInput in;

  private HeaderParser(ElementInput in) {
    this.in = in;
  }

  /** How elements are encoded. */
  private record Encoding(boolean implicit, ByteOrder order) {}

  /** Returns whether a file looks like DICOM by its first bytes. */
  static boolean recognises(byte[] head) {
    if (hasPrefix(head)) {
      return true;
    }
    // Without a preamble: the first element is of the file's own group, or its UIDs and dates.
    if (head.length < 8 || head[3] != 0) {
      return false;
    }
    int group = littleShort(head, 0);
    if (!((group == 2 && head[2] <= 2) || (group == 8 && head[2] <= 0x16))) {
      return false;
    }
    boolean explicit = isType(head[4]) && isType(head[5]);
    return explicit || (littleShort(head, 6) == 0 && beginsWithText(head, littleShort(head, 4)));
  }

  /**
   * Returns whether the first value of a file without types is a text, or the length of its group:
   * else many a file of small whole numbers would look like DICOM.
   */
  private static boolean beginsWithText(byte[] head, int length) {
    if (head[2] == 0) {
      return length == 4;
    }
    if (length < 2 || length % 2 != 0 || head.length < 8 + length) {
      return false;
    }
    for (int i = 8; i < 8 + length; i++) {
      boolean padding = head[i] == 0 && i == 7 + length;
      if (!padding && (head[i] < ' ' || head[i] > '~')) {
        return false;
      }
    }
    return true;
  }

  private static int littleShort(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  private static boolean hasPrefix(byte[] head) {
    for (int i = 0; i < PREFIX.length; i++) {
      if (head.length <= PREAMBLE + i || head[PREAMBLE + i] != PREFIX[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isType(byte letter) {
    return letter >= 'A' && letter <= 'Z';
  }

  /**
   * Reads a header.
   *
   * @return null if the file is no DICOM
   * @throws UnusableException if it is damaged or not supported
   */
  static @Nullable DicomHeader parse(VolumeFile file) throws IOException {
    try (InputStream bytes = new BufferedInputStream(file.open(), BUFFER)) {
      return new HeaderParser(new ElementInput(bytes, 0, file.length())).parse(bytes);
    } catch (EOFException e) {
      throw UnusableException.truncated();
    } catch (ZipException e) {
      throw new UnusableException("its deflated data are damaged");
    }
  }

  private @Nullable DicomHeader parse(InputStream bytes) throws IOException {
    bytes.mark(HEAD);
    byte[] head = bytes.readNBytes(HEAD);
    bytes.reset();
    if (!recognises(head)) {
      return null;
    }
    if (hasPrefix(head)) {
      in.skip(head.length);
    }
    Encoding meta = new Encoding(false, ByteOrder.LITTLE_ENDIAN);
    boolean hasMeta = in.peekShort(meta.order) == 2;
    while (in.peekShort(meta.order) == 2) {
      element(meta, 0, common);
    }
    TransferSyntax syntax =
        hasMeta
            ? TransferSyntax.of(new Attributes(meta.order, common).text(Tag.TRANSFER_SYNTAX_UID))
            : isType(head[4]) && isType(head[5])
                ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN
                : TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
    long deflatedFrom = 0;
    if (syntax == TransferSyntax.DEFLATED_LITTLE_ENDIAN) {
      deflatedFrom = in.at();
      Inflater inflater = new Inflater(true);
      try {
        InputStream inflated =
            new BufferedInputStream(new InflaterInputStream(bytes, inflater, BUFFER), BUFFER);
        in = new ElementInput(inflated, 0, MAX_INFLATED);
        dataSet(syntax);
      } finally {
        inflater.end();
      }
    } else {
      dataSet(syntax);
    }
    ByteOrder order = syntax.order();
    return new DicomHeader(
        syntax,
        deflatedFrom,
        new Attributes(order, shared).orElse(new Attributes(order, common)),
        frames.stream().map(frame -> new Attributes(order, frame)).toList(),
        pixels);
  }

  private void dataSet(TransferSyntax syntax) throws IOException {
    Encoding encoding = new Encoding(syntax.isImplicit(), syntax.order());
    while (pixels == null && in.at() < in.end() && in.peekShort(encoding.order) >= 0) {
      element(encoding, 0, common);
    }
  }

  /**
   * Reads an element; returns its tag.
   *
   * @param depth of the item that it is in; 0 outside of sequences
   * @param kept takes its value; null: it is passed over
   */
  private int element(Encoding encoding, int depth, @Nullable Map<Integer, byte[]> kept)
      throws IOException {
    int tag = readTag(encoding);
    if (tag == Tag.ITEM_DELIMITATION) {
      in.readInt(encoding.order);
      return tag;
    }
    String type = "";
    long length;
    if (encoding.implicit) {
      length = in.readInt(encoding.order);
    } else {
      byte[] letters = in.read(2);
      type = new String(letters, StandardCharsets.ISO_8859_1);
      if (!isType(letters[0]) || !isType(letters[1])) {
        throw new UnusableException("is damaged: an element has no type");
      }
      length = LONG.contains(type) ? longLength(encoding) : in.readShort(encoding.order);
    }
    if (depth == 0 && isPixels(tag)) {
      if (tag != Tag.PIXEL_DATA) {
        throw new UnusableException("has pixels in floating point, which CT images never have");
      }
      pixels = new Pixels(in.at(), length == UNDEFINED ? -1 : length, type.equals("OW"));
    } else if (kept != null && Tag.isKept(tag) && length != UNDEFINED) {
      if (length > MAX_VALUE) {
        throw new UnusableException("its %s has %d bytes".formatted(Tag.name(tag), length));
      }
      kept.put(tag, in.read((int) length));
    } else {
      Supplier<Map<Integer, byte[]>> items = items(tag, depth, kept);
      if (length == UNDEFINED || items != null) {
        // Of unknown type and length: its items have no types (PS3.5, section 6.2.2).
        boolean untyped = type.equals("UN");
        sequence(
            untyped ? new Encoding(true, ByteOrder.LITTLE_ENDIAN) : encoding,
            length == UNDEFINED ? in.end() : in.at() + length,
            depth + 1,
            items);
      } else {
        in.skip(length);
      }
    }
    return tag;
  }

  private long longLength(Encoding encoding) throws IOException {
    in.skip(2);
    return in.readInt(encoding.order);
  }

  private static boolean isPixels(int tag) {
    return tag == Tag.PIXEL_DATA
        || tag == Tag.FLOAT_PIXEL_DATA
        || tag == Tag.DOUBLE_FLOAT_PIXEL_DATA;
  }

  private int readTag(Encoding encoding) throws IOException {
    int group = in.readShort(encoding.order);
    return group << 16 | in.readShort(encoding.order);
  }

  /** Returns what takes the values of each item of a sequence; null: they are passed over. */
  private @Nullable Supplier<Map<Integer, byte[]>> items(
      int tag, int depth, @Nullable Map<Integer, byte[]> kept) {
    if (depth == 0 && tag == Tag.SHARED_FUNCTIONAL_GROUPS) {
      return () -> shared;
    }
    if (depth == 0 && tag == Tag.PER_FRAME_FUNCTIONAL_GROUPS) {
      return this::nextFrame;
    }
    return depth > 0 && kept != null && Tag.isMacro(tag) ? () -> kept : null;
  }

  private Map<Integer, byte[]> nextFrame() {
    if (frames.size() == MAX_FRAMES) {
      throw new UnusableException("has more than %d frames".formatted(MAX_FRAMES));
    }
    Map<Integer, byte[]> frame = new HashMap<>();
    frames.add(frame);
    return frame;
  }

  /** Reads a sequence that begins here: up to its delimiter, or to {@code end}. */
  private void sequence(
      Encoding encoding, long end, int depth, @Nullable Supplier<Map<Integer, byte[]>> items)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new UnusableException("has sequences in more than %d others".formatted(MAX_DEPTH));
    }
    while (in.at() < end) {
      int tag = readTag(encoding);
      long length = in.readInt(encoding.order);
      if (tag == Tag.SEQUENCE_DELIMITATION) {
        return;
      }
      if (tag != Tag.ITEM) {
        throw new UnusableException("is damaged: a sequence has something else than items");
      }
      if (items == null && length != UNDEFINED) {
        in.skip(length);
      } else {
        item(
            encoding,
            length == UNDEFINED ? in.end() : in.at() + length,
            depth,
            items == null ? null : items.get());
      }
    }
  }

  private void item(Encoding encoding, long end, int depth, @Nullable Map<Integer, byte[]> kept)
      throws IOException {
    while (in.at() < end) {
      if (element(encoding, depth, kept) == Tag.ITEM_DELIMITATION) {
        return;
      }
    }
  }
}
