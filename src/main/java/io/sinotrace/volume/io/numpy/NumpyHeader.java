package io.sinotrace.volume.io.numpy;

import io.sinotrace.Messages;
import io.sinotrace.volume.io.file.ArrayGrid;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of a .npy file (the format's description in NumPy's manual, numpy.lib.format): a magic
 * text, a version, and a Python dictionary with the keys descr, fortran_order and shape.
 *
 * @param shape sizes of the volume's three axes, in the order of the indices
 * @param fortran whether the first axis runs fastest
 * @param type how a number is stored
 * @param order byte order of a number
 * @param offset where the numbers begin
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by the reader beside it
record NumpyHeader(long[] shape, boolean fortran, SampleType type, ByteOrder order, long offset) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The longest header that is accepted; that of a plain array has about 120 bytes. */
  private static final int MAX_BYTES = 1 << 16;

  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*['\"](\\w+)['\"]\\s*:\\s*('[^']*'|\"[^\"]*\"|True|False|\\([^()]*\\)|\\[.*\\])\\s*,?");

  /** Possessive throughout: a long header neither exhausts the stack nor is tried in every way. */
  private static final Pattern SHAPE =
      Pattern.compile("\\(\\s*+(\\d{1,18}L?(?:\\s*+,\\s*+\\d{1,18}L?)*+)\\s*+,?\\s*+\\)");

  private static final Pattern SIZE = Pattern.compile("\\d+");
  private static final Pattern DESCR = Pattern.compile("['\"]([<>|])([a-zA-Z]\\d+)['\"]");

  /**
   * Reads the header of a file.
   *
   * @throws io.sinotrace.InputException if it is not a .npy header, or the array is not one of
   *     numbers with three axes
   */
  static NumpyHeader read(VolumeFile file) {
    byte[] head = file.head(MAX_BYTES);
    for (int i = 0; i < MAGIC.length; i++) {
      if (head.length < 10 || head[i] != MAGIC[i]) {
        throw file.fault("is not .npy: it does not begin with \\x93NUMPY and a version");
      }
    }
    int version = head[6];
    if (version < 1 || version > 3 || head[7] != 0) {
      throw file.fault(
          ".npy version %d.%d: expected 1.0, 2.0 or 3.0".formatted(head[6] & 0xff, head[7] & 0xff));
    }
    int start = version == 1 ? 10 : 12;
    ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        version == 1
            ? in.getShort(8) & 0xffffL
            : head.length < 12 ? Long.MAX_VALUE : in.getInt(8) & 0xffff_ffffL;
    if (length > head.length - start) {
      throw file.fault(
          "claims a .npy header of %d bytes: expected one within the file and at most %d"
              .formatted(length, MAX_BYTES));
    }
    Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    String text = new String(head, start, (int) length, charset).strip();
    return of(file, entries(file, text), start + length);
  }

  private static Map<String, String> entries(VolumeFile file, String text) {
    Map<String, String> entries = new HashMap<>();
    boolean good = text.startsWith("{") && text.endsWith("}");
    if (good) {
      Matcher m = ENTRY.matcher(text).region(1, text.length() - 1);
      while (m.lookingAt()) {
        entries.put(m.group(1), m.group(2));
        m.region(m.end(), text.length() - 1);
      }
      good = text.substring(m.regionStart(), text.length() - 1).isBlank();
    }
    if (!good || !entries.keySet().equals(Set.of("descr", "fortran_order", "shape"))) {
      throw file.fault(
          "its .npy header is '%s': expected a dictionary of descr, fortran_order and shape"
              .formatted(Messages.brief(text, 120)));
    }
    return entries;
  }

  private static NumpyHeader of(VolumeFile file, Map<String, String> entries, long offset) {
    String shapeText = entries.getOrDefault("shape", "");
    Matcher shape = SHAPE.matcher(shapeText);
    if (!shape.matches()) {
      throw file.fault("shape %s: expected three axes".formatted(Messages.brief(shapeText)));
    }
    long[] sizes =
        SIZE.matcher(shape.group(1)).results().mapToLong(m -> Long.parseLong(m.group())).toArray();
    int first = ArrayGrid.firstAxis(file, "shape " + Messages.brief(shapeText), sizes);
    String fortran = entries.getOrDefault("fortran_order", "");
    if (!fortran.equals("True") && !fortran.equals("False")) {
      throw file.fault(
          "fortran_order %s: expected True or False".formatted(Messages.brief(fortran)));
    }
    String descrText = entries.getOrDefault("descr", "");
    Matcher descr = DESCR.matcher(descrText);
    SampleType type = descr.matches() ? typeOf(descr.group(2)) : null;
    if (type == null || (descr.group(1).equals("|") && type.bytes() > 1)) {
      throw file.fault(
          "dtype %s: expected numbers: i1 to i8, u1 to u8, f2, f4, f8 with < or >, or |b1"
              .formatted(Messages.brief(descrText)));
    }
    return new NumpyHeader(
        Arrays.copyOfRange(sizes, first, first + 3),
        fortran.equals("True"),
        type,
        descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        offset);
  }

  private static @Nullable SampleType typeOf(String code) {
    return switch (code) {
      case "b1" -> SampleType.BOOL8;
      case "i1" -> SampleType.INT8;
      case "i2" -> SampleType.INT16;
      case "i4" -> SampleType.INT32;
      case "i8" -> SampleType.INT64;
      case "u1" -> SampleType.UINT8;
      case "u2" -> SampleType.UINT16;
      case "u4" -> SampleType.UINT32;
      case "u8" -> SampleType.UINT64;
      case "f2" -> SampleType.FLOAT16;
      case "f4" -> SampleType.FLOAT32;
      case "f8" -> SampleType.FLOAT64;
      default -> null;
    };
  }
}
