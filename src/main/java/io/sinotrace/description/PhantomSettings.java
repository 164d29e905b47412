package io.sinotrace.description;

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

/** A phantom in place of a volume file: {@code phantom}, on a grid about the isocentre. */
final class PhantomSettings {
  static final String PHANTOM = "phantom";
  private static final String SIZE = "size";
  private static final String SPACING = "spacing";
  private static final String SAMPLES = "samples";

  /** The keys that are of phantoms alone. */
  static final List<String> KEYS = List.of(PHANTOM, SIZE, SAMPLES);

  private static final String NAME = "the name of a phantom, such as shepp-logan";
  private static final String VOXELS =
      "whole numbers of voxels from 1 to %d, one or [x, y, z]".formatted(VoxelGrid.MAX_AXIS);
  private static final List<Integer> ONE = List.of(1, 1, 1);

  /** Stands for one that cannot be read, so that what else is at fault is found. */
  static final PhantomVolume NONE =
      new PhantomVolume(
          "none", new Phantom(List.of()), VoxelGrid.centred(1, 1, 1, new Vec3(1, 1, 1)), 1);

  private PhantomSettings() {}

  /** Refuses what is of phantoms alone. */
  static void refuse(Section section) {
    for (String key : List.of(SIZE, SAMPLES)) {
      section.refuse(
          key, section.isOverridden("path"), "goes with phantom alone, not with volume files");
    }
  }

  /**
   * Reads them.
   *
   * @param others keys of the section that are not of phantoms
   * @throws io.sinotrace.InputException that names what is at fault
   */
  static PhantomVolume read(Section section, List<String> others) {
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
    int samples = section.integer(SAMPLES, 1, Voxelizer.MAX_SAMPLES, 1);
    Value value = section.required(PHANTOM, NAME);
    String name = value.text(NAME);
    NamedPhantom named = value.located(() -> NamedPhantom.of(name));
    section.note(PHANTOM, name);
    VoxelGrid grid = VoxelGrid.centred(size.get(0), size.get(1), size.get(2), spacing);
    return new PhantomVolume(name, named.filling(grid), grid, samples);
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
