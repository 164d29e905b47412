package io.sinotrace.description;

import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.volume.DensityScale;
import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.file.VolumeSource.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The materials of a volume whose numbers are their densities: {@code densities} says where those
 * of each are, either in which file, all of one folder, or in which dataset of an HDF5 file.
 */
final class DensitySettings {
  static final String DENSITIES = "densities";

  private static final String EXPECTED =
      "files of one folder by material, such as {water: water.nii.gz, bone: bone.nii.gz}, or"
          + " datasets of one HDF5 file, such as {water: /water, bone: /bone}";
  private static final Pattern FILE = Pattern.compile("(?!\\.{1,2}$)[^/\\\\:]+");

  private DensitySettings() {}

  /**
   * Reads them.
   *
   * @param dataset of all files; null if it is not said
   * @param raw whether files of no format are raw binaries
   * @return a part a material; a part in a file names it, also the volume's own
   * @throws io.sinotrace.InputException that names what is at fault
   */
  static List<Part> read(Section section, @Nullable String dataset, boolean raw) {
    Value value = section.required(DENSITIES, EXPECTED);
    Map<String, Value> places = value.entries(EXPECTED);
    Map<String, String> written = new LinkedHashMap<>();
    places.forEach((name, place) -> written.put(name, place.text(EXPECTED)));
    section.note(DENSITIES, written);
    double energy = MaterialSettings.given(section);
    boolean datasets = written.values().stream().allMatch(place -> place.startsWith("/"));
    if (datasets && dataset != null) {
      section.refuse("dataset", "does not go with datasets by material in " + DENSITIES);
    }
    List<Material> materials = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    places.forEach(
        (name, place) -> {
          String text = place.text(EXPECTED);
          if (!datasets) {
            checkFile(place, text, raw);
          }
          Material material = place.located(() -> Materials.named(name));
          materials.add(material);
          parts.add(
              new Part(
                  datasets ? null : text,
                  datasets ? text : dataset,
                  new DensityScale(
                      material.name(), material.massAttenuation(energy), Material.MOST_DENSE)));
        });
    MaterialSettings.checkColumns(section, DENSITIES, materials);
    checkApart(value, written);
    return parts;
  }

  /** A name without any separator: nothing beyond the folder is opened. */
  private static void checkFile(Value place, String name, boolean raw) {
    if (!FILE.matcher(name).matches() || (VolumeFormat.of(name) == null && !raw)) {
      throw place.error(
          "is %s: expected %s"
              .formatted(
                  name,
                  "the name of a volume file beside that of volume.path, without its folder; or of"
                      + " all materials datasets, which begin with /"));
    }
  }

  private static void checkApart(Value value, Map<String, String> places) {
    Set<String> names = new HashSet<>();
    Set<VolumeFormat> formats = new HashSet<>();
    for (String place : places.values()) {
      if (!names.add(place)) {
        throw value.error("has %s twice: expected one of each material".formatted(place));
      }
      if (!place.startsWith("/")) {
        formats.add(Objects.requireNonNullElse(VolumeFormat.of(place), VolumeFormat.RAW));
      }
    }
    if (formats.size() > 1) {
      throw value.error("has files of several formats: expected one of all");
    }
  }

  /**
   * Returns why a file cannot be the volume's own, as the rest of a line; null if it can.
   *
   * @param files that it consists of; none if all is in one
   */
  static @Nullable String misfit(List<String> files, String fileName) {
    if (files.isEmpty()) {
      return VolumeFormat.of(fileName) == VolumeFormat.HDF5
          ? null
          : "expected an HDF5 file, with the datasets of volume.densities";
    }
    return files.contains(fileName)
        ? null
        : "expected one of the files of volume.densities: " + String.join(", ", files);
  }
}
