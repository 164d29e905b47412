package io.sinotrace.volume.io.tiff;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sinotrace.InputException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image file directory (TIFF 6.0, section 2): the fields of one page, whose values are read when
 * they are asked for.
 */
final class Directory {
  private static final int ASCII = 2;
  private static final int RATIONAL = 5;

  private final TiffBytes bytes;
  private final int page;
  private final Map<Integer, Field> fields = new HashMap<>();
  private final long next;

  /**
   * A field.
   *
   * @param type of its values
   * @param count how many there are
   * @param at where they are
   */
  private record Field(int type, long count, long at) {}

  /**
   * Reads one.
   *
   * @param page number of the page, named in faults, from 1
   */
  Directory(TiffBytes bytes, long at, int page) {
    this.bytes = bytes;
    this.page = page;
    boolean wide = bytes.isWide();
    int head = wide ? 8 : 2;
    int each = wide ? 20 : 12;
    int inline = wide ? 8 : 4;
    ByteBuffer start = bytes.buffer(at, head);
    long count = wide ? start.getLong() : start.getShort() & 0xffff;
    if (count < 0 || count > 0xffff) {
      throw fault("has a damaged directory: %s fields".formatted(Long.toUnsignedString(count)));
    }
    ByteBuffer entries = bytes.buffer(at + head, count * each + inline);
    for (int k = 0; k < count; k++) {
      int from = k * each;
      int tag = entries.getShort(from) & 0xffff;
      int type = entries.getShort(from + 2) & 0xffff;
      long values = wide ? entries.getLong(from + 4) : entries.getInt(from + 4) & 0xffff_ffffL;
      int value = from + each - inline;
      boolean fits = values >= 0 && values <= inline / Math.max(1, size(type));
      fields.put(
          tag, new Field(type, values, fits ? at + head + value : offset(entries, value, wide)));
    }
    this.next = offset(entries, (int) count * each, wide);
  }

  private static long offset(ByteBuffer in, int at, boolean wide) {
    return wide ? in.getLong(at) : in.getInt(at) & 0xffff_ffffL;
  }

  /** Returns the bytes of a value; 0 if the type is unknown. */
  private static int size(int type) {
    return switch (type) {
      case 1, ASCII, 6, 7 -> 1;
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case RATIONAL, 10, 12, 16, 17, 18 -> 8;
      default -> 0;
    };
  }

  /** Returns where the directory of the next page is; 0 if there is none. */
  long next() {
    return next;
  }

  /** Returns a fault of this page. */
  InputException fault(String message) {
    return bytes.file().fault("page %d %s".formatted(page, message));
  }

  boolean has(int tag) {
    return fields.containsKey(tag);
  }

  /** Returns the whole number of a field; {@code missing} if it is not there. */
  long number(int tag, long missing) {
    long[] all = numbers(tag);
    return all == null || all.length == 0 ? missing : all[0];
  }

  /** Returns the whole numbers of a field; null if it is not there. */
  long @Nullable [] numbers(int tag) {
    Field field = fields.get(tag);
    if (field == null) {
      return null;
    }
    ByteBuffer in = values(tag, field);
    long[] numbers = new long[(int) field.count];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] =
          switch (field.type) {
            case 1, 7 -> in.get(k) & 0xff;
            case 3 -> in.getShort(2 * k) & 0xffff;
            case 4, 13 -> in.getInt(4 * k) & 0xffff_ffffL;
            case 16, 18 -> in.getLong(8 * k);
            default -> throw ofType(tag, field);
          };
    }
    return numbers;
  }

  /** Returns the quotient of a field; NaN if it is not there, or is none. */
  double quotient(int tag) {
    Field field = fields.get(tag);
    if (field == null || field.type != RATIONAL || field.count != 1) {
      return Double.NaN;
    }
    ByteBuffer in = values(tag, field);
    return (in.getInt(0) & 0xffff_ffffL) / (double) (in.getInt(4) & 0xffff_ffffL);
  }

  /** Returns the text of a field; "" if it is not there. */
  String text(int tag) {
    Field field = fields.get(tag);
    if (field == null) {
      return "";
    }
    if (field.type != ASCII) {
      throw ofType(tag, field);
    }
    return new String(values(tag, field).array(), UTF_8);
  }

  private ByteBuffer values(int tag, Field field) {
    int size = size(field.type);
    if (size == 0) {
      throw ofType(tag, field);
    }
    if (field.count < 0 || field.count > bytes.file().length() / size) {
      throw fault(
          "has %s values in field %d, more than the file can hold: damaged"
              .formatted(Long.toUnsignedString(field.count), tag));
    }
    return bytes.buffer(field.at, field.count * size);
  }

  private InputException ofType(int tag, Field field) {
    return fault("has values of type %d in field %d: damaged".formatted(field.type, tag));
  }
}
