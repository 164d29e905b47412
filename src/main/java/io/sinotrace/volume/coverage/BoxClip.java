package io.sinotrace.volume.coverage;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;

/** The test whether something reaches into the box of a volume, more than touching its faces. */
final class BoxClip {
  /** How deep something must be inside to count, in voxels. */
  private static final double DEPTH = 0.01;

  private final VoxelGrid grid;
  private final Affine toBox;

  BoxClip(VoxelGrid grid) {
    this.grid = grid;
    this.toBox = grid.worldToBox();
  }

  /**
   * Returns whether a flat convex polygon has any part inside.
   *
   * @param polygon its corners in the world, in order; one or two of them are a point or a segment
   */
  boolean meets(List<Vec3> polygon) {
    List<Vec3> left = polygon.stream().map(toBox::point).toList();
    for (int axis = 0; axis < 3; axis++) {
      left = clip(left, axis, 1, DEPTH);
      left = clip(left, axis, -1, DEPTH - grid.size(axis));
    }
    return !left.isEmpty();
  }

  /** Returns the part where {@code sign} times the coordinate is at least {@code least}. */
  private static List<Vec3> clip(List<Vec3> polygon, int axis, int sign, double least) {
    List<Vec3> left = new ArrayList<>();
    for (int k = 0; k < polygon.size(); k++) {
      Vec3 from = polygon.get(k);
      Vec3 to = polygon.get((k + 1) % polygon.size());
      double a = sign * from.get(axis) - least;
      double b = sign * to.get(axis) - least;
      if (a >= 0) {
        left.add(from);
      }
      if (a >= 0 != b >= 0) {
        left.add(from.plus(to.minus(from).times(a / (a - b))));
      }
    }
    return left;
  }
}
