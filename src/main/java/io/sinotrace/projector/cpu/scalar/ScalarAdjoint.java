package io.sinotrace.projector.cpu.scalar;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.cpu.CpuAdjoint;
import io.sinotrace.volume.VoxelGrid;

/** Spreads one ray after the other in plain Java: the reference for the bits of every adjoint. */
public final class ScalarAdjoint extends CpuAdjoint {
  private final RaySpread rays;

  /**
   * Prepares to add.
   *
   * @param grid of the image
   * @param zFrom the first plane
   * @param zTo the one after the last
   */
  public ScalarAdjoint(VoxelGrid grid, Geometry geometry, int zFrom, int zTo) {
    super(grid, geometry, zFrom, zTo);
    this.rays = new RaySpread(geometry(), planes());
  }

  @Override
  protected void spread(int view, float[] values, int first) {
    rays.addView(view, values, first);
  }
}
