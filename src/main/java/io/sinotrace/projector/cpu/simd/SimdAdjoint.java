package io.sinotrace.projector.cpu.simd;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.cpu.CpuAdjoint;
import io.sinotrace.projector.cpu.scalar.RaySpread;
import io.sinotrace.projector.cpu.simd.rows.ColumnSpread;
import io.sinotrace.volume.VoxelGrid;

/**
 * Spreads the rays of a detector column together where rows follow one another along z, and one by
 * one elsewhere, with the bits of {@link io.sinotrace.projector.cpu.scalar.ScalarAdjoint}.
 */
public final class SimdAdjoint extends CpuAdjoint {
  private final RaySpread rays;
  private final ColumnSpread columns;

  /**
   * Prepares to add.
   *
   * @param grid of the image
   * @param zFrom the first plane
   * @param zTo the one after the last
   */
  public SimdAdjoint(VoxelGrid grid, Geometry geometry, int zFrom, int zTo) {
    super(grid, geometry, zFrom, zTo);
    this.rays = new RaySpread(geometry(), planes());
    this.columns = new ColumnSpread(geometry(), planes(), rays);
  }

  @Override
  protected void spread(int view, float[] values, int first) {
    if (ColumnSpread.isFor(geometry(), view)) {
      columns.add(view, values, first);
    } else {
      rays.addView(view, values, first);
    }
  }
}
