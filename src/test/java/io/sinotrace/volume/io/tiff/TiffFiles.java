package io.sinotrace.volume.io.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** Makes TIFF files of one page and one strip, little-endian. */
public final class TiffFiles {
  private static final int LONG = 4;
  private static final int STRIP = 8;

  private TiffFiles() {}

  /** Returns a page of unsigned bytes. */
  public static byte[] page(int width, int height, byte... pixels) {
    return page(width, height, pixels, Map.of());
  }

  /**
   * Returns a page of unsigned bytes.
   *
   * @param strip the pixels as they are stored
   * @param more fields of 32-bit numbers, which win over those that a plain page has
   */
  public static byte[] page(int width, int height, byte[] strip, Map<Integer, Integer> more) {
    Map<Integer, Integer> fields = new TreeMap<>();
    fields.put(Tag.WIDTH, width);
    fields.put(Tag.HEIGHT, height);
    fields.put(Tag.BITS, 8);
    fields.put(Tag.COMPRESSION, 1);
    fields.put(Tag.PHOTOMETRIC, 1);
    fields.put(Tag.STRIP_OFFSETS, STRIP);
    fields.put(Tag.ROWS_PER_STRIP, height);
    fields.put(Tag.STRIP_COUNTS, strip.length);
    fields.putAll(more);
    ByteBuffer out =
        ByteBuffer.allocate(STRIP + strip.length + 6 + 12 * fields.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(STRIP + strip.length);
    out.put(strip).putShort((short) fields.size());
    fields.forEach(
        (tag, value) ->
            out.putShort(tag.shortValue()).putShort((short) LONG).putInt(1).putInt(value));
    return out.putInt(0).array();
  }
}
