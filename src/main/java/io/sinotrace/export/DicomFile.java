package io.sinotrace.export;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A DICOM file up to its pixels (PS3.5 and PS3.10): a preamble, the file's meta information, and a
 * data set in implicit little endian, whose pixels come last.
 */
final class DicomFile {
  /** Implicit VR Little Endian, which every reader has (PS3.5, section 10.1). */
  private static final String IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";

  private static final String IMPLEMENTATION = "sinotrace";
  private static final int PREAMBLE = 128;
  private static final int PIXEL_DATA = 0x7fe0_0010;

  private final Map<Integer, byte[]> elements = new TreeMap<>();

  /** Adds an element with nothing in it. */
  DicomFile empty(int tag) {
    elements.put(tag, new byte[0]);
    return this;
  }

  /** Adds a text of ASCII characters; several values are parted by backslashes. */
  DicomFile text(int tag, String text) {
    elements.put(tag, padded(text, ' '));
    return this;
  }

  /** Adds a UID. */
  DicomFile uid(int tag, String uid) {
    elements.put(tag, padded(uid, '\0'));
    return this;
  }

  /** Adds a whole number of two bytes (US). */
  DicomFile unsigned(int tag, int number) {
    byte[] value = new byte[Short.BYTES];
    filling(value).putShort((short) number);
    elements.put(tag, value);
    return this;
  }

  /** Adds numbers of single precision (FL). */
  DicomFile floats(int tag, double... numbers) {
    byte[] value = new byte[numbers.length * Float.BYTES];
    ByteBuffer bytes = filling(value);
    for (double number : numbers) {
      bytes.putFloat((float) number);
    }
    elements.put(tag, value);
    return this;
  }

  /** Adds a number of double precision (FD). */
  DicomFile number(int tag, double number) {
    byte[] value = new byte[Double.BYTES];
    filling(value).putDouble(number);
    elements.put(tag, value);
    return this;
  }

  /**
   * Returns the bytes of the file before its pixels.
   *
   * @param sopClass UID of what the file is
   * @param instance its own UID
   * @param pixels how many bytes of pixels come after them; an even number
   */
  byte[] head(String sopClass, String instance, long pixels) {
    byte[] meta = meta(sopClass, instance);
    int length = 2 * Integer.BYTES;
    for (byte[] value : elements.values()) {
      length += 2 * Integer.BYTES + value.length;
    }
    byte[] file = new byte[PREAMBLE + 4 + meta.length + length];
    ByteBuffer head = filling(file);
    head.position(PREAMBLE).put(ascii("DICM")).put(meta);
    for (Map.Entry<Integer, byte[]> element : elements.entrySet()) {
      tag(head, element.getKey()).putInt(element.getValue().length).put(element.getValue());
    }
    tag(head, PIXEL_DATA).putInt((int) pixels);
    return file;
  }

  /** Returns the meta information, whose types are written out (PS3.10, section 7.1). */
  private static byte[] meta(String sopClass, String instance) {
    ByteBuffer rest = filling(new byte[512]);
    tag(rest, 0x0002_0001).put(ascii("OB")).putShort((short) 0).putInt(2).put(new byte[] {0, 1});
    meta(rest, 0x0002_0002, "UI", padded(sopClass, '\0'));
    meta(rest, 0x0002_0003, "UI", padded(instance, '\0'));
    meta(rest, 0x0002_0010, "UI", padded(IMPLICIT_LITTLE_ENDIAN, '\0'));
    meta(rest, 0x0002_0012, "UI", padded(uid(IMPLEMENTATION), '\0'));
    meta(rest, 0x0002_0013, "SH", padded(IMPLEMENTATION, ' '));
    rest.flip();
    byte[] group = new byte[12 + rest.remaining()];
    ByteBuffer meta = filling(group);
    tag(meta, 0x0002_0000).put(ascii("UL")).putShort((short) Integer.BYTES);
    meta.putInt(rest.remaining()).put(rest);
    return group;
  }

  private static void meta(ByteBuffer meta, int tag, String type, byte[] value) {
    tag(meta, tag).put(ascii(type)).putShort((short) value.length).put(value);
  }

  private static ByteBuffer tag(ByteBuffer bytes, int tag) {
    return bytes.putShort((short) (tag >>> 16)).putShort((short) tag);
  }

  /**
   * Returns a UID that is always the same for a text: a UUID from its hash (PS3.5, section B.2; RFC
   * 9562, version 8).
   */
  static String uid(String text) {
    byte[] hash = Sha256.instance().digest(text.getBytes(StandardCharsets.UTF_8));
    hash[6] = (byte) ((hash[6] & 0x0f) | 0x80);
    hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
    return "2.25." + new BigInteger(1, hash, 0, 16);
  }

  private static byte[] padded(String text, char padding) {
    return ascii(text.length() % 2 == 0 ? text : text + padding);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ByteBuffer filling(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
