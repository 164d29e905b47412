package io.sinotrace.export;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A grid whose axes run along those of the world, in any order and direction.
 *
 * @param axes the grid's axis along x, y and z of the world
 * @param backwards whether it runs the other way
 */
record AlignedGrid(VoxelGrid grid, List<Integer> axes, List<Boolean> backwards) {
  /** Returns a grid as such a one; null if it is oblique. */
  static @Nullable AlignedGrid of(VoxelGrid grid) {
    Affine a = grid.indexToWorld();
    List<Integer> axes = new ArrayList<>();
    List<Boolean> backwards = new ArrayList<>();
    for (int world = 0; world < 3; world++) {
      for (int axis = 0; axis < 3; axis++) {
        if (a.get(world, axis) != 0) {
          axes.add(axis);
          backwards.add(a.get(world, axis) < 0);
        }
      }
    }
    return axes.size() == 3 ? new AlignedGrid(grid, axes, backwards) : null;
  }

  /** Returns the number of voxels along an axis of the world. */
  int size(int world) {
    return grid.size(axes.get(world));
  }

  /** Returns their size. */
  double spacing(int world) {
    return grid.spacing().get(axes.get(world));
  }

  /** Returns where the box begins. */
  double low(int world) {
    return grid.worldBounds()[0].get(world);
  }

  /** Returns where the box ends. */
  double high(int world) {
    return grid.worldBounds()[1].get(world);
  }

  /** Returns the middle of the box. */
  Vec3 middle() {
    return new Vec3((low(0) + high(0)) / 2, (low(1) + high(1)) / 2, (low(2) + high(2)) / 2);
  }

  /** Returns the middle of the first voxel, counted along the world's axes. */
  double first(int world) {
    return low(world) + spacing(world) / 2;
  }

  /**
   * Returns what makes of an array of the volume, [z][y][x] in its own axes, one along the world's:
   * Python after its name, or nothing.
   */
  String reordering() {
    StringBuilder text = new StringBuilder();
    if (!axes.equals(List.of(0, 1, 2))) {
      text.append(
          ".transpose(%d, %d, %d)".formatted(2 - axes.get(2), 2 - axes.get(1), 2 - axes.get(0)));
    }
    if (backwards.contains(true)) {
      text.append("[%s, %s, %s]".formatted(slice(2), slice(1), slice(0)));
    }
    return text.toString();
  }

  private String slice(int world) {
    return backwards.get(world) ? "::-1" : ":";
  }
}
