package io.sinotrace.description;

import io.sinotrace.description.phantom.PhantomReader;
import io.sinotrace.description.phantom.PhantomReader.Written;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.NamedPhantom;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.PhantomVolume;
import io.sinotrace.volume.phantom.Voxelizer;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A phantom in place of a volume file: {@code phantom}, on a grid about the isocentre. */
final class PhantomSettings {
  static final String PHANTOM = "phantom";
  private static final String SIZE = "size";
  private static final String SPACING = "spacing";
  private static final String SAMPLES = "samples";
  private static final String EXACT = "exact";

  /** The keys that are of phantoms alone. */
  static final List<String> KEYS = List.of(PHANTOM, SIZE, SAMPLES, EXACT);

  private static final String NAME =
      "the name of a phantom, such as shepp-logan, a file of solids, such as my.yaml, or a section"
          + " with solids";
  private static final String VOXELS =
      "whole numbers of voxels from 1 to %d, one or [x, y, z]".formatted(VoxelGrid.MAX_AXIS);
  private static final List<Integer> ONE = List.of(1, 1, 1);

  /** Stands for one that cannot be read, so that what else is at fault is found. */
  static final PhantomVolume NONE =
      new PhantomVolume(
          "none", Phantom.of(List.of()), VoxelGrid.centred(1, 1, 1, new Vec3(1, 1, 1)), 1, false);

  private PhantomSettings() {}

  /** Refuses what is of phantoms alone. */
  static void refuse(Section section) {
    for (String key : List.of(SIZE, SAMPLES, EXACT)) {
      section.refuse(
          key, section.isOverridden("path"), "goes with phantom alone, not with volume files");
    }
  }

  /**
   * Reads them.
   *
   * @param others keys of the section that are not of phantoms
   * @param conf names the file system of a file
   * @throws io.sinotrace.InputException that names what is at fault
   */
  static PhantomVolume read(Section section, List<String> others, Configuration conf) {
    for (String key : others) {
      section.refuse(
          key,
          section.isOverridden(PHANTOM),
          "does not go with phantom: expected it with volume files only");
    }
    List<Integer> size = section.attempt(() -> size(section.required(SIZE, VOXELS)), ONE);
    section.note(SIZE, size);
    Vec3 spacing =
        section.attempt(
            () -> VolumeSettings.spacing(section.required(SPACING, VolumeSettings.SPACING)),
            new Vec3(1, 1, 1));
    section.note(SPACING, List.of(spacing.x(), spacing.y(), spacing.z()));
    boolean exact = section.truth(EXACT, false);
    if (exact) {
      section.refuse(
          SAMPLES,
          section.isOverridden(EXACT),
          "does not go with exact: expected it where the phantom is put into voxels");
    }
    int samples = exact ? 1 : section.integer(SAMPLES, 1, Voxelizer.MAX_SAMPLES, 1);
    VoxelGrid grid = VoxelGrid.centred(size.get(0), size.get(1), size.get(2), spacing);
    Value value = section.required(PHANTOM, NAME);
    if (!value.isSection() && !PhantomReader.isFile(value.text(NAME))) {
      String name = value.text(NAME);
      NamedPhantom named = value.located(() -> NamedPhantom.of(name));
      section.note(PHANTOM, name);
      section.refuse(
          MaterialSettings.EFFECTIVE_ENERGY,
          "goes with phantoms of materials: %s has mu".formatted(name));
      return new PhantomVolume(name, named.filling(grid), grid, samples, exact);
    }
    Written written = written(value, conf);
    section.note(PHANTOM, written.section());
    boolean materials = !written.materials().isEmpty();
    if (materials) {
      MaterialSettings.checkColumns(section, PHANTOM, written.materials());
    } else {
      section.refuse(
          MaterialSettings.EFFECTIVE_ENERGY,
          "goes with phantoms of materials: the solids of this one have mu");
    }
    double energy = materials ? MaterialSettings.given(section) : 0;
    String name = Objects.requireNonNullElse(written.name(), PHANTOM);
    return new PhantomVolume(name, written.phantom(energy), grid, samples, exact);
  }

  /** Returns the phantom of a section, or of a file; that of a file is named after it. */
  private static Written written(Value value, Configuration conf) {
    if (value.isSection()) {
      return PhantomReader.read(value);
    }
    Path file = HadoopFiles.qualify(value.location(), PHANTOM, value.text(NAME), conf);
    Written written = PhantomReader.file(file, file.getName(), conf);
    return written.name() != null
        ? written
        : new Written(ScanIds.of(stem(file.getName())), written.solids(), written.materials());
  }

  private static String stem(String fileName) {
    return fileName.substring(0, fileName.lastIndexOf('.'));
  }

  private static List<Integer> size(Value value) {
    List<Integer> size =
        value.oneOrMore(VOXELS).map(n -> n.integer(1, VoxelGrid.MAX_AXIS, VOXELS)).toList();
    if (!value.isList()) {
      return Collections.nCopies(3, size.get(0));
    }
    if (size.size() != 3) {
      throw value.expected(VOXELS);
    }
    return size;
  }
}
