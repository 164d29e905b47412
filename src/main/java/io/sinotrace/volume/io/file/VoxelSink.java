package io.sinotrace.volume.io.file;

/** Takes the numbers of a file, each voxel's once, in any order. */
public interface VoxelSink {
  /**
   * Takes voxels that follow one another along x, then y, then z.
   *
   * @param first index of the first one in that order
   * @param numbers as the file means them
   * @param from index in {@code numbers} of the first one
   * @param count how many
   */
  void run(long first, double[] numbers, int from, int count);

  /** Takes voxels of one column along z, from (x, y, z) upwards; else as {@link #run}. */
  void column(int x, int y, int z, double[] numbers, int from, int count);

  /**
   * Takes the SHA-256 of a file whose bytes were all read to decode the numbers. A reader that does
   * not read all bytes gives none; the file is then read again.
   */
  void hashed(VolumeFile whole, String sum);
}
