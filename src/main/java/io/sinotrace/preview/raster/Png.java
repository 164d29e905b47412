package io.sinotrace.preview.raster;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes PNG files (W3C, Portable Network Graphics): 8 bits of red, green and blue, no time. */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  /** The filter types used: the bytes as they are, or less the ones of the row above. */
  private static final byte NONE = 0;

  private static final byte UP = 2;

  private Png() {}

  /** Returns the file that shows the canvas. */
  static byte[] encode(Canvas canvas) {
    try {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(file);
      out.write(SIGNATURE);
      chunk(out, "IHDR", header(canvas));
      chunk(out, "IDAT", pixels(canvas));
      chunk(out, "IEND", new byte[0]);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
  }

  private static byte[] header(Canvas canvas) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(canvas.width());
    out.writeInt(canvas.height());
    // 8 bits a sample, truecolour; deflate, the five filters, not interlaced.
    out.write(new byte[] {8, 2, 0, 0, 0});
    return bytes.toByteArray();
  }

  private static byte[] pixels(Canvas canvas) throws IOException {
    int stride = 3 * canvas.width();
    byte[] above = new byte[stride];
    byte[] row = new byte[stride];
    byte[] difference = new byte[stride];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      for (int y = 0; y < canvas.height(); y++) {
        boolean same = true;
        for (int x = 0; x < canvas.width(); x++) {
          int rgb = canvas.rgb()[y * canvas.width() + x];
          row[3 * x] = (byte) (rgb >> 16);
          row[3 * x + 1] = (byte) (rgb >> 8);
          row[3 * x + 2] = (byte) rgb;
        }
        for (int k = 0; k < stride; k++) {
          difference[k] = (byte) (row[k] - above[k]);
          same &= difference[k] == 0;
        }
        // The few colours of a map compress best as they are; a repeated row best as zeros.
        out.write(same ? UP : NONE);
        out.write(same ? difference : row);
        byte[] swap = above;
        above = row;
        row = swap;
      }
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) crc.getValue());
  }
}
