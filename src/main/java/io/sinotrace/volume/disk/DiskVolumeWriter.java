package io.sinotrace.volume.disk;

import io.sinotrace.InputException;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes the voxels of a volume into the files of a folder, in any order. */
public final class DiskVolumeWriter implements VoxelWriter {
  private final VoxelGrid grid;
  private final BrickLayout layout;
  private final Path folder;
  private final ChannelWriter[] channels;
  private final float[] one = new float[1];
  private float[] run = new float[0];

  /**
   * Makes the files, all 0.
   *
   * @param folder that holds no files of a volume yet
   * @param channels how many, at least 1
   * @throws InputException if a slab has more than 2 GiB
   * @throws DiskException if they cannot be made
   */
  public DiskVolumeWriter(Path folder, VoxelGrid grid, int channels) {
    SlabVolume.slabBytes(grid);
    this.grid = grid;
    this.layout = new BrickLayout(grid);
    this.folder = folder;
    this.channels = new ChannelWriter[channels];
    for (int c = 0; c < channels; c++) {
      this.channels[c] = new ChannelWriter(DiskVolume.file(folder, c), layout.count());
    }
  }

  @Override
  public VoxelGrid grid() {
    return grid;
  }

  @Override
  public void set(int channel, int x, int y, int z, double value) {
    one[0] = rounded(value, x, y, z);
    channels[channel].put(layout.brickOf(x, y, z), BrickLayout.cell(x, y, z), one, 0, 1);
  }

  @Override
  public void setRun(int channel, long first, double[] values, int from, int count) {
    if (run.length < count) {
      run = new float[count];
    }
    for (int done = 0; done < count; ) {
      long row = (first + done) / grid.nx();
      int x = (int) ((first + done) % grid.nx());
      int n = Math.min(count - done, grid.nx() - x);
      int y = (int) (row % grid.ny());
      int z = (int) (row / grid.ny());
      for (int i = 0; i < n; i++) {
        run[i] = rounded(values[from + done + i], x + i, y, z);
      }
      putRow(channels[channel], x, y, z, n);
      done += n;
    }
  }

  /** Writes the first n voxels of {@link #run}, brick by brick. */
  private void putRow(ChannelWriter channel, int x, int y, int z, int n) {
    for (int done = 0; done < n; ) {
      int at = x + done;
      int some = Math.min(n - done, BrickLayout.EDGE - at % BrickLayout.EDGE);
      channel.put(layout.brickOf(at, y, z), BrickLayout.cell(at, y, z), run, done, some);
      done += some;
    }
  }

  private static float rounded(double value, int x, int y, int z) {
    float f = (float) value;
    if (!(Math.abs(f) <= SlabVolume.MAX_VALUE)) {
      throw VoxelWriter.refused(x, y, z, value);
    }
    return f;
  }

  /**
   * {@inheritDoc}
   *
   * @return a volume whose files are the caller's, and whose bands share memory with no other's
   */
  @Override
  public DiskVolume finish() {
    DiskVolume.Index index =
        new DiskVolume.Index(
            grid,
            Arrays.stream(channels).map(ChannelWriter::form).toArray(DiskChannel.Form[]::new));
    try {
      return DiskVolume.open(folder, index, new BandTurns(), () -> {});
    } catch (IOException e) {
      throw new DiskException(e);
    }
  }
}
