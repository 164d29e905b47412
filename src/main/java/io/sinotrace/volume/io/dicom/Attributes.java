package io.sinotrace.volume.io.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Elements that were kept, and their values by type. An empty one is as one that is not there. */
final class Attributes {
  /** A number of type DS or IS (PS3.5, section 6.2). */
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:[0-9]{1,32}\\.?[0-9]{0,32}|\\.[0-9]{1,32})(?:[eE][-+]?[0-9]{1,4})?");

  private final ByteOrder order;
  private final Map<Integer, byte[]> values;

  Attributes(ByteOrder order, Map<Integer, byte[]> values) {
    this.order = order;
    this.values = values;
  }

  /** Returns these, and those of {@code others} that are not among them. */
  Attributes orElse(Attributes others) {
    Map<Integer, byte[]> both = new HashMap<>(others.values);
    both.putAll(values);
    return new Attributes(order, both);
  }

  /** Returns whether there is a value. */
  boolean has(int tag) {
    return !text(tag).isEmpty();
  }

  /** Returns a text without its padding; "" if there is none. Texts may be personal. */
  String text(int tag) {
    byte[] value = values.getOrDefault(tag, new byte[0]);
    return new String(value, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
  }

  /** Returns the texts of an element that may have several. */
  List<String> texts(int tag) {
    return Stream.of(text(tag).split("\\\\", -1)).map(String::strip).toList();
  }

  /**
   * Returns decimal numbers.
   *
   * @throws UnusableException if they are not there, not so many, or no numbers
   */
  double[] decimals(int tag, int count) {
    if (!has(tag)) {
      throw new UnusableException("has no " + Tag.name(tag));
    }
    List<String> texts = texts(tag);
    double[] numbers = new double[texts.size()];
    for (int i = 0; i < numbers.length; i++) {
      String text = texts.get(i);
      numbers[i] = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
      if (numbers.length != count || !Double.isFinite(numbers[i])) {
        throw new UnusableException(
            "its %s is not %s"
                .formatted(Tag.name(tag), count == 1 ? "a number" : count + " numbers"));
      }
    }
    return numbers;
  }

  /**
   * Returns a whole number of two bytes.
   *
   * @throws UnusableException if it is not there
   */
  int unsigned(int tag) {
    byte[] value = values.get(tag);
    if (value == null || value.length != 2) {
      throw new UnusableException(
          value == null || value.length == 0
              ? "has no " + Tag.name(tag)
              : "its %s is not one number".formatted(Tag.name(tag)));
    }
    return ByteBuffer.wrap(value).order(order).getShort() & 0xffff;
  }

  /** Returns whether there are bytes of a number. */
  boolean hasBytes(int tag) {
    byte[] value = values.get(tag);
    return value != null && value.length > 0;
  }

  /** Returns an element's bytes as text that tells values apart, whatever its type. */
  String key(int tag) {
    byte[] value = values.get(tag);
    return value == null ? "" : new String(value, StandardCharsets.ISO_8859_1).strip();
  }
}
