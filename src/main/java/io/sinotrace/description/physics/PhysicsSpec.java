package io.sinotrace.description.physics;

import io.sinotrace.Messages;
import io.sinotrace.description.text.NamedSection;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.physics.protocol.Protocol;
import io.sinotrace.physics.random.NoiseKey;
import io.sinotrace.sinogram.Columns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * The section {@code physics}.
 *
 * @param protocols by which rays are measured; none if the section is missing
 * @param seed of all noise
 * @param realisation which of the many pictures with the same statistics
 * @param tolerance relative error of mean and variance that condensing a spectrum may cause
 * @param approximate whether protocols of several rays a pixel may be worked out of the mean of
 *     their areal densities
 * @param greatest areal densities in g/cm^2 up to which the tolerance holds, by material; others
 *     have defaults
 */
public record PhysicsSpec(
    List<Protocol> protocols,
    int seed,
    int realisation,
    double tolerance,
    boolean approximate,
    Map<String, Double> greatest)
    implements Serializable {
  /** The key of the section. */
  public static final String KEY = "physics";

  /** The key of the list of protocols. */
  public static final String PROTOCOLS = "protocols";

  private static final double TOLERANCE = 1e-6;

  /** None at all. */
  public static final PhysicsSpec NONE =
      new PhysicsSpec(List.of(), 0, 0, TOLERANCE, false, Map.of());

  /** Copies list and map. */
  public PhysicsSpec {
    protocols = List.copyOf(protocols);
    greatest = Map.copyOf(greatest);
  }

  /** Returns the keys of the section and of those in it, by dotted section. */
  public static Map<String, List<String>> keysBySection() {
    Map<String, List<String>> keys = new HashMap<>();
    keys.put(
        KEY,
        List.of(PROTOCOLS, "seed", "realisation", "tolerance", "approximate", "areal-densities"));
    keys.put(KEY + "." + PROTOCOLS, ProtocolReader.KEYS);
    keys.put(KEY + "." + PROTOCOLS + ".beam", BeamReader.KEYS);
    keys.put(KEY + "." + PROTOCOLS + ".beam.bowtie", BeamReader.BOWTIE);
    keys.put(KEY + "." + PROTOCOLS + ".dose", DoseReader.KEYS);
    keys.put(KEY + "." + PROTOCOLS + ".detector", ResponseReader.KEYS);
    keys.put(KEY + "." + PROTOCOLS + ".detector.response", ResponseReader.RESPONSE);
    return keys;
  }

  /**
   * Reads the section.
   *
   * @param materials of the volume
   * @param referenceEnergy in keV, of water-corrected line integrals where a protocol names none;
   *     NaN if there are no materials, so that there can be no protocols
   */
  public static PhysicsSpec read(
      Section root, List<String> materials, double referenceEnergy, Configuration conf) {
    if (!root.has(KEY)) {
      return NONE;
    }
    Section section = root.section(KEY);
    List<Protocol> protocols = new ArrayList<>();
    for (NamedSection each : NamedSection.openAll(section, PROTOCOLS)) {
      section.attempt(
          () -> protocols.addAll(ProtocolReader.read(each, referenceEnergy, conf)), false);
    }
    checkNames(section, protocols);
    return new PhysicsSpec(
        protocols,
        section.integer("seed", 0, Integer.MAX_VALUE, 0),
        section.integer("realisation", 0, Integer.MAX_VALUE, 0),
        section.number("tolerance", NumberRange.TOLERANCE, TOLERANCE),
        section.has("approximate") && section.truth("approximate", false),
        greatest(section, materials));
  }

  /** Refuses names that other protocols have, also those of lists of values, or other columns. */
  private static void checkNames(Section section, List<Protocol> protocols) {
    Set<String> names = new HashSet<>();
    for (Protocol protocol : protocols) {
      String name = protocol.name();
      boolean twice = !names.add(name);
      if (twice || Columns.ALL.contains(name)) {
        section.fault(
            section
                .required(PROTOCOLS, "")
                .error(
                    "has %s %s: expected names that differ from each other and from the columns of tables"
                        .formatted(Messages.quote(name), twice ? "twice" : "as a protocol")));
      }
    }
  }

  private static Map<String, Double> greatest(Section section, List<String> materials) {
    Map<String, Double> greatest = new LinkedHashMap<>();
    String key = "areal-densities";
    Value value = section.value(key);
    if (value != null) {
      section.attempt(
          () -> {
            value
                .entries("areal densities in g/cm^2 by material, such as {water: 60, bone: 20}")
                .forEach(
                    (material, number) -> {
                      if (!materials.contains(material)) {
                        throw number.error(
                            "is of no material of the volume: expected "
                                + Messages.anyOf(materials));
                      }
                      greatest.put(material, number.number(NumberRange.AREAL_DENSITY));
                    });
            return true;
          },
          false);
      section.note(key, greatest);
    }
    return greatest;
  }

  /** Returns what tells the noise of a protocol of a scan from that of any other. */
  public NoiseKey noise(String scan, Protocol protocol) {
    return NoiseKey.of(seed, scan, protocol.name(), realisation);
  }
}
