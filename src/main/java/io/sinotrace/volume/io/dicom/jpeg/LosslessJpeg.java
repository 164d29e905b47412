package io.sinotrace.volume.io.dicom.jpeg;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose header was read: an image of one component in the lossless sequential process with
 * Huffman coding (T.81, annex H, process 14), by any predictor, with restarts or without.
 */
public final class LosslessJpeg {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int START_OF_SCAN = 0xda;
  private static final int LOSSLESS = 0xc3;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int ARITHMETIC_CONDITIONING = 0xcc;
  private static final int RESTART_INTERVAL = 0xdd;

  /** The frame of another standard, T.87. */
  private static final int JPEG_LS = 0xf7;

  /** The greatest number of bits that a difference has. */
  private static final int MOST_BITS = 16;

  private final byte[] bytes;
  private final ByteBuffer in;
  private final @Nullable HuffmanTable[] tables = new HuffmanTable[4];

  private int precision;
  private int rows;
  private int columns;
  private int component;
  private int interval;
  private int predictor;
  private int shift;
  private HuffmanTable table;

  /**
   * Reads a header.
   *
   * @param bytes the stream; not copied
   * @throws BadJpegException if it is damaged, or of another process
   */
  public LosslessJpeg(byte[] bytes) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes);
    try {
      table = header();
    } catch (BufferUnderflowException e) {
      throw cutHeader();
    }
  }

  /** Returns how many rows there are. */
  public int rows() {
    return rows;
  }

  /** Returns how many columns there are. */
  public int columns() {
    return columns;
  }

  /** Returns the bits of a pixel, 2 to 16. */
  public int precision() {
    return precision;
  }

  private HuffmanTable header() {
    if (marker() != START_OF_IMAGE) {
      throw BadJpegException.damaged("it does not begin as an image");
    }
    while (true) {
      int marker = marker();
      int length = word() - 2;
      if (length < 0 || length > in.remaining()) {
        throw cutHeader();
      }
      ByteBuffer segment = in.slice(in.position(), length);
      in.position(in.position() + length);
      switch (marker) {
        case LOSSLESS -> frame(segment);
        case HUFFMAN_TABLES -> tables(segment);
        case RESTART_INTERVAL -> interval = segment.getShort() & 0xffff;
        case START_OF_SCAN -> {
          return scan(segment);
        }
        default -> requireNoOtherProcess(marker);
      }
    }
  }

  private static BadJpegException cutHeader() {
    return BadJpegException.damaged("its header ends too early");
  }

  private int marker() {
    if (in.get() != -1) {
      throw BadJpegException.damaged("a marker is missing");
    }
    int code = in.get() & 0xff;
    // Any number of them may stand before a marker.
    while (code == 0xff) {
      code = in.get() & 0xff;
    }
    return code;
  }

  private int word() {
    return in.getShort() & 0xffff;
  }

  private static void requireNoOtherProcess(int marker) {
    if (marker == JPEG_LS) {
      throw new BadJpegException("is JPEG-LS, though its header says lossless JPEG");
    }
    if (marker < 0xc0 || marker > 0xcf || marker == 0xc8 || marker == ARITHMETIC_CONDITIONING) {
      return;
    }
    throw new BadJpegException(
        marker <= 0xc2
            ? "is lossy JPEG, though its header says lossless"
            : "its JPEG is of a process that is not decoded (SOF%d)".formatted(marker - 0xc0));
  }

  private void frame(ByteBuffer segment) {
    if (columns > 0) {
      throw BadJpegException.damaged("it has several frames");
    }
    precision = segment.get() & 0xff;
    rows = segment.getShort() & 0xffff;
    columns = segment.getShort() & 0xffff;
    int components = segment.get() & 0xff;
    component = segment.get() & 0xff;
    if (components != 1) {
      throw new BadJpegException(
          "its JPEG has %d components: expected grey values".formatted(components));
    }
    if (rows == 0) {
      throw new BadJpegException(
          "its JPEG has the number of its rows behind the pixels (DNL), which is not decoded");
    }
    if (precision < 2 || precision > MOST_BITS || columns == 0) {
      throw BadJpegException.damaged(
          "it has %d columns of pixels of %d bits".formatted(columns, precision));
    }
  }

  private void tables(ByteBuffer segment) {
    while (segment.hasRemaining()) {
      int place = segment.get() & 0xff;
      int[] counts = new int[HuffmanTable.LONGEST];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = segment.get() & 0xff;
      }
      byte[] symbols = new byte[Arrays.stream(counts).sum()];
      segment.get(symbols);
      // Others than the first four are for the coefficients of lossy images.
      if (place < tables.length) {
        tables[place] = new HuffmanTable(counts, symbols);
      }
    }
  }

  private HuffmanTable scan(ByteBuffer segment) {
    int components = segment.get() & 0xff;
    int of = segment.get() & 0xff;
    int place = (segment.get() & 0xff) >> 4;
    predictor = segment.get() & 0xff;
    segment.get(); // of lossy images
    shift = segment.get() & 0x0f;
    if (columns == 0 || components != 1 || of != component) {
      throw BadJpegException.damaged("its scan is not of its one component");
    }
    if (predictor < 1 || predictor > 7 || shift >= precision) {
      throw BadJpegException.damaged(
          "it has predictor %d and a point transform by %d bits".formatted(predictor, shift));
    }
    if (interval % columns != 0) {
      throw BadJpegException.damaged("it restarts within a row");
    }
    HuffmanTable named = place < tables.length ? tables[place] : null;
    if (named == null) {
      throw BadJpegException.damaged("it has no Huffman table");
    }
    return named;
  }

  /**
   * Decodes all pixels.
   *
   * @param pixels takes them row by row, the lowest byte of each first
   * @param size bytes of a pixel: at least as many as its bits need
   * @throws BadJpegException if the stream is damaged
   */
  public void decode(byte[] pixels, int size) {
    EntropyBits bits = new EntropyBits(bytes, in.position());
    int greatest = (1 << (precision - shift)) - 1;
    int perInterval = interval == 0 ? rows : interval / columns;
    int[] above = new int[columns];
    int[] row = new int[columns];
    int at = 0;
    for (int y = 0; y < rows; y++) {
      boolean first = y % perInterval == 0;
      if (first && y > 0) {
        bits.restart(y / perInterval - 1);
      }
      for (int x = 0; x < columns; x++) {
        int predicted;
        if (x == 0) {
          predicted = first ? 1 << (precision - shift - 1) : above[0];
        } else {
          predicted = first ? row[x - 1] : predicted(row[x - 1], above[x], above[x - 1]);
        }
        // Modulo 2^16 (section H.1.2.1).
        int value = (predicted + difference(bits)) & 0xffff;
        if (value > greatest) {
          throw BadJpegException.damaged("a pixel has more than %d bits".formatted(precision));
        }
        row[x] = value;
        int pixel = value << shift;
        for (int i = 0; i < size; i++) {
          pixels[at++] = (byte) (pixel >> (Byte.SIZE * i));
        }
      }
      int[] done = above;
      above = row;
      row = done;
    }
    bits.end();
  }

  /** Returns what a pixel is compared with (table H.1). */
  private int predicted(int left, int above, int corner) {
    return switch (predictor) {
      case 1 -> left;
      case 2 -> above;
      case 3 -> corner;
      case 4 -> left + above - corner;
      case 5 -> left + ((above - corner) >> 1);
      case 6 -> above + ((left - corner) >> 1);
      default -> (left + above) >> 1;
    };
  }

  /** Returns the next difference (section H.1.2.2). */
  private int difference(EntropyBits in) {
    in.fill();
    int count = table.next(in);
    if (count == 0) {
      return 0;
    }
    if (count == MOST_BITS) {
      return 1 << (MOST_BITS - 1);
    }
    if (count > MOST_BITS) {
      throw BadJpegException.damaged("a difference has %d bits".formatted(count));
    }
    int magnitude = in.peek(count);
    in.skip(count);
    return magnitude >= 1 << (count - 1) ? magnitude : magnitude - (1 << count) + 1;
  }
}
