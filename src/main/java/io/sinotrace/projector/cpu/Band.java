package io.sinotrace.projector.cpu;

import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.VoxelGrid;

/**
 * Which part of a volume is at hand: all of it, or some slabs along one axis.
 *
 * <p>Rays whose main axis this is are marched through these slabs alone, and their sums wait in
 * place of their line integrals until the next slabs are there. Bands come in ascending order and
 * begin where a block of slabs does, so the additions and their order are those of one march.
 *
 * @param grid of what is at hand: as long as the band along its axis, and as the whole along others
 * @param whole grid of the whole volume
 * @param axis along which slabs follow one another; -1: all of the volume
 * @param from the first slab, a multiple of {@link RaySetup#BLOCK_SLABS}; 0 of all of the volume
 * @param last whether no more slabs follow along the axis
 */
public record Band(VoxelGrid grid, VoxelGrid whole, int axis, int from, boolean last) {
  /** Stands for the axis of a whole volume. */
  private static final int ALL = -1;

  /** Checks that sums can wait there. */
  public Band {
    if (from % RaySetup.BLOCK_SLABS != 0) {
      throw new IllegalArgumentException("a band from slab " + from);
    }
  }

  /** Returns all of a volume. */
  public static Band all(VoxelGrid grid) {
    return new Band(grid, grid, ALL, 0, true);
  }

  /** Returns whether it is all of a volume, so that rays are marched at once. */
  public boolean isAll() {
    return axis == ALL;
  }

  /** Returns whether rays of this main axis are marched through it. */
  public boolean isFor(int mainAxis) {
    return isAll() || axis == mainAxis;
  }

  /** Returns the middle of the whole along a ray's main axis, in slabs from the first at hand. */
  public int half(int mainAxis) {
    return (whole.size(mainAxis) >> 1) - from;
  }

  /** Returns the first slab of a ray that is set up, counted from the first at hand. */
  public int slabFrom(RaySetup ray) {
    return Math.max(0, ray.slabFrom - from);
  }

  /** Returns the slab after the last one of a ray, counted from the first at hand. */
  public int slabTo(RaySetup ray) {
    return Math.min(grid.size(ray.axis), ray.slabTo - from);
  }
}
