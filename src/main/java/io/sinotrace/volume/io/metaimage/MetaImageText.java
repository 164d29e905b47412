package io.sinotrace.volume.io.metaimage;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.io.file.VolumeFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a MetaImage header: lines of {@code Key = Value}, of which ElementDataFile is the
 * last. Keys are case-insensitive.
 */
final class MetaImageText {
  /** The last key; behind its line the voxels of a .mha begin. */
  static final String LAST = "ElementDataFile";

  /** The longest header that is accepted. */
  private static final int MAX_BYTES = 1 << 16;

  /** A line of the header. */
  private record Line(int number, String key, String value) {}

  private final VolumeFile file;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final long end;

  private MetaImageText(VolumeFile file) {
    this.file = file;
    byte[] head = file.head(MAX_BYTES);
    int number = 0;
    int at = 0;
    while (!lines.containsKey(LAST.toLowerCase(Locale.ROOT))) {
      int newline = at;
      while (newline < head.length && head[newline] != '\n') {
        newline++;
      }
      if (at >= head.length || (newline == head.length && head.length == MAX_BYTES)) {
        throw file.fault("is not MetaImage: no line 'ElementDataFile = ...' ends its header");
      }
      number++;
      add(number, new String(head, at, newline - at, StandardCharsets.UTF_8).strip());
      at = newline + 1;
    }
    this.end = Math.min(at, head.length);
  }

  /**
   * Reads the header of a file.
   *
   * @throws InputException if it has other lines
   */
  static MetaImageText read(VolumeFile file) {
    return new MetaImageText(file);
  }

  private void add(int number, String text) {
    if (text.isEmpty()) {
      return;
    }
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw file.fault(
          "line %d: '%s': expected Key = Value of a MetaImage header"
              .formatted(number, Messages.brief(text, 40)));
    }
    Line line =
        new Line(number, text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    Line before = lines.putIfAbsent(line.key.toLowerCase(Locale.ROOT), line);
    if (before != null) {
      throw file.fault(
          "line %d: %s is already set in line %d"
              .formatted(number, Messages.brief(line.key), before.number));
    }
  }

  /** Returns the file. */
  VolumeFile file() {
    return file;
  }

  /** Returns the bytes of the header: where the voxels of a .mha begin. */
  long end() {
    return end;
  }

  /** Returns the value of the first key that is there; null if none is. */
  @Nullable String find(String... keys) {
    for (String key : keys) {
      Line line = lines.get(key.toLowerCase(Locale.ROOT));
      if (line != null) {
        return line.value;
      }
    }
    return null;
  }

  /** Returns the value of a key that has to be there. */
  String need(String key) {
    String value = find(key);
    if (value == null) {
      throw file.fault("has no line '%s = ...'".formatted(key));
    }
    return value;
  }

  /** Returns a truth value: True, False, 1 or 0; {@code otherwise} if no such key is there. */
  boolean truth(boolean otherwise, String... keys) {
    String value = find(keys);
    if (value == null) {
      return otherwise;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw fault("True or False", keys);
    };
  }

  /** Returns {@code count} finite numbers; null if no such key is there. */
  double @Nullable [] numbers(int count, String... keys) {
    String value = find(keys);
    if (value == null) {
      return null;
    }
    String[] words = value.split("\\s+", -1);
    double[] numbers = new double[count];
    boolean good = words.length == count;
    for (int i = 0; good && i < count; i++) {
      try {
        numbers[i] = Double.parseDouble(words[i]);
        good = Double.isFinite(numbers[i]);
      } catch (NumberFormatException e) {
        good = false;
      }
    }
    if (!good) {
      throw fault(count == 1 ? "a number" : count + " numbers", keys);
    }
    return numbers;
  }

  /** Returns a whole number; {@code otherwise} if no such key is there. */
  long whole(long otherwise, String key) {
    String value = find(key);
    if (value == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw fault("a whole number", key);
    }
  }

  /** Returns the fault of the first key that is there: its line and what was expected. */
  InputException fault(String expected, String... keys) {
    for (String key : keys) {
      Line line = lines.get(key.toLowerCase(Locale.ROOT));
      if (line != null) {
        return file.fault(
            "line %d: %s = %s: expected %s"
                .formatted(line.number, line.key, Messages.brief(line.value), expected));
      }
    }
    return file.fault("%s: expected %s".formatted(keys[0], expected));
  }
}
