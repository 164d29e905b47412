package io.sinotrace.volume.io.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A CT slice in the making, explicit little endian: 4 x 3 pixels of 16 bits to begin with, axial,
 * at the origin. Written from PS3.5 and PS3.10.
 */
public final class DicomSlice {
  private static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);

  private final Map<Integer, String> types = new TreeMap<>(Integer::compareUnsigned);
  private final Map<Integer, byte[]> values = new TreeMap<>(Integer::compareUnsigned);

  public DicomSlice(String series, int number) {
    text(Tag.TRANSFER_SYNTAX_UID, "UI", "1.2.840.10008.1.2.1");
    text(Tag.IMAGE_TYPE, "CS", "ORIGINAL\\PRIMARY\\AXIAL");
    text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.2");
    text(Tag.SOP_INSTANCE_UID, "UI", series + "." + number);
    text(Tag.MODALITY, "CS", "CT");
    text(Tag.SERIES_INSTANCE_UID, "UI", series);
    at(0, 0, 2 * number);
    text(Tag.IMAGE_ORIENTATION_PATIENT, "DS", "1\\0\\0\\0\\1\\0");
    text(Tag.PIXEL_SPACING, "DS", "1.5\\0.5");
    number(Tag.SAMPLES_PER_PIXEL, 1);
    number(Tag.ROWS, 3);
    number(Tag.COLUMNS, 4);
    number(Tag.BITS_ALLOCATED, 16);
    number(Tag.BITS_STORED, 16);
    number(Tag.HIGH_BIT, 15);
    number(Tag.PIXEL_REPRESENTATION, 0);
    text(Tag.RESCALE_INTERCEPT, "DS", "-1024");
    text(Tag.RESCALE_SLOPE, "DS", "1");
    int[] pixels = new int[12];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 1000 + 100 * number + i;
    }
    pixels(pixels);
  }

  public DicomSlice at(double... position) {
    return text(
        Tag.IMAGE_POSITION_PATIENT,
        "DS",
        DoubleStream.of(position).mapToObj(Double::toString).collect(Collectors.joining("\\")));
  }

  public DicomSlice text(int tag, String type, String text) {
    return bytes(tag, type, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public DicomSlice number(int tag, int number) {
    return bytes(tag, "US", new byte[] {(byte) number, (byte) (number >> 8)});
  }

  public DicomSlice pixels(int... pixels) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int pixel : pixels) {
      bytes.putShort((short) pixel);
    }
    return bytes(Tag.PIXEL_DATA, "OW", bytes.array());
  }

  public DicomSlice bytes(int tag, String type, byte[] value) {
    types.put(tag, type);
    values.put(tag, value);
    return this;
  }

  public DicomSlice without(int tag) {
    values.remove(tag);
    return this;
  }

  /** Returns the file. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes(PREFIX);
    values.forEach(
        (tag, value) -> out.writeBytes(element(tag, types.getOrDefault(tag, ""), value)));
    return out.toByteArray();
  }

  /** Returns the file in explicit big endian; its pixels are the bytes that they were given as. */
  public byte[] bigEndian() {
    text(Tag.TRANSFER_SYNTAX_UID, "UI", "1.2.840.10008.1.2.2");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes(PREFIX);
    values.forEach(
        (tag, value) -> {
          String type = types.getOrDefault(tag, "");
          // The file's own group is little endian in all files.
          ByteOrder order = tag >>> 16 == 2 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
          byte[] stored = type.equals("US") ? new byte[] {value[1], value[0]} : value;
          out.writeBytes(element(order, tag, type, stored));
        });
    return out.toByteArray();
  }

  /**
   * Returns the file, its pixels in items.
   *
   * @param syntax that packs them
   * @param items of even lengths; the empty table of offsets comes before them
   */
  public byte[] packed(String syntax, byte[]... items) {
    text(Tag.TRANSFER_SYNTAX_UID, "UI", syntax);
    byte[] whole = bytes(Tag.PIXEL_DATA, "OB", new byte[0]).bytes();
    ByteBuffer.wrap(whole).putInt(whole.length - 4, -1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(whole);
    out.writeBytes(item(0xe000, new byte[0]));
    for (byte[] item : items) {
      out.writeBytes(item(0xe000, item));
    }
    out.writeBytes(item(0xe0dd, new byte[0]));
    return out.toByteArray();
  }

  /**
   * Returns the file, its data set deflated.
   *
   * @param before bytes that come first in the data set
   */
  public byte[] deflated(byte... before) {
    byte[] plain = text(Tag.TRANSFER_SYNTAX_UID, "UI", "1.2.840.10008.1.2.1.99").bytes();
    // Behind the preamble, the prefix and the one element of the file's own group.
    int meta = 128 + PREFIX.length + 8 + 22;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, meta);
    Deflater deflater = new Deflater(9, true);
    try (DeflaterOutputStream data = new DeflaterOutputStream(out, deflater)) {
      data.write(before);
      data.write(plain, meta, plain.length - meta);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  private static byte[] item(int element, byte[] value) {
    ByteBuffer out = ByteBuffer.allocate(8 + value.length).order(ByteOrder.LITTLE_ENDIAN);
    return out.putShort((short) 0xfffe)
        .putShort((short) element)
        .putInt(value.length)
        .put(value)
        .array();
  }

  /** Returns one element, its value padded to even length. */
  static byte[] element(int tag, String type, byte[] value) {
    return element(ByteOrder.LITTLE_ENDIAN, tag, type, value);
  }

  /** As above, of a value that is stored in the same order already. */
  static byte[] element(ByteOrder order, int tag, String type, byte[] value) {
    int padded = value.length + value.length % 2;
    boolean wide = type.startsWith("O") || type.equals("SQ") || type.equals("UN");
    ByteBuffer out = ByteBuffer.allocate((wide ? 12 : 8) + padded).order(order);
    out.putShort((short) (tag >>> 16)).putShort((short) tag);
    out.put(type.getBytes(StandardCharsets.US_ASCII));
    if (wide) {
      out.putShort((short) 0).putInt(padded);
    } else {
      out.putShort((short) padded);
    }
    out.put(value);
    if (padded > value.length) {
      out.put((byte) (type.equals("UI") ? 0 : ' '));
    }
    return out.array();
  }
}
