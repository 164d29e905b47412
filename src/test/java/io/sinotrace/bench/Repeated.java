package io.sinotrace.bench;

import io.sinotrace.volume.DerivedForms;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;

/**
 * A volume whose channels are all the same: what tracing costs does not depend on their values, and
 * the voxels are kept once.
 *
 * @param one the only channel of another volume, which is closed with this one
 * @param channels how many there are
 * @param derivedForms of all channels
 */
record Repeated(Volume one, int channels, DerivedForms derivedForms) implements Volume {
  Repeated(Volume one, int channels) {
    this(one, channels, new DerivedForms());
  }

  @Override
  public VoxelGrid grid() {
    return one.grid();
  }

  @Override
  public FloatBuffer slab(int channel, int z) {
    return one.slab(0, z);
  }

  @Override
  public void close() {
    Volume.super.close();
    one.close();
  }
}
