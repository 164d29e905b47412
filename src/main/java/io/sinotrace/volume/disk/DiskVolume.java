package io.sinotrace.volume.disk;

import io.sinotrace.volume.DerivedForms;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelBlock;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * A volume on the local disk. What is asked for is read each time; the system keeps in memory what
 * it has room for.
 */
public final class DiskVolume implements Volume {
  private final Index index;
  private final BrickLayout layout;
  private final DiskChannel[] channels;
  private final BandTurns bandTurns;
  private final Runnable closer;
  private final DerivedForms derivedForms = new DerivedForms();

  /**
   * What is needed to open the files of a volume, beside their folder.
   *
   * @param forms of the channels
   */
  public record Index(VoxelGrid grid, DiskChannel.Form[] forms) implements Serializable {}

  private DiskVolume(Index index, DiskChannel[] channels, BandTurns bandTurns, Runnable closer) {
    this.index = index;
    this.layout = new BrickLayout(index.grid);
    this.channels = channels;
    this.bandTurns = bandTurns;
    this.closer = closer;
  }

  /**
   * Opens the files of a volume.
   *
   * @param bandTurns of all volumes whose bands share memory with those of this one
   * @param closer frees them when the volume is closed; must not throw
   * @throws IOException if one is damaged, or cannot be read
   */
  public static DiskVolume open(Path folder, Index index, BandTurns bandTurns, Runnable closer)
      throws IOException {
    int bricks = new BrickLayout(index.grid).count();
    DiskChannel[] channels = new DiskChannel[index.forms.length];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = DiskChannel.open(file(folder, c), bricks, index.forms[c]);
    }
    return new DiskVolume(index, channels, bandTurns, closer);
  }

  /** Returns the file of a channel. */
  static Path file(Path folder, int channel) {
    return folder.resolve("channel-" + channel);
  }

  /**
   * Returns the bytes that the files of a volume take at most.
   *
   * @param channels of it
   */
  public static long bytes(VoxelGrid grid, int channels) {
    return channels * BrickFile.bytes(new BrickLayout(grid).count(), false);
  }

  /** Returns the bytes that they take at least, unless voxels are 0: two a voxel. */
  public static long leastBytes(VoxelGrid grid, int channels) {
    return channels * BrickFile.bytes(new BrickLayout(grid).count(), true);
  }

  /** Returns what is needed to open it again. */
  public Index index() {
    return index;
  }

  /** Returns what those who hold bands of it in memory ask for their turn. */
  public BandTurns bandTurns() {
    return bandTurns;
  }

  @Override
  public VoxelGrid grid() {
    return index.grid;
  }

  @Override
  public int channels() {
    return channels.length;
  }

  /** {@inheritDoc} Read anew in each call. */
  @Override
  public FloatBuffer slab(int channel, int z) {
    VoxelGrid grid = index.grid;
    float[] slab = new float[grid.nx() * grid.ny()];
    short[] codes = new short[BrickLayout.LAYER];
    float[] layer = new float[BrickLayout.LAYER];
    for (int y = 0; y < grid.ny(); y += BrickLayout.EDGE) {
      for (int x = 0; x < grid.nx(); x += BrickLayout.EDGE) {
        int brick = layout.brickOf(x, y, z);
        channels[channel].readLayer(brick, z % BrickLayout.EDGE, codes, layer, 0);
        int width = Math.min(BrickLayout.EDGE, grid.nx() - x);
        int height = Math.min(BrickLayout.EDGE, grid.ny() - y);
        for (int k = 0; k < height; k++) {
          System.arraycopy(layer, k * BrickLayout.EDGE, slab, (y + k) * grid.nx() + x, width);
        }
      }
    }
    return FloatBuffer.wrap(slab);
  }

  @Override
  public boolean hasSlabs() {
    return false;
  }

  @Override
  public boolean read(int channel, int x, int y, int z, VoxelBlock block) {
    VoxelGrid grid = index.grid;
    if (x >= grid.nx() || y >= grid.ny() || z >= grid.nz()) {
      return false;
    }
    return channels[channel].read(layout.brickOf(x, y, z), block);
  }

  @Override
  public DerivedForms derivedForms() {
    return derivedForms;
  }

  @Override
  public void close() {
    derivedForms.close();
    closer.run();
  }
}
