package io.sinotrace.description;

import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.description.text.Faults;
import io.sinotrace.description.text.NamedSection;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.description.text.YamlNode;
import io.sinotrace.description.text.YamlParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A protocol that is written where it is used: what an element of {@code physics.protocols} has, in
 * one line of YAML or JSON, and beside it {@code seed}, {@code realisation} and {@code tolerance}.
 */
public final class ProtocolText {
  private static final String LABEL = "protocol";
  private static final List<String> OF_SECTION = List.of("seed", "realisation", "tolerance");

  /** The name of a protocol that has none. */
  public static final String UNNAMED = "unnamed";

  /** The reference energy in keV, where none is said. */
  private static final double REFERENCE_ENERGY = 60;

  private ProtocolText() {}

  /**
   * Reads one.
   *
   * @param conf names the file systems of files that it refers to
   * @return the settings with this protocol alone, or with one for each value of a list
   * @throws io.sinotrace.InputException if it cannot be used
   */
  public static PhysicsSpec read(String text, Configuration conf) {
    SourceLocation here = new SourceLocation(LABEL, null);
    if (!(YamlParser.parse(text, line -> here) instanceof YamlNode.Mapping written)) {
      throw here.error("is no section: expected keys and values, such as {beam: {kvp: 80}}");
    }
    Map<String, YamlNode> protocol = new LinkedHashMap<>(written.entries());
    protocol.putIfAbsent(NamedSection.NAME, new YamlNode.Scalar(here, UNNAMED, false));
    Map<String, YamlNode> physics = new LinkedHashMap<>();
    for (String key : OF_SECTION) {
      YamlNode value = protocol.remove(key);
      if (value != null) {
        physics.put(key, value);
      }
    }
    List<YamlNode> protocols = List.of(new YamlNode.Mapping(here, protocol));
    physics.put(PhysicsSpec.PROTOCOLS, new YamlNode.Sequence(here, protocols));
    Map<String, YamlNode> root = new LinkedHashMap<>();
    root.put(PhysicsSpec.KEY, new YamlNode.Mapping(here, physics));
    Faults faults = new Faults();
    Section section = Section.root(new YamlNode.Mapping(here, root), Descriptions.KEYS, faults);
    PhysicsSpec read = PhysicsSpec.read(section, List.of(), REFERENCE_ENERGY, conf);
    faults.check();
    return read;
  }
}
