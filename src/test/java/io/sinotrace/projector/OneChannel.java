package io.sinotrace.projector;

import io.sinotrace.volume.DerivedForms;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One channel of a volume, as a volume of its own.
 *
 * @param all the volume
 * @param channel which one
 * @param derivedForms of the channel alone
 */
public record OneChannel(Volume all, int channel, DerivedForms derivedForms) implements Volume {
  /** Returns all channels of a volume, each alone. */
  public static List<OneChannel> each(Volume volume) {
    return IntStream.range(0, volume.channels())
        .mapToObj(c -> new OneChannel(volume, c, new DerivedForms()))
        .toList();
  }

  @Override
  public VoxelGrid grid() {
    return all.grid();
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public FloatBuffer slab(int number, int z) {
    return all.slab(channel + number, z);
  }
}
