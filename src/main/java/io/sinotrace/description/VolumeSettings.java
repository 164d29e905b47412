package io.sinotrace.description;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.ChannelCurve;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How volumes are read.
 *
 * @param dataset path of the dataset inside HDF5 files, or null
 * @param axes order of the axes in HDF5 and .npy files, or null
 * @param spacing voxel size along x, y and z in mm for HDF5 and .npy files, or null
 * @param units what the numbers mean
 * @param muWater mu of water in 1/mm; used only with {@link VoxelUnits#HOUNSFIELD}
 * @param placement where each volume is put in the world
 * @param channels what the mu of a voxel becomes; null: mu alone
 * @param effective these settings by key, with defaults filled in: strings, numbers and lists of
 *     numbers; not to be changed
 */
public record VolumeSettings(
    @Nullable Located<String> dataset,
    @Nullable Located<AxisOrder> axes,
    @Nullable Located<Vec3> spacing,
    VoxelUnits units,
    double muWater,
    Placement placement,
    @Nullable ChannelCurve channels,
    Map<String, Object> effective)
    implements Serializable {
  /** mu of water at 60 keV, in 1/mm. */
  public static final double MU_WATER = 0.0206;

  static final List<String> KEYS =
      List.of(
          "dataset",
          "axes",
          "spacing",
          "units",
          "mu-water",
          "center",
          MaterialSettings.MATERIALS,
          MaterialSettings.EFFECTIVE_ENERGY);

  /** The keys that a list of volumes may have of its own for each: the columns are those of all. */
  static final List<String> KEYS_OF_FILE =
      KEYS.stream().filter(key -> !MaterialSettings.KEYS.contains(key)).toList();

  private static final String DATASET = "the path of a dataset inside an HDF5 file, such as /ct";
  private static final String SPACING = "a voxel size in mm, or three of them as [x, y, z]";

  /**
   * A setting that only some formats take.
   *
   * @param where the place and the key it was written at, for errors
   * @param value the setting
   */
  public record Located<T>(String where, T value) implements Serializable {}

  /** Reads them from the section {@code volume}. */
  static VolumeSettings read(Section section) {
    Located<String> dataset = dataset(section);
    Located<AxisOrder> axes =
        section.has("axes")
            ? new Located<>(
                section.where("axes"), section.choice("axes", AxisOrder.class, AxisOrder.ZYX))
            : null;
    Located<Vec3> spacing = spacing(section);
    // If the units are at fault, mu-water is read as with Hounsfield units: it is only checked.
    VoxelUnits units =
        section.attempt(() -> section.choice("units", VoxelUnits.class), VoxelUnits.HOUNSFIELD);
    if (units != VoxelUnits.HOUNSFIELD) {
      section.refuse(
          "mu-water",
          section.isOverridden("units"),
          "does not go with units: %s: expected it with units: hounsfield only"
              .formatted(Value.word(units)));
    }
    double muWater =
        units == VoxelUnits.HOUNSFIELD
            ? section.number("mu-water", NumberRange.ATTENUATION, MU_WATER)
            : MU_WATER;
    Placement placement = section.choice("center", Placement.class, Placement.ISOCENTER);
    ChannelCurve channels = MaterialSettings.read(section, units, muWater);
    Map<String, Object> effective = new LinkedHashMap<>(section.effective());
    effective.keySet().retainAll(KEYS);
    return new VolumeSettings(
        dataset, axes, spacing, units, muWater, placement, channels, effective);
  }

  private static @Nullable Located<String> dataset(Section section) {
    Value value = section.value("dataset");
    if (value == null) {
      return null;
    }
    String path = section.attempt(() -> value.text(DATASET), "");
    return new Located<>(value.where(), section.note("dataset", path));
  }

  private static @Nullable Located<Vec3> spacing(Section section) {
    Value value = section.value("spacing");
    if (value == null) {
      return null;
    }
    Vec3 spacing = section.attempt(() -> spacing(value), new Vec3(1, 1, 1));
    section.note("spacing", List.of(spacing.x(), spacing.y(), spacing.z()));
    return new Located<>(value.where(), spacing);
  }

  private static Vec3 spacing(Value value) {
    if (!value.isList()) {
      double all =
          value.number(
              NumberRange.LENGTH, NumberRange.LENGTH.description() + ", or three as [x, y, z]");
      return new Vec3(all, all, all);
    }
    List<Value> items = value.items(SPACING);
    if (items.size() != 3) {
      throw value.expected(SPACING);
    }
    return new Vec3(
        items.get(0).number(NumberRange.LENGTH),
        items.get(1).number(NumberRange.LENGTH),
        items.get(2).number(NumberRange.LENGTH));
  }

  /** Returns the energy in keV at which voxels have their mu; NaN if it is not said. */
  public double effectiveEnergy() {
    return effective.get(MaterialSettings.EFFECTIVE_ENERGY) instanceof Double energy
        ? energy
        : Double.NaN;
  }

  /** Returns a file that is read with these settings. */
  VolumeSource source(String uri) {
    return new VolumeSource(
        uri,
        dataset == null ? null : dataset.value(),
        axes == null ? null : axes.value(),
        spacing == null ? null : spacing.value(),
        units,
        muWater,
        placement,
        channels);
  }

  /** Returns what the values of a file's voxels depend on: all but what its format ignores. */
  Map<String, Object> section(String fileName) {
    Map<String, Object> section = new LinkedHashMap<>(effective);
    section.keySet().removeAll(FormatSettings.ignoredBy(fileName));
    return section;
  }
}
