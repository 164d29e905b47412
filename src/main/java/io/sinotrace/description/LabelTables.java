package io.sinotrace.description;

import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Value;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.tissue.LabelTable;
import io.sinotrace.physics.tissue.LabelTable.Label;
import io.sinotrace.physics.tissue.LabelText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The tables of labels of a description: files, each of which is read once, or written out, as in
 * {@code {0: vacuum, 1: water, 2: {bone: 1.2}}}.
 */
final class LabelTables {
  static final String EXPECTED =
      "a file of labels and materials, or materials by label, such as {0: vacuum, 1: water, 2:"
          + " {bone: 1.2}}";

  private static final String MATERIAL =
      "a material, " + LabelText.NOTHING + ", or a material and its density, such as {bone: 1.2}";
  private static final int MOST_BYTES = 1_000_000;

  private final Configuration conf;
  private final Map<Path, LabelTable> files = new HashMap<>();

  LabelTables(Configuration conf) {
    this.conf = conf;
  }

  /** Returns what names the file systems. */
  Configuration conf() {
    return conf;
  }

  /**
   * Reads one.
   *
   * @throws io.sinotrace.InputException that names what is at fault
   */
  LabelTable read(Value value) {
    if (value.isSection()) {
      return inline(value);
    }
    Path path = HadoopFiles.qualify(value.location(), "the table", value.text(EXPECTED), conf);
    return files.computeIfAbsent(path, file -> parsed(value, file));
  }

  private LabelTable parsed(Value value, Path file) {
    byte[] bytes = HadoopFiles.read(value.where(), file, MOST_BYTES, EXPECTED, conf);
    String text = HadoopFiles.utf8(bytes, value.where(), EXPECTED);
    return LabelText.parse(text, file.getName());
  }

  private static LabelTable inline(Value value) {
    List<Label> lines = new ArrayList<>();
    value
        .entries(EXPECTED)
        .forEach((label, material) -> lines.add(new Label(label(label, material), of(material))));
    return value.located(() -> new LabelTable(lines));
  }

  private static int label(String label, Value material) {
    try {
      return Integer.parseInt(label);
    } catch (NumberFormatException e) {
      throw material.error("is of no label: expected a whole number of 32 bits for its key");
    }
  }

  private static @Nullable Material of(Value value) {
    if (value.is(LabelText.NOTHING)) {
      return null;
    }
    if (!value.isSection()) {
      String name = value.text(MATERIAL);
      return value.located(() -> Materials.named(name));
    }
    Map<String, Value> densities = value.entries(MATERIAL);
    if (densities.size() > 1) {
      throw value.error("has %d materials: expected %s".formatted(densities.size(), MATERIAL));
    }
    Map.Entry<String, Value> one = densities.entrySet().iterator().next();
    double density = one.getValue().number(NumberRange.POSITIVE);
    return value.located(() -> Materials.named(one.getKey()).withDensity(density));
  }

  /**
   * Returns a table written out, all densities with it: who reads it later needs neither the file
   * nor the densities that materials had.
   */
  static Map<String, Object> written(LabelTable table) {
    Map<String, Object> written = new LinkedHashMap<>();
    for (Label line : table.lines()) {
      Material material = line.material();
      written.put(
          Integer.toString(line.value()),
          material == null ? LabelText.NOTHING : Map.of(material.name(), material.density()));
    }
    return written;
  }
}
