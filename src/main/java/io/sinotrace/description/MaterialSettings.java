package io.sinotrace.description;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.tissue.TissueCurve;
import io.sinotrace.volume.ChannelCurve;
import io.sinotrace.volume.VoxelUnits;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The materials of a volume: {@code materials} names a {@linkplain TissueCurve.Named curve}, by
 * which the mu of each voxel becomes a density of each material, and {@code effective-energy} is
 * the energy at which the voxels have that mu.
 */
final class MaterialSettings {
  static final String MATERIALS = "materials";
  static final String EFFECTIVE_ENERGY = "effective-energy";

  static final List<String> KEYS = List.of(MATERIALS, EFFECTIVE_ENERGY);

  private MaterialSettings() {}

  /**
   * Reads them.
   *
   * @param muWater mu of water in 1/mm, if the units are Hounsfield units
   * @return g/cm^2 and mm of each material by mu in 1/mm; null if the section names no curve
   */
  static @Nullable ChannelCurve read(Section section, VoxelUnits units, double muWater) {
    if (!section.has(MATERIALS)) {
      section.refuse(EFFECTIVE_ENERGY, "goes with %s alone".formatted(MATERIALS));
      return null;
    }
    TissueCurve.Named named =
        section.choice(MATERIALS, TissueCurve.Named.class, TissueCurve.Named.WATER_BONE);
    double energy = energy(section, units, muWater);
    // Values in 1/mm refer to no water of a scanner's own.
    double water =
        units == VoxelUnits.HOUNSFIELD
            ? muWater
            : Materials.named("water").massAttenuation(energy) / 10;
    return curve(named.at(water, energy), energy);
  }

  private static double energy(Section section, VoxelUnits units, double muWater) {
    if (section.has(EFFECTIVE_ENERGY) || units != VoxelUnits.HOUNSFIELD) {
      return section.number(EFFECTIVE_ENERGY, NumberRange.ENERGY);
    }
    Double energy = section.attempt(() -> TissueCurve.energyOfWater(muWater), 60.0);
    return section.note(EFFECTIVE_ENERGY, energy);
  }

  /** Returns the channels: a tenth of each density, so that mm of path give g/cm^2. */
  private static ChannelCurve curve(TissueCurve tissue, double energy) {
    double[][] tenths =
        Arrays.stream(tissue.densities())
            .map(densities -> Arrays.stream(densities).map(density -> 0.1 * density).toArray())
            .toArray(double[][]::new);
    return new ChannelCurve(
        tissue.materials().stream().map(Material::name).toList(),
        tissue.nodes(),
        tenths,
        tissue.materials().stream().mapToDouble(some -> some.massAttenuation(energy)).toArray());
  }
}
