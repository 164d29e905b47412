package io.sinotrace.description.phantom;

import io.sinotrace.description.text.GivenName;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.description.text.Value;
import io.sinotrace.description.text.YamlNode;
import io.sinotrace.description.text.YamlParser;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.Solid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads phantoms: a name, which may be missing, and a list of solids. */
public final class PhantomReader {
  private static final String NAME = "name";
  private static final String SOLIDS = "solids";
  private static final String EXPECTED =
      "a phantom: a section with solids, a list such as [{shape: box, size: 10, mu: 0.02}]";
  private static final int MAX_BYTES = 1_000_000;

  /** With more, each ray would take too long. */
  private static final int MAX_SOLIDS = 1000;

  private PhantomReader() {}

  /**
   * A phantom as it was written.
   *
   * @param name that it was given; null if it has none
   * @param solids in their order
   * @param materials in the order in which solids first have them; none where they have mu
   */
  public record Written(
      @Nullable String name, List<WrittenSolid> solids, List<Material> materials) {
    /**
     * Returns the phantom.
     *
     * @param energy in keV at which the shares of materials in mu hold; any where there are none
     */
    public Phantom phantom(double energy) {
      List<String> names = materials.stream().map(Material::name).toList();
      Channels channels =
          names.isEmpty()
              ? Channels.MU
              : new Channels(
                  names,
                  materials.stream().map(material -> material.massAttenuation(energy)).toList());
      return new Phantom(channels, solids.stream().map(solid -> ofChannel(solid, names)).toList());
    }

    private static Solid ofChannel(WrittenSolid solid, List<String> names) {
      Material material = solid.material();
      return material == null
          ? solid.solid()
          : solid.solid().ofChannel(names.indexOf(material.name()));
    }

    /** Returns it as a section that is read as the same phantom again. */
    public Map<String, Object> section() {
      Map<String, Object> section = new LinkedHashMap<>();
      if (name != null) {
        section.put(NAME, name);
      }
      section.put(SOLIDS, solids.stream().map(WrittenSolid::section).toList());
      return section;
    }
  }

  /** Returns whether a text names a file, and no phantom of ours. */
  public static boolean isFile(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml");
  }

  /**
   * Reads a file.
   *
   * @param label of the file in errors
   * @throws io.sinotrace.InputException that names what is at fault
   */
  public static Written file(Path file, String label, Configuration conf) {
    byte[] bytes = HadoopFiles.read(label, file, MAX_BYTES, EXPECTED, conf);
    String text = HadoopFiles.utf8(bytes, label, EXPECTED);
    YamlNode tree =
        YamlParser.parse(text, line -> new SourceLocation(label + ":" + line, file.getParent()));
    if (tree == null) {
      throw new SourceLocation(label, null).error("is empty: expected " + EXPECTED);
    }
    return read(new Value("phantom", tree));
  }

  /**
   * Reads a section.
   *
   * @throws io.sinotrace.InputException that names what is at fault
   */
  public static Written read(Value value) {
    Keys keys = new Keys(value, List.of(NAME, SOLIDS), EXPECTED);
    Value named = keys.get(NAME);
    String name = named == null ? null : named.text(GivenName.EXPECTED);
    if (named != null && !GivenName.is(named.text(GivenName.EXPECTED))) {
      throw named.expected(GivenName.EXPECTED);
    }
    List<Value> items = keys.required(SOLIDS, "a list of solids").items("a list of solids");
    if (items.size() > MAX_SOLIDS) {
      throw value.error("has %d solids: expected at most %d".formatted(items.size(), MAX_SOLIDS));
    }
    List<WrittenSolid> solids = new ArrayList<>();
    Map<String, Material> materials = new LinkedHashMap<>();
    for (Value item : items) {
      WrittenSolid solid = WrittenSolid.read(item);
      if (!solids.isEmpty() && solid.isOfMaterial() != solids.get(0).isOfMaterial()) {
        throw item.error("has another of mu and material than the first: expected one of the two");
      }
      Material material = solid.material();
      if (material != null) {
        materials.putIfAbsent(material.name(), material);
      }
      solids.add(solid);
    }
    if (solids.get(0).isOfMaterial() && materials.isEmpty()) {
      throw value.error("is all vacuum: expected a solid of another material");
    }
    return new Written(name, List.copyOf(solids), List.copyOf(materials.values()));
  }
}
