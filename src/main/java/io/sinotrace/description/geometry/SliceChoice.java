package io.sinotrace.description.geometry;

import io.sinotrace.InputException;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which slices of the volume a two-dimensional scan sees: {@code slices}, a detector row each.
 *
 * @param where the place and the key it was written at, for errors
 * @param kind the middle slice, all slices, or a list
 * @param listed indices along the volume's third axis, in the order of the rows
 */
record SliceChoice(String where, Kind kind, List<Integer> listed) implements Serializable {
  /** How slices are chosen. */
  enum Kind {
    MIDDLE,
    ALL,
    LISTED
  }

  /** The greatest |z| of a horizontal unit vector: a micrometre over a metre. */
  private static final double LEVEL = 1e-6;

  private static final String EXPECTED =
      "middle, all, a slice number from 0, or a list of them such as [10, 20]";

  /** Reads {@code slices} from the section {@code geometry}; the middle slice if it is missing. */
  static SliceChoice read(Section geometry) {
    String where = geometry.where("slices");
    return geometry.attempt(
        () -> read(geometry, where), new SliceChoice(where, Kind.MIDDLE, List.of()));
  }

  private static SliceChoice read(Section geometry, String where) {
    Value value = geometry.value("slices");
    if (value == null || value.is("middle")) {
      geometry.note("slices", "middle");
      return new SliceChoice(where, Kind.MIDDLE, List.of());
    }
    if (value.is("all")) {
      geometry.note("slices", "all");
      return new SliceChoice(where, Kind.ALL, List.of());
    }
    int greatest = VoxelGrid.MAX_AXIS - 1;
    if (!value.isList()) {
      int slice = value.integer(0, greatest, EXPECTED);
      geometry.note("slices", slice);
      return new SliceChoice(where, Kind.LISTED, List.of(slice));
    }
    List<Integer> listed = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (Value item : value.items(EXPECTED)) {
      int slice = item.integer(0, greatest);
      if (!seen.add(slice)) {
        throw item.expected("each slice once");
      }
      listed.add(slice);
    }
    geometry.note("slices", List.copyOf(listed));
    return new SliceChoice(where, Kind.LISTED, List.copyOf(listed));
  }

  /**
   * Returns z of the centre of each chosen slice, in mm.
   *
   * @throws InputException if the grid's slices are not horizontal, or a slice is out of range
   */
  double[] heights(VoxelGrid grid) {
    requireHorizontal(grid);
    int[] slices = indices(grid);
    double[] heights = new double[slices.length];
    for (int k = 0; k < slices.length; k++) {
      if (slices[k] >= grid.nz()) {
        throw new InputException(
            "%s asks for slice %d: expected slices from 0 to %d, which the volume has"
                .formatted(where, slices[k], grid.nz() - 1));
      }
      Vec3 centre = new Vec3((grid.nx() - 1) / 2.0, (grid.ny() - 1) / 2.0, slices[k]);
      heights[k] = grid.indexToWorld().point(centre).z();
    }
    return heights;
  }

  /** Returns the chosen slices, counted from 0; those listed may be out of range. */
  int[] indices(VoxelGrid grid) {
    return switch (kind) {
      case MIDDLE -> new int[] {grid.nz() >> 1};
      case ALL -> IntStream.range(0, grid.nz()).toArray();
      case LISTED -> listed.stream().mapToInt(Integer::intValue).toArray();
    };
  }

  private void requireHorizontal(VoxelGrid grid) {
    Vec3 i = grid.indexToWorld().column(0).unit();
    Vec3 j = grid.indexToWorld().column(1).unit();
    Vec3 k = grid.indexToWorld().column(2).unit();
    boolean level = Math.abs(i.z()) <= LEVEL && Math.abs(j.z()) <= LEVEL;
    boolean upright = Math.abs(k.x()) <= LEVEL && Math.abs(k.y()) <= LEVEL;
    if (!level || !upright) {
      throw new InputException(
          where
              + " needs horizontal slices, and those of this volume are oblique: expected a volume"
              + " whose third axis is along z, or a type with detector rows of its own");
    }
  }
}
