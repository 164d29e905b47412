package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.geometry.GeometryType;
import io.sinotrace.description.geometry.NamedGeometry;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.description.text.Faults;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.KnownKeys;
import io.sinotrace.description.text.Overrides;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.description.text.YamlNode;
import io.sinotrace.description.text.YamlParser;
import io.sinotrace.sinogram.ValueColumn;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads scan descriptions: from a file, from arguments laid over a file, or from options alone. */
public final class Descriptions {
  static final KnownKeys KEYS = keys();

  /** The keys of which a volume has one, that says what its numbers are. */
  private static final List<String> UNITS =
      List.of("units", MaterialSettings.LABELS, DensitySettings.DENSITIES);

  private static final String EXPECTED =
      "a scan description: YAML with the sections volume and geometry";
  private static final int MAX_BYTES = 10_000_000;

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
    YamlNode.Mapping root = file(uri, conf);
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
   * Reads a description from options alone.
   *
   * @param options values by dotted keys; relative paths refer to the working directory
   * @param conf names the file systems
   * @throws io.sinotrace.InputException if an option cannot be used, or one is missing
   */
  public static ScanDescription of(Map<String, String> options, Configuration conf) {
    return with(
        new YamlNode.Mapping(new SourceLocation("options", null), new LinkedHashMap<>()),
        options,
        conf);
  }

  /**
   * Returns the arguments that a name without its section may stand for: {@code
   * output.overwrite=true} for {@code overwrite}, or for a name near to it.
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
    keys.put(
        "",
        List.of(
            "volume",
            "geometry",
            PhysicsSpec.KEY,
            "compute",
            "output",
            ReconstructionSettings.KEY));
    keys.putAll(PhysicsSpec.keysBySection());
    keys.put("volume", VolumeSpec.KEYS);
    keys.put("compute", ComputeSpec.KEYS);
    keys.put("output", OutputSpec.KEYS);
    keys.put("output.preview", PreviewSpec.KEYS);
    keys.put(ReconstructionSettings.KEY, ReconstructionSettings.KEYS);
    keys.put(
        ReconstructionSettings.KEY + "." + ReconstructionSettings.GRID,
        ReconstructionSettings.GRID_KEYS);
    return new KnownKeys(keys);
  }

  /**
   * Reads which volumes a path stands for, and how they are read; nothing else need be said of a
   * scan.
   *
   * @param path as of {@code volume.path}, relative to the working directory
   * @param uri a description whose section {@code volume} holds for them; null for none
   * @param overrides as for {@link #read(String, List, Configuration)}
   * @param conf names the file systems
   * @throws io.sinotrace.InputException if the file or an argument cannot be used
   */
  public static VolumeSpec volumes(
      String path, @Nullable String uri, List<String> overrides, Configuration conf) {
    YamlNode.Mapping root =
        uri == null
            ? new YamlNode.Mapping(new SourceLocation("arguments", null), new LinkedHashMap<>())
            : file(uri, conf);
    Overrides over = new Overrides(root, KEYS);
    for (String argument : overrides) {
      if (!argument.startsWith("volume.") || argument.startsWith("volume.path")) {
        throw new InputException(
            "argument %s: expected a setting of volume other than its path"
                .formatted(Messages.brief(argument)));
      }
      over.argument(argument);
    }
    SourceLocation here = new SourceLocation(Messages.brief(path), null);
    YamlNode written =
        root.entries()
            .computeIfAbsent(
                VolumeSpec.KEY, any -> new YamlNode.Mapping(here, new LinkedHashMap<>()));
    if (written instanceof YamlNode.Mapping section) {
      section.entries().put("path", new YamlNode.Scalar(here, path, true));
      if (uri == null && UNITS.stream().noneMatch(section.entries()::containsKey)) {
        // What the numbers mean is not asked: any units do.
        section.entries().put("units", new YamlNode.Scalar(here, "hounsfield", true));
      }
    }
    Faults faults = new Faults();
    VolumeSpec volumes = VolumeSpec.read(Section.root(root, KEYS, faults), conf);
    faults.check();
    return volumes;
  }

  /** Returns whether an argument says what the numbers of a volume mean. */
  public static boolean tellsUnits(String argument) {
    return UNITS.stream().anyMatch(key -> argument.startsWith(VolumeSpec.KEY + "." + key));
  }

  private static ScanDescription with(
      YamlNode.Mapping root, Map<String, String> options, Configuration conf) {
    // In sorted order a section comes before its single keys, which then override it.
    new TreeMap<>(options).forEach(new Overrides(root, KEYS)::option);
    return check(root, conf);
  }

  static YamlNode.Mapping file(String uri, Configuration conf) {
    SourceLocation call =
        new SourceLocation(uri.isBlank() ? "scan description" : Messages.oneLine(uri), null);
    if (uri.isBlank()) {
      throw call.error("no file is named: expected the path of a YAML file");
    }
    Path file = HadoopFiles.qualify(call, "the scan description", uri, conf);
    DatasetHint.check(call, file, conf);
    byte[] bytes = HadoopFiles.read(call.label(), file, MAX_BYTES, EXPECTED, conf);
    String text = HadoopFiles.utf8(bytes, call.label(), EXPECTED);
    Path parent = file.getParent();
    Path folder = parent == null ? file : parent;
    YamlNode tree =
        YamlParser.parse(text, line -> new SourceLocation(call.label() + ":" + line, folder));
    if (tree == null) {
      throw call.error("is empty: expected " + EXPECTED);
    }
    if (!(tree instanceof YamlNode.Mapping root)) {
      throw tree.location().error("holds " + tree.shown() + ": expected " + EXPECTED);
    }
    return root;
  }

  private static ScanDescription check(YamlNode.Mapping tree, Configuration conf) {
    Faults faults = new Faults();
    Section root = Section.root(tree, KEYS, faults);
    VolumeSpec volume = VolumeSpec.read(root, conf);
    List<NamedGeometry> geometries = NamedGeometry.readAll(root, conf);
    PhysicsSpec physics = physics(root, volume.settings(), conf);
    ComputeSpec compute = ComputeSpec.read(root, volume.settings().isExact());
    OutputSpec output =
        OutputSpec.read(
            root, volume.isBatch(), ScanSpec.values(volume.settings().channels()), physics, conf);
    List<ValueColumn> traced = ScanSpec.values(volume.settings().channels());
    List<ImageSpec> images =
        ReconstructionSettings.read(
            root,
            output,
            ReconstructionSettings.known(output, StoredColumns.known(traced, physics), traced),
            conf);
    faults.check();
    return new ScanDescription(
        volume,
        geometries,
        compute,
        physics,
        output,
        images,
        SettingKeys.located(tree),
        root.effective());
  }

  private static PhysicsSpec physics(Section root, VolumeSettings volume, Configuration conf) {
    List<String> materials = volume.channels().names();
    if (materials.isEmpty()) {
      // Of a volume with faults nobody knows the materials.
      if (root.isSound()) {
        root.refuse(
            PhysicsSpec.KEY,
            "needs matter that rays pass through: expected volume.materials: water-bone or"
                + " schneider, volume.labels, volume.densities or a phantom of materials");
      }
      return PhysicsSpec.NONE;
    }
    return PhysicsSpec.read(root, materials, volume.effectiveEnergy(), conf);
  }
}
