package io.sinotrace.description;

import io.sinotrace.description.geometry.NamedGeometry;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.description.text.Faults;
import io.sinotrace.description.text.NamedSection;
import io.sinotrace.description.text.Overrides;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.description.text.YamlNode;
import io.sinotrace.description.text.YamlParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Sections of a description that a manifest records, read again. */
public final class RecordedDescription {
  private final String label;
  private final Configuration conf;
  private final YamlNode.Mapping root;

  /**
   * Reads what is recorded.
   *
   * @param label what errors call it
   * @param json the description as it was read, with its defaults
   */
  public RecordedDescription(String label, String json, Configuration conf) {
    this.label = label;
    this.conf = conf;
    SourceLocation here = new SourceLocation(label, null);
    this.root =
        YamlParser.parse(json, line -> here) instanceof YamlNode.Mapping mapping
            ? mapping
            : new YamlNode.Mapping(here, new LinkedHashMap<>());
  }

  /** Reads the section {@code volume}. */
  public VolumeSettings volume() {
    Faults faults = new Faults();
    Section section =
        Section.root(only(root, VolumeSpec.KEY), Descriptions.KEYS, faults).section(VolumeSpec.KEY);
    VolumeSettings settings = VolumeSettings.read(section, new LabelTables(conf));
    faults.check();
    return settings;
  }

  /**
   * Reads the section {@code physics}.
   *
   * @param file a description whose section is used instead of the recorded one; null for none
   * @param options values by dotted keys of that section, which win over both
   * @param materials of the volume
   * @param referenceEnergy see {@link PhysicsSpec#read}
   * @throws io.sinotrace.InputException if it cannot be used
   */
  public PhysicsSpec physics(
      @Nullable String file,
      Map<String, String> options,
      List<String> materials,
      double referenceEnergy) {
    YamlNode.Mapping from = file == null ? root : Descriptions.file(file, conf);
    YamlNode.Mapping some = only(from, PhysicsSpec.KEY);
    if (file != null && some.entries().isEmpty()) {
      throw from.location().error("has no protocols: expected a section " + PhysicsSpec.KEY);
    }
    new TreeMap<>(options).forEach(new Overrides(some, Descriptions.KEYS)::option);
    Faults faults = new Faults();
    Section section = Section.root(some, Descriptions.KEYS, faults);
    PhysicsSpec physics = PhysicsSpec.read(section, materials, referenceEnergy, conf);
    faults.check();
    return physics;
  }

  /** Reads the section {@code geometry}, which is that of one scan. */
  public NamedGeometry geometry() {
    YamlNode.Mapping some = only(root, NamedGeometry.KEY);
    if (some.entries().get(NamedGeometry.KEY) instanceof YamlNode.Mapping section) {
      section.entries().remove(NamedSection.NAME);
    }
    Faults faults = new Faults();
    var geometries = NamedGeometry.readAll(Section.root(some, Descriptions.KEYS, faults), conf);
    faults.check();
    return geometries.get(0);
  }

  private YamlNode.Mapping only(YamlNode.Mapping from, String key) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    YamlNode section = from.entries().get(key);
    if (section != null) {
      entries.put(key, section);
    }
    return new YamlNode.Mapping(new SourceLocation(label, null), entries);
  }
}
