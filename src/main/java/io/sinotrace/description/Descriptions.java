package io.sinotrace.description;

import io.sinotrace.Messages;
import io.sinotrace.description.geometry.GeometrySpec;
import io.sinotrace.description.geometry.GeometryType;
import io.sinotrace.description.text.Entry;
import io.sinotrace.description.text.Faults;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.KnownKeys;
import io.sinotrace.description.text.Overrides;
import io.sinotrace.description.text.Place;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.YamlTree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads scan descriptions: from a file, from arguments laid over a file, or from options alone. */
public final class Descriptions {
  private static final KnownKeys KEYS = keys();
  private static final String EXPECTED =
      "a scan description: YAML with the sections volume and geometry";
  private static final int LARGEST = 10_000_000;

  private Descriptions() {}

  /**
   * Reads a description.
   *
   * @param uri the YAML file, of any Hadoop file system; relative paths in it refer to its folder
   * @param overrides {@code key=value} with dotted keys, which win over the file; relative paths in
   *     them refer to the working directory
   * @param conf names the file systems
   * @throws io.sinotrace.InputException if the file or an argument cannot be used: for each fault a
   *     line that names the file and the line or the argument, the key, and what was expected
   */
  public static ScanDescription read(String uri, List<String> overrides, Configuration conf) {
    Entry.Keys root = file(uri, conf);
    Overrides over = new Overrides(root, KEYS);
    overrides.forEach(over::argument);
    return check(root, conf);
  }

  /**
   * Reads a description, with options for overrides.
   *
   * @param uri as for {@link #read(String, List, Configuration)}
   * @param options values by dotted keys, which win over the file; relative paths in them refer to
   *     the working directory
   * @param conf names the file systems
   * @throws io.sinotrace.InputException if the file or an option cannot be used
   */
  public static ScanDescription read(String uri, Map<String, String> options, Configuration conf) {
    return with(file(uri, conf), options, conf);
  }

  /**
   * Takes a whole description from options, with no file.
   *
   * @param options values by dotted keys; relative paths refer to the working directory
   * @param conf names the file systems
   * @throws io.sinotrace.InputException if an option cannot be used, or one is missing
   */
  public static ScanDescription of(Map<String, String> options, Configuration conf) {
    return with(new Entry.Keys(new Place("options", null), new LinkedHashMap<>()), options, conf);
  }

  /**
   * Returns the arguments that a person may have meant by a name alone: {@code
   * output.overwrite=true} for {@code overwrite}, or what is near to it.
   *
   * @param value the value given; null if there was none
   * @return one for each key of that name; none if there is no such key
   */
  public static List<String> settings(String name, @Nullable String value) {
    return KEYS.named(name).stream()
        .map(key -> key + "=" + (value != null ? value : isTruth(key) ? "true" : "..."))
        .toList();
  }

  /** Returns whether the values of {@code key} are true and false. */
  private static boolean isTruth(String key) {
    return key.equals("output.overwrite");
  }

  private static KnownKeys keys() {
    Map<String, List<String>> keys = new HashMap<>(GeometryType.keysBySection());
    keys.put("", List.of("volume", "geometry", "compute", "output"));
    keys.put("volume", VolumeSpec.KEYS);
    keys.put("compute", ComputeSpec.KEYS);
    keys.put("output", OutputSpec.KEYS);
    keys.put("output.preview", PreviewSpec.KEYS);
    return new KnownKeys(keys);
  }

  private static ScanDescription with(
      Entry.Keys root, Map<String, String> options, Configuration conf) {
    // Sorted, a section given whole comes before its keys given singly.
    new TreeMap<>(options).forEach(new Overrides(root, KEYS)::option);
    return check(root, conf);
  }

  private static Entry.Keys file(String uri, Configuration conf) {
    Place call = new Place(uri.isBlank() ? "scan description" : Messages.oneLine(uri), null);
    if (uri.isBlank()) {
      throw call.error("no file is named: expected the path of a YAML file");
    }
    Path file = HadoopFiles.qualify(call, "the scan description", uri, conf);
    DatasetHint.check(call, file, conf);
    byte[] bytes = HadoopFiles.read(call.label(), file, LARGEST, EXPECTED, conf);
    String text = HadoopFiles.utf8(bytes, call.label(), EXPECTED);
    Path parent = file.getParent();
    Path folder = parent == null ? file : parent;
    Entry tree = YamlTree.parse(text, line -> new Place(call.label() + ":" + line, folder));
    if (tree == null) {
      throw call.error("is empty: expected " + EXPECTED);
    }
    if (!(tree instanceof Entry.Keys root)) {
      throw tree.place().error("holds " + tree.shown() + ": expected " + EXPECTED);
    }
    return root;
  }

  private static ScanDescription check(Entry.Keys tree, Configuration conf) {
    Faults faults = new Faults();
    Section root = Section.root(tree, KEYS, faults);
    VolumeSpec volume = VolumeSpec.read(root, conf);
    GeometrySpec geometry = faults.attempt(() -> GeometryType.read(root, conf));
    ComputeSpec compute = ComputeSpec.read(root);
    OutputSpec output = OutputSpec.read(root, conf);
    faults.check();
    return new ScanDescription(
        volume,
        Objects.requireNonNull(geometry),
        compute,
        output,
        SettingKeys.located(tree),
        root.effective());
  }
}
