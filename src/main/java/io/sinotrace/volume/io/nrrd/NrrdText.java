package io.sinotrace.volume.io.nrrd;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.io.file.VolumeFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of an NRRD header: a magic, lines of {@code field: value}, {@code key:=value} and {@code
 * # comment}, and an empty line, behind which the voxels of a .nrrd begin. Names of fields are
 * case-insensitive; {@code datafile} and {@code data file} are one.
 */
final class NrrdText {
  /** The longest header that is accepted: segmentations describe each of their parts in theirs. */
  private static final int MAX_BYTES = 1 << 18;

  private static final Set<String> FIELDS =
      Set.of(
          "dimension",
          "type",
          "blocksize",
          "encoding",
          "endian",
          "content",
          "min",
          "max",
          "oldmin",
          "oldmax",
          "datafile",
          "lineskip",
          "byteskip",
          "number",
          "sampleunits",
          "sizes",
          "spacings",
          "thicknesses",
          "axismins",
          "axismaxs",
          "centers",
          "centerings",
          "labels",
          "units",
          "kinds",
          "space",
          "spacedimension",
          "spaceunits",
          "spaceorigin",
          "spacedirections",
          "measurementframe");

  private static final Pattern VECTOR = Pattern.compile("\\G\\s*(?:none|\\(([^()]*)\\))");

  private static final Pattern WORD = Pattern.compile("\\G\\s*(?:\"([^\"]*)\"|(\\S+))");

  /** A field, as it is written. */
  private record Line(int number, String field, String value) {}

  private final VolumeFile file;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final long end;

  private NrrdText(VolumeFile file) {
    this.file = file;
    byte[] head = file.head(MAX_BYTES);
    int number = 0;
    int at = 0;
    boolean ended = false;
    while (!ended && at < head.length) {
      int newline = at;
      while (newline < head.length && head[newline] != '\n') {
        newline++;
      }
      if (newline == head.length && head.length == MAX_BYTES) {
        throw file.fault(
            "is not NRRD: no empty line ends its header within %d bytes".formatted(MAX_BYTES));
      }
      number++;
      String line = new String(head, at, newline - at, StandardCharsets.UTF_8).strip();
      at = newline + 1;
      if (number == 1) {
        requireMagic(line);
      } else if (line.isEmpty()) {
        ended = true;
      } else {
        add(number, line);
      }
    }
    this.end = Math.min(at, head.length);
  }

  /**
   * Reads the header of a file.
   *
   * @throws InputException if it has other lines
   */
  static NrrdText read(VolumeFile file) {
    return new NrrdText(file);
  }

  private void requireMagic(String line) {
    if (!line.matches("NRRD(0001|0002|0003|0004|0005|00\\.01)")) {
      throw file.fault("is not NRRD: it does not begin with NRRD0001 to NRRD0005");
    }
  }

  private void add(int number, String text) {
    int colon = text.indexOf(':');
    if (text.startsWith("#") || (colon > 0 && text.startsWith(":=", colon))) {
      return; // for people, and of keys that are another program's own
    }
    String written = colon < 1 ? "" : text.substring(0, colon).strip();
    String field = name(written);
    if (!FIELDS.contains(field)) {
      throw file.fault(
          "line %d: '%s': expected a field of an NRRD header"
              .formatted(number, Messages.brief(text, 40)));
    }
    Line line = new Line(number, written, text.substring(colon + 1).strip());
    Line before = lines.putIfAbsent(field, line);
    if (before != null) {
      throw file.fault(
          "line %d: %s is already set in line %d".formatted(number, written, before.number));
    }
  }

  private static String name(String field) {
    return field.replace(" ", "").toLowerCase(Locale.ROOT);
  }

  /** Returns the file. */
  VolumeFile file() {
    return file;
  }

  /** Returns the bytes of the header: where the voxels of a .nrrd begin. */
  long end() {
    return end;
  }

  /** Returns the value of the first field that is there; null if none is. */
  @Nullable String find(String... fields) {
    for (String field : fields) {
      Line line = lines.get(name(field));
      if (line != null) {
        return line.value;
      }
    }
    return null;
  }

  /** Returns the value of a field that has to be there. */
  String need(String field) {
    String value = find(field);
    if (value == null) {
      throw file.fault("has no line '%s: ...'".formatted(field));
    }
    return value;
  }

  /** Returns a whole number; {@code otherwise} if no such field is there. */
  long whole(long otherwise, String field) {
    String value = find(field);
    if (value == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw fault("a whole number", field);
    }
  }

  /** Returns so many numbers, which need not be finite: NaN stands for one that is not known. */
  double[] numbers(int count, String field) {
    String[] words = need(field).split("\\s+", -1);
    if (words.length != count) {
      throw fault("%d numbers".formatted(count), field);
    }
    return numbers(words, field);
  }

  private double[] numbers(String[] words, String field) {
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        numbers[i] = Double.parseDouble(words[i].strip());
      } catch (NumberFormatException e) {
        throw fault("numbers", field);
      }
    }
    return numbers;
  }

  /**
   * Returns so many vectors of three finite numbers, written (x,y,z).
   *
   * @return null in the place of one that is written {@code none}
   */
  List<double @Nullable []> vectors(String field, int count) {
    String value = need(field);
    List<double @Nullable []> vectors = new ArrayList<>();
    Matcher matcher = VECTOR.matcher(value);
    int end = 0;
    while (matcher.find()) {
      end = matcher.end();
      double[] vector = null;
      if (matcher.group(1) != null) {
        vector = numbers(matcher.group(1).split(",", -1), field);
        if (vector.length != 3 || !Arrays.stream(vector).allMatch(Double::isFinite)) {
          throw fault("vectors of three numbers", field);
        }
      }
      vectors.add(vector);
    }
    if (vectors.size() != count || !value.substring(end).isBlank()) {
      throw fault(count == 1 ? "(x,y,z)" : count + " times (x,y,z) or none", field);
    }
    return vectors;
  }

  /** Returns words, of which those with blanks are in quotes; none if there is no such field. */
  List<String> words(String... fields) {
    String value = find(fields);
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(value == null ? "" : value);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words;
  }

  /** Returns the fault of the first field that is there: its line and what was expected. */
  InputException fault(String expected, String... fields) {
    for (String field : fields) {
      Line line = lines.get(name(field));
      if (line != null) {
        return file.fault(
            "line %d: %s: %s: expected %s"
                .formatted(line.number, line.field, Messages.brief(line.value), expected));
      }
    }
    return file.fault("%s: expected %s".formatted(fields[0], expected));
  }
}
