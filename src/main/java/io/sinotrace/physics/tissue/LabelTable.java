package io.sinotrace.physics.tissue;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a voxel of a segmented volume is made of, by its label: of one material, at a density that
 * goes with the label, or of nothing.
 */
public final class LabelTable {
  private final List<Label> lines;
  private final List<Material> materials;
  private final int[] labels;
  private final double[][] densities;

  /**
   * A line of a table.
   *
   * @param material with its density; null: nothing
   */
  public record Label(int value, @Nullable Material material) {}

  /**
   * Sets up a table. Labels may share a material, each at a density of its own.
   *
   * @param table in any order
   * @throws InputException if a label has two lines, no label has a material, a material has no
   *     density or none that there can be, or one name means different materials
   */
  public LabelTable(List<Label> table) {
    this.lines = table.stream().sorted(Comparator.comparingInt(Label::value)).toList();
    this.materials = List.copyOf(materials(lines).values());
    this.labels = lines.stream().mapToInt(Label::value).toArray();
    for (int i = 1; i < labels.length; i++) {
      if (labels[i] == labels[i - 1]) {
        throw new InputException(
            "label %d stands for two things: expected one".formatted(labels[i]));
      }
    }
    this.densities = new double[materials.size()][labels.length];
    for (Label label : lines) {
      for (int m = 0; m < densities.length; m++) {
        Material material = label.material;
        if (material != null && material.name().equals(materials.get(m).name())) {
          densities[m][Arrays.binarySearch(labels, label.value)] = material.density();
        }
      }
    }
  }

  /** Returns the materials by name, in the order of the labels. */
  private static Map<String, Material> materials(List<Label> table) {
    Map<String, Material> byName = new LinkedHashMap<>();
    for (Label label : table) {
      Material material = label.material;
      if (material == null) {
        continue;
      }
      if (!(material.density() > 0)) {
        throw new InputException(
            "label %d: nothing says the density of %s: expected one in g/cm^3"
                .formatted(label.value, material.name()));
      }
      if (material.density() > Material.MOST_DENSE) {
        throw new InputException(
            "label %d: %s has a density of %s g/cm^3: expected at most %.0f"
                .formatted(label.value, material.name(), material.density(), Material.MOST_DENSE));
      }
      Material same = byName.putIfAbsent(material.name(), material);
      if (same != null && !same.massFractions().equals(material.massFractions())) {
        throw new InputException(
            "label %d: another label has a different material of the name %s: expected a name each"
                .formatted(label.value, material.name()));
      }
    }
    if (byName.isEmpty()) {
      throw new InputException("no label stands for a material: expected one at least");
    }
    return byName;
  }

  /** Returns its lines, by ascending label. */
  public List<Label> lines() {
    return lines;
  }

  /**
   * Returns its materials in the order of the least labels that name them; their densities are
   * those of these labels.
   */
  public List<Material> materials() {
    return materials;
  }

  /** Returns its labels, ascending. */
  public int[] labels() {
    return labels.clone();
  }

  /** Returns the density of each material for each label, [material][label] in g/cm^3. */
  public double[][] densities() {
    return Arrays.stream(densities).map(double[]::clone).toArray(double[][]::new);
  }
}
