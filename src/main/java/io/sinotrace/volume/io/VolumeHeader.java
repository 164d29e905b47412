package io.sinotrace.volume.io;

import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the headers of a volume's files say.
 *
 * @param grid in the world
 * @param knowsSides see {@link VolumeLoader#knowsSides}
 * @param acquisition how the volume was acquired, by the names of manifests: {@code kvp}, {@code
 *     convolution_kernel}; what is not known is not there
 */
public record VolumeHeader(VoxelGrid grid, boolean knowsSides, Map<String, String> acquisition)
    implements Serializable {
  /** Copies the map. */
  public VolumeHeader {
    acquisition = new LinkedHashMap<>(acquisition);
  }
}
