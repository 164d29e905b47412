package io.sinotrace.description.image;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of a grid's voxels: those from one number to another, inclusive, along each axis.
 *
 * @param first numbers along x, y and z
 * @param last numbers along x, y and z
 */
public record ImageRegion(List<Integer> first, List<Integer> last) implements Serializable {
  /** The names of the axes. */
  public static final List<String> AXES = List.of("x", "y", "z");

  /** The voxels of an axis without a limit. */
  public static final int END = Integer.MAX_VALUE;

  /** All voxels. */
  public static final ImageRegion ALL = new ImageRegion(List.of(0, 0, 0), List.of(END, END, END));

  /** Copies the lists. */
  public ImageRegion {
    first = List.copyOf(first);
    last = List.copyOf(last);
  }

  /** Returns the region that is also limited along an axis: 0, 1 or 2. */
  public ImageRegion with(int axis, int from, int to) {
    List<Integer> firsts = new ArrayList<>(first);
    List<Integer> lasts = new ArrayList<>(last);
    firsts.set(axis, from);
    lasts.set(axis, to);
    return new ImageRegion(firsts, lasts);
  }

  /** Returns whether it is limited along an axis. */
  public boolean limits(int axis) {
    return last.get(axis) != END;
  }

  /**
   * Returns it within a grid.
   *
   * @throws InputException if the grid does not reach so far
   */
  public ImageRegion of(VoxelGrid grid) {
    ImageRegion within = this;
    for (int axis = 0; axis < 3; axis++) {
      int end = grid.size(axis) - 1;
      if (!limits(axis)) {
        within = within.with(axis, 0, end);
      } else if (last.get(axis) > end) {
        throw new InputException(
            "region %s:%d..%d: the image has %s 0 to %d"
                .formatted(AXES.get(axis), first.get(axis), last.get(axis), AXES.get(axis), end));
      }
    }
    return within;
  }

  /** Returns how many voxels it has along an axis of a grid, {@link #of} which it is. */
  public int size(int axis) {
    return last.get(axis) - first.get(axis) + 1;
  }

  /** Returns the grid of its voxels, in their places. */
  public VoxelGrid grid(VoxelGrid whole) {
    ImageRegion within = of(whole);
    Vec3 corner = new Vec3(within.first.get(0), within.first.get(1), within.first.get(2));
    return new VoxelGrid(
        within.size(0),
        within.size(1),
        within.size(2),
        whole.indexToWorld().translated(whole.indexToWorld().direction(corner)));
  }
}
