package io.sinotrace.description;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.tissue.LabelTable;
import io.sinotrace.physics.tissue.TissueCurve;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.volume.ChannelCurve;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.LabelMap;
import io.sinotrace.volume.MuScale;
import io.sinotrace.volume.VoxelMeaning;
import io.sinotrace.volume.VoxelUnits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The materials of a volume whose voxels have a mu, or labels, and the energy at which rays have
 * their line integrals: {@code effective-energy}.
 */
final class MaterialSettings {
  /** Names a {@linkplain TissueCurve.Named curve} by which mu becomes densities. */
  static final String MATERIALS = "materials";

  /** A table of what labels stand for. */
  static final String LABELS = "labels";

  static final String EFFECTIVE_ENERGY = "effective-energy";

  /** The effective energy, in keV, of volumes in which no number holds for an energy. */
  private static final double ENERGY = 60;

  private MaterialSettings() {}

  /** Reads {@code materials}, and at which energy the voxels have their mu. */
  static VoxelMeaning curve(Section section, MuScale scale) {
    TissueCurve.Named named =
        section.choice(MATERIALS, TissueCurve.Named.class, TissueCurve.Named.WATER_BONE);
    double energy = energy(section, scale);
    // Values in 1/mm refer to no water of a scanner's own.
    double water =
        scale.units() == VoxelUnits.HOUNSFIELD
            ? scale.muWater()
            : Materials.named("water").massAttenuation(energy) / 10;
    TissueCurve curve = named.at(water, energy);
    return new ChannelCurve(
        scale, channels(curve.materials(), energy), curve.nodes(), tenths(curve.densities()));
  }

  private static double energy(Section section, MuScale scale) {
    if (section.has(EFFECTIVE_ENERGY) || scale.units() != VoxelUnits.HOUNSFIELD) {
      return section.number(EFFECTIVE_ENERGY, NumberRange.ENERGY);
    }
    Double energy = section.attempt(() -> TissueCurve.energyOfWater(scale.muWater()), ENERGY);
    return section.note(EFFECTIVE_ENERGY, energy);
  }

  /**
   * Reads {@code labels}.
   *
   * @throws io.sinotrace.InputException if there is no such table
   */
  static VoxelMeaning labels(Section section, LabelTables tables) {
    LabelTable table = tables.read(section.required(LABELS, LabelTables.EXPECTED));
    // Written out: it counts to the identity of a scan, and who reads the scan needs no file.
    section.note(LABELS, LabelTables.written(table));
    checkColumns(section, LABELS, table.materials());
    return new LabelMap(
        channels(table.materials(), given(section)), table.labels(), tenths(table.densities()));
  }

  /** Reads the effective energy where the numbers of a volume hold for none. */
  static double given(Section section) {
    return section.number(EFFECTIVE_ENERGY, NumberRange.ENERGY, ENERGY);
  }

  /** Refuses materials that would have one column. */
  static void checkColumns(Section section, String key, List<Material> materials) {
    Map<ValueColumn, String> names = new HashMap<>();
    for (Material material : materials) {
      ValueColumn column = ValueColumn.arealDensity(material.name());
      String other = names.put(column, material.name());
      if (other != null) {
        throw section
            .required(key, "")
            .error(
                "has %s and %s: expected one of the two, since both would be the column %s"
                    .formatted(other, material.name(), column));
      }
    }
  }

  private static Channels channels(List<Material> materials, double energy) {
    return new Channels(
        materials.stream().map(Material::name).toList(),
        materials.stream().map(material -> material.massAttenuation(energy)).toList());
  }

  /** Returns a tenth of each density, so that mm of path give g/cm^2. */
  private static double[][] tenths(double[][] densities) {
    return Arrays.stream(densities)
        .map(each -> Arrays.stream(each).map(density -> 0.1 * density).toArray())
        .toArray(double[][]::new);
  }
}
