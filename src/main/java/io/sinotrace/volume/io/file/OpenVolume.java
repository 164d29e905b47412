package io.sinotrace.volume.io.file;

import io.sinotrace.volume.VoxelGrid;
import java.util.Map;

/** A volume file whose header has been read. */
public interface OpenVolume extends AutoCloseable {
  /** Returns the grid as the file places it in the world. */
  VoxelGrid grid();

  /** Returns how a number is stored, for people, such as {@code int16, gzip}. */
  String stored();

  /**
   * Returns what the file says of the acquisition, by the names of manifests, such as {@code kvp};
   * nothing that could tell who was scanned.
   */
  default Map<String, String> acquisition() {
    return Map.of();
  }

  /**
   * Decodes all voxels.
   *
   * @throws io.sinotrace.InputException if the file is damaged, or a voxel's value cannot be used
   */
  void decode(VoxelSink sink);

  @Override
  void close();
}
