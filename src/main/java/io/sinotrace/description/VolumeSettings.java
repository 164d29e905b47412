package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Setting;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.LinearScale;
import io.sinotrace.volume.MuScale;
import io.sinotrace.volume.VoxelMeaning;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.file.RawForm;
import io.sinotrace.volume.io.file.SliceGaps;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Part;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import io.sinotrace.volume.phantom.PhantomVolume;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * How volumes are read.
 *
 * @param dataset path of the dataset inside HDF5 files, or null
 * @param axes order of the axes in files that do not say it, or null
 * @param spacing voxel size along x, y and z in mm for files that do not say it, or null
 * @param raw what the bytes of raw binaries are; null if nothing is said of it
 * @param gaps what becomes of slices that are not at equal distances
 * @param given the settings among these that only some formats take, and the place and the key that
 *     each was written at, for errors
 * @param placement where each volume is put in the world
 * @param parts what the numbers mean: of one file; or of several beside each other, each of which
 *     is named, also the one that the path names; none of a phantom
 * @param phantom in place of files; null for files
 * @param effective these settings by key, with defaults filled in: strings, numbers, lists of
 *     numbers, and maps of these; not to be changed
 */
public record VolumeSettings(
    @Nullable String dataset,
    @Nullable AxisOrder axes,
    @Nullable Vec3 spacing,
    @Nullable RawForm raw,
    SliceGaps gaps,
    Map<Setting, String> given,
    Placement placement,
    List<Part> parts,
    @Nullable PhantomVolume phantom,
    Map<String, Object> effective)
    implements Serializable {
  /** mu of water at 60 keV, in 1/mm. */
  public static final double MU_WATER = 0.0206;

  private static final String GAPS = "gaps";
  private static final String SCALE = "scale";
  private static final String OFFSET = "offset";

  /** The keys of files, and of phantoms where these have them too. */
  private static final List<String> KEYS_OF_ANY_FILE =
      Stream.of(
              List.of("dataset", "axes", "spacing"),
              RawSettings.KEYS,
              List.of(
                  GAPS,
                  SCALE,
                  OFFSET,
                  "units",
                  "mu-water",
                  "center",
                  MaterialSettings.MATERIALS,
                  MaterialSettings.LABELS,
                  DensitySettings.DENSITIES,
                  MaterialSettings.EFFECTIVE_ENERGY))
          .flatMap(List::stream)
          .toList();

  static final List<String> KEYS =
      Stream.concat(KEYS_OF_ANY_FILE.stream(), PhantomSettings.KEYS.stream()).toList();

  /** The keys that a list of volumes may have of its own for each: the columns are those of all. */
  static final List<String> KEYS_OF_FILE =
      KEYS_OF_ANY_FILE.subList(0, KEYS_OF_ANY_FILE.indexOf("center") + 1);

  /** The keys of which one at most says what materials there are. */
  private static final List<String> MATTER =
      List.of(MaterialSettings.MATERIALS, MaterialSettings.LABELS, DensitySettings.DENSITIES);

  private static final String DATASET = "the path of a dataset inside an HDF5 file, such as /ct";
  static final String SPACING = "a voxel size in mm, or three of them as [x, y, z]";

  /** Reads them from the section {@code volume}. */
  static VolumeSettings read(Section section, LabelTables tables) {
    if (section.has(PhantomSettings.PHANTOM)) {
      return ofPhantom(section, tables.conf());
    }
    PhantomSettings.refuse(section);
    String dataset = dataset(section);
    AxisOrder axes =
        section.has("axes") ? section.choice("axes", AxisOrder.class, AxisOrder.ZYX) : null;
    Vec3 spacing = spacing(section);
    RawForm raw = RawSettings.read(section);
    SliceGaps gaps =
        section.has(GAPS)
            ? section.choice(GAPS, SliceGaps.class, SliceGaps.SET_ASIDE)
            : SliceGaps.SET_ASIDE;
    List<Part> parts =
        section.attempt(
            () -> scaled(section, parts(section, section.atMostOne(MATTER), dataset, tables)),
            single(dataset, new MuScale(VoxelUnits.PER_MM, MU_WATER)));
    Placement placement = section.choice("center", Placement.class, Placement.ISOCENTER);
    Map<String, Object> effective = new LinkedHashMap<>(section.effective());
    effective.keySet().retainAll(KEYS);
    return new VolumeSettings(
        dataset, axes, spacing, raw, gaps, given(section), placement, parts, null, effective);
  }

  private static Map<Setting, String> given(Section section) {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    for (Setting setting : FormatSettings.ALL) {
      String key = SettingKeys.lastPart(setting);
      if (section.has(key)) {
        given.put(setting, section.where(key));
      }
    }
    return given;
  }

  private static VolumeSettings ofPhantom(Section section, Configuration conf) {
    List<String> others = new ArrayList<>(KEYS_OF_ANY_FILE);
    others.removeAll(List.of("spacing", MaterialSettings.EFFECTIVE_ENERGY));
    PhantomVolume phantom =
        section.attempt(() -> PhantomSettings.read(section, others, conf), PhantomSettings.NONE);
    Map<String, Object> effective = new LinkedHashMap<>(section.effective());
    effective.keySet().retainAll(KEYS);
    return new VolumeSettings(
        null,
        null,
        null,
        null,
        SliceGaps.SET_ASIDE,
        Map.of(),
        Placement.ISOCENTER,
        List.of(),
        phantom,
        effective);
  }

  private static List<Part> parts(
      Section section, @Nullable String matter, @Nullable String dataset, LabelTables tables) {
    if (matter == null) {
      section.refuse(
          MaterialSettings.EFFECTIVE_ENERGY,
          "goes with %s alone".formatted(Messages.anyOf(MATTER)));
      return single(dataset, scale(section));
    }
    if (matter.equals(MaterialSettings.MATERIALS)) {
      return single(dataset, MaterialSettings.curve(section, scale(section)));
    }
    if (matter.equals(MaterialSettings.LABELS)) {
      for (String key : List.of(SCALE, OFFSET)) {
        section.refuse(key, section.isOverridden(matter), "does not go with " + matter);
      }
    }
    for (String key : List.of("units", "mu-water")) {
      section.refuse(
          key,
          section.isOverridden(matter),
          "does not go with %s: expected it with numbers that are attenuation only"
              .formatted(matter));
    }
    return matter.equals(MaterialSettings.LABELS)
        ? single(dataset, MaterialSettings.labels(section, tables))
        : DensitySettings.read(section, dataset, RawSettings.isSaid(section));
  }

  private static List<Part> single(@Nullable String dataset, VoxelMeaning meaning) {
    return List.of(new Part(null, dataset, meaning));
  }

  private static MuScale scale(Section section) {
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
    return new MuScale(units, muWater);
  }

  /**
   * Returns parts of which each number is multiplied by {@code scale}, and has {@code offset} added
   * to it, before it means what it would mean else; the parts as they are if neither is said.
   */
  private static List<Part> scaled(Section section, List<Part> parts) {
    if (!section.has(SCALE) && !section.has(OFFSET)) {
      return parts;
    }
    double scale = section.number(SCALE, NumberRange.FACTOR, 1);
    double offset = section.number(OFFSET, NumberRange.TABLE, 0);
    return parts.stream()
        .map(
            part ->
                new Part(
                    part.file(), part.dataset(), new LinearScale(part.meaning(), scale, offset)))
        .toList();
  }

  private static @Nullable String dataset(Section section) {
    Value value = section.value("dataset");
    if (value == null) {
      return null;
    }
    return section.note("dataset", section.attempt(() -> value.text(DATASET), ""));
  }

  private static @Nullable Vec3 spacing(Section section) {
    Value value = section.value("spacing");
    if (value == null) {
      return null;
    }
    Vec3 spacing = section.attempt(() -> spacing(value), new Vec3(1, 1, 1));
    section.note("spacing", List.of(spacing.x(), spacing.y(), spacing.z()));
    return spacing;
  }

  static Vec3 spacing(Value value) {
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

  /** Returns whether a phantom is scanned by its own line integrals. */
  boolean isExact() {
    return phantom != null && phantom.exact();
  }

  /** Returns the channels of the volumes. */
  public Channels channels() {
    return phantom == null ? VolumeSource.channels(parts) : phantom.channels();
  }

  /**
   * Returns the volume of a file that is read with these settings; or the phantom, by its own name.
   *
   * @throws InputException if these settings are of a phantom, and a file is named
   */
  public VolumeSource source(String uri) {
    if (phantom != null) {
      if (!uri.equals(phantom.uri())) {
        throw new InputException(
            "%s: is to be read as the volume of the scan, which is %s and no file"
                .formatted(Messages.oneLine(uri), phantom.uri()));
      }
      return VolumeSource.of(phantom);
    }
    String own = new Path(uri).getName();
    return new VolumeSource(
        uri,
        axes,
        spacing,
        placement,
        parts.stream()
            .map(
                part ->
                    own.equals(part.file()) ? new Part(null, part.dataset(), part.meaning()) : part)
            .toList());
  }

  /**
   * Returns a path without the suffix of a raw binary, if it is taken for one: what its scan is
   * named after.
   */
  Path bare(Path file) {
    String name = file.getName();
    int end = name.length() - VolumeFormat.RAW.suffixOf(name).length();
    return isRaw(name) && end > 0 ? new Path(file.getParent(), name.substring(0, end)) : file;
  }

  /** Returns whether files of such a name are taken for raw binaries, unless they are DICOM. */
  boolean isRaw(String fileName) {
    return raw != null && VolumeFormat.of(fileName) == null;
  }

  /** Returns whether numbers of files are scaled. */
  boolean isScaled() {
    return effective.containsKey(SCALE);
  }

  /** Returns whether the numbers of files are taken for Hounsfield units. */
  boolean isHounsfield() {
    return Value.word(VoxelUnits.HOUNSFIELD).equals(effective.get("units"));
  }

  /** Returns the names of the files that a volume consists of; none if it is any single one. */
  List<String> files() {
    return parts.stream().map(Part::file).filter(Objects::nonNull).toList();
  }

  /** Returns why a file cannot be a volume, as the rest of a line; null if it can. */
  @Nullable String misfit(String fileName) {
    return effective.containsKey(DensitySettings.DENSITIES)
        ? DensitySettings.misfit(files(), fileName)
        : null;
  }

  /** Returns these settings with another rule for slices. */
  VolumeSettings with(SliceGaps other) {
    return new VolumeSettings(
        dataset, axes, spacing, raw, other, given, placement, parts, phantom, effective);
  }

  /**
   * Returns what the values of voxels depend on: all but what files of their format ignore, and
   * what says which files they are, since these are known by their checksums.
   */
  Map<String, Object> section(@Nullable VolumeFormat format) {
    Map<String, Object> section = new LinkedHashMap<>(effective);
    section.keySet().removeAll(FormatSettings.ignoredBy(format));
    section.remove(GAPS);
    return section;
  }
}
