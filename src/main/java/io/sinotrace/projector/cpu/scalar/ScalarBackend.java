package io.sinotrace.projector.cpu.scalar;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Adjoint;
import io.sinotrace.projector.Backend;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cpu.BandedProjector;
import io.sinotrace.projector.cpu.ThreadedProjector;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.disk.DiskVolume;
import org.jspecify.annotations.Nullable;

/** Plain Java, usable everywhere. */
public final class ScalarBackend implements Backend {
  @Override
  public String name() {
    return ScalarProjector.NAME;
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public @Nullable String refusal(Resources resources) {
    return null;
  }

  @Override
  public String summary(Resources resources) {
    return "one ray at a time on the processor" + ThreadedProjector.summary(resources.threads());
  }

  @Override
  public Projector open(Volume volume, Geometry geometry, Resources resources) {
    if (volume instanceof DiskVolume disk) {
      return new BandedProjector(disk, geometry, resources, name(), false, ScalarProjector::new);
    }
    return ThreadedProjector.of(new ScalarProjector(volume, geometry), resources.threads());
  }

  @Override
  public Adjoint adjoint(VoxelGrid grid, Geometry geometry, int zFrom, int zTo) {
    return new ScalarAdjoint(grid, geometry, zFrom, zTo);
  }
}
