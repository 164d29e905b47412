package io.sinotrace.description;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Spelling;
import io.sinotrace.description.VolumeSpec.Input;
import io.sinotrace.description.VolumeSpec.Kind;
import io.sinotrace.description.VolumeSpec.Listed;
import io.sinotrace.description.text.Faults;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.description.text.Value;
import io.sinotrace.description.text.YamlNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that lists volumes: CSV with a header, a volume a row. The column {@code path} names its
 * file, and {@code id} the volume; the others are keys of the section {@code volume} that hold for
 * this row alone. An empty field is as one that is not there.
 *
 * <p>What is wrong with the file as a whole, or leaves open which volume a row means, is an error;
 * any other fault of a row is one of its volume alone.
 */
final class VolumeList {
  private static final String PATH = "path";
  private static final String ID = "id";
  private static final List<String> COLUMNS =
      Stream.concat(Stream.of(PATH, ID), VolumeSettings.KEYS_OF_FILE.stream()).toList();

  /** Columns that have several numbers. */
  private static final Set<String> NUMBERS = Set.of("spacing", "shape");

  private static final String EXPECTED =
      "CSV with a header, and in its column path a volume file a row";
  private static final int MAX_BYTES = 256_000_000;
  private static final int MAX_FIELD = 10_000;

  private final String label;
  private final Path folder;
  private final Section volume;
  private final VolumeSettings common;
  private final LabelTables tables;
  private final Configuration conf;

  private VolumeList(
      String label,
      Path folder,
      Section volume,
      VolumeSettings common,
      LabelTables tables,
      Configuration conf) {
    this.label = label;
    this.folder = folder;
    this.volume = volume;
    this.common = common;
    this.tables = tables;
    this.conf = conf;
  }

  /**
   * Reads a list.
   *
   * @param named the value that names it
   * @param path of the list
   * @param volume the section, whose keys hold for rows without their own
   * @param common what is read from that section
   * @param tables those that it names
   * @throws InputException that names the file, and the line and the column where there is one
   */
  static List<Input> read(
      Value named,
      Path path,
      Section volume,
      VolumeSettings common,
      LabelTables tables,
      Configuration conf) {
    String label = Messages.brief(path.getName());
    byte[] bytes = HadoopFiles.read(named.where() + ": " + label, path, MAX_BYTES, EXPECTED, conf);
    String text = HadoopFiles.utf8(bytes, label, EXPECTED);
    Path folder = Objects.requireNonNullElse(path.getParent(), path);
    return new VolumeList(label, folder, volume, common, tables, conf).inputs(text);
  }

  private List<Input> inputs(String text) {
    CsvParser parser = new CsvParser(settings());
    List<Input> inputs = new ArrayList<>();
    try {
      parser.beginParsing(new StringReader(text));
      List<String> header = header(parser.parseNext());
      for (String[] fields = parser.parseNext(); fields != null; fields = parser.parseNext()) {
        inputs.add(input(line(parser, fields), header, fields));
      }
    } catch (TextParsingException e) {
      throw new InputException(
          "%s:%d: is not valid CSV: expected quotes that end, and fields of at most %d characters"
              .formatted(label, e.getLineIndex() + 1, MAX_FIELD),
          e);
    }
    if (inputs.isEmpty()) {
      throw new InputException(label + ": lists no volume: expected " + EXPECTED);
    }
    return inputs;
  }

