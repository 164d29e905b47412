package io.sinotrace.volume.io.file;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import java.util.HashMap;
import java.util.Map;

/**
 * Converts the numbers of a file from float64 to mu and rounds them once, to float32.
 *
 * <p>All readers use it, so that the same numbers give the same bits in every format.
 */
public final class VoxelSink {
  private final VolumeFile file;
  private final VoxelUnits units;
  private final double muWater;
  private final SlabVolume.Writer writer;
  private final Map<VolumeFile, String> sha256 = new HashMap<>();

  /**
   * Allocates the volume.
   *
   * @param file named in faults
   * @param grid where the volume lies, its placement applied
   * @param source units of the numbers
   */
  public VoxelSink(VolumeFile file, VoxelGrid grid, VolumeSource source) {
    this.file = file;
    this.units = source.units();
    this.muWater = source.muWater();
    try {
      this.writer = SlabVolume.on(grid);
    } catch (InputException e) {
      throw file.fault(Messages.reason(e), e);
    }
  }

  /**
   * Takes voxels that follow one another along x, then y, then z.
   *
   * @param first index of the first one in that order
   * @param values numbers as the file means them; overwritten
   * @param from index in {@code values} of the first one
   * @param count how many
   */
  public void run(long first, double[] values, int from, int count) {
    toMu(values, from, count);
    try {
      writer.setRun(first, values, from, count);
    } catch (InputException e) {
      throw file.fault(Messages.reason(e), e);
    }
  }

  /** Takes voxels of one column along z, from (x, y, z) upwards; else as {@link #run}. */
  public void column(int x, int y, int z, double[] values, int from, int count) {
    toMu(values, from, count);
    try {
      for (int i = 0; i < count; i++) {
        writer.set(x, y, z + i, values[from + i]);
      }
    } catch (InputException e) {
      throw file.fault(Messages.reason(e), e);
    }
  }

  private void toMu(double[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      values[i] = units.toMu(values[i], muWater);
    }
  }

  /**
   * Takes the SHA-256 of a file whose bytes were all read to decode the numbers. A reader that does
   * not read all bytes gives none; the file is then read again.
   */
  void hashed(VolumeFile whole, String sum) {
    sha256.put(whole, sum);
  }

  /** Returns the checksums that {@link #hashed} took. */
  public Map<VolumeFile, String> sha256() {
    return sha256;
  }

  /** Returns the volume. */
  public Volume finish() {
    return writer.finish();
  }
}
