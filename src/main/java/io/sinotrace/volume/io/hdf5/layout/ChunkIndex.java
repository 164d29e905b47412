package io.sinotrace.volume.io.hdf5.layout;

import org.jspecify.annotations.Nullable;

/** Finds the chunks of a dataset. */
interface ChunkIndex {
  /**
   * Returns the chunk at a position, counted in chunks along each axis; null if it was never
   * written.
   */
  @Nullable StoredChunk find(long[] place);
}