  private static CsvParserSettings settings() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
    settings.setMaxCharsPerColumn(MAX_FIELD);
    settings.setNullValue("");
    settings.setEmptyValue("");
    // Nothing is a comment.
    settings.getFormat().setComment('\0');
    return settings;
  }

  /** Returns the line that the record read last begins in. */
  private static long line(CsvParser parser, String[] fields) {
    long breaks = String.join("", fields).chars().filter(c -> c == '\n').count();
    return parser.getContext().currentLine() - breaks;
  }

  private List<String> header(String @Nullable [] fields) {
    List<String> header = fields == null ? List.of() : Arrays.asList(fields);
    for (String column : header) {
      if (!COLUMNS.contains(column)) {
        throw new InputException(
            "%s:1: unknown column %s%s: expected %s"
                .formatted(
                    label,
                    Messages.quote(column),
                    Spelling.suggest(column, COLUMNS),
                    Messages.anyOf(COLUMNS)));
      }
    }
    if (!header.contains(PATH) || new HashSet<>(header).size() < header.size()) {
      throw new InputException(
          "%s:1: has the columns %s: expected path, and each column once"
              .formatted(label, String.join(", ", header)));
    }
    return header;
  }

  private Input input(long line, List<String> header, String[] fields) {
    if (fields.length != header.size()) {
      throw new InputException(
          "%s:%d: the line has %d field%s: expected %d (%s)"
              .formatted(
                  label,
                  line,
                  fields.length,
                  fields.length == 1 ? "" : "s",
                  header.size(),
                  String.join(", ", header)));
    }
    Map<String, String> cells = new LinkedHashMap<>();
    for (int k = 0; k < fields.length; k++) {
      if (fields[k].indexOf('\n') >= 0) {
        // The parser takes a quote that does not end for one that ends with the file.
        throw column(line, header.get(k))
            .error("goes on in another line: expected quotes that end");
      }
      if (!fields[k].isEmpty()) {
        cells.put(header.get(k), fields[k]);
      }
    }
    SourceLocation at = column(line, PATH);
    String path = cells.remove(PATH);
    if (path == null) {
      throw at.error("is empty: expected a volume file");
    }
    Path file = HadoopFiles.qualify(at, "volume.path", path, conf);
    String id = cells.remove(ID);
    try {
      if (id != null) {
        ScanIds.check(column(line, ID), id);
      }
      VolumeSettings settings = settings(line, cells);
      String made = id == null ? made(file, settings) : id;
      return listed(
          at, file, new Listed(made, id != null, settings, Set.copyOf(cells.keySet()), null));
    } catch (InputException e) {
      String fault = String.join("; ", e.getMessage().lines().toList());
      return listed(at, file, new Listed(made(file, common), false, common, Set.of(), fault));
    }
  }

  private String made(Path file, VolumeSettings settings) {
    return ScanIds.inFolder(settings.bare(file), folder);
  }

  private static Input listed(SourceLocation at, Path file, Listed listed) {
    return new Input(at.label(), Kind.LISTED, file.toString(), listed);
  }

  private SourceLocation column(long line, String column) {
    return new SourceLocation("%s:%d, column %s".formatted(label, line, column), folder);
  }

  private VolumeSettings settings(long line, Map<String, String> cells) {
    if (cells.isEmpty()) {
      return common;
    }
    Map<String, YamlNode> row = new LinkedHashMap<>();
    cells.forEach((key, text) -> row.put(key, node(line, key, text)));
    Faults faults = new Faults();
    VolumeSettings settings = VolumeSettings.read(volume.overlaid(row, faults), tables);
    faults.check();
    if (!settings.channels().equals(common.channels())) {
      // Else columns of one name would mean different things in one table.
      throw new InputException(
          "%s:%d: has another effective energy: expected the mu-water of all volumes, or volume.effective-energy"
              .formatted(label, line));
    }
    return settings;
  }

  /** Returns a cell as a value; several numbers are parted by blanks. */
  private YamlNode node(long line, String column, String text) {
    // Without a folder it is as an argument: what the description says gives way to it.
    SourceLocation at = new SourceLocation(column(line, column).label(), null);
    List<YamlNode> parts = new ArrayList<>();
    for (String part : NUMBERS.contains(column) ? text.split("\\s+", -1) : new String[] {text}) {
      parts.add(new YamlNode.Scalar(at, part, false));
    }
    return parts.size() == 1 ? parts.get(0) : new YamlNode.Sequence(at, parts);
  }
}
