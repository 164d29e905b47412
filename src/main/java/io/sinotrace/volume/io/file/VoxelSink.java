package io.sinotrace.volume.io.file;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.ChannelCurve;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts the numbers of a file from float64 to mu, or from there to the values of several
 * channels, and rounds them once, to float32.
 *
 * <p>All readers use it, so that the same numbers give the same bits in every format.
 */
public final class VoxelSink {
  private final VolumeFile file;
  private final VoxelUnits units;
  private final double muWater;
  private final @Nullable ChannelCurve curve;
  private final int channels;
  private final SlabVolume.Writer writer;
  private double[] scratch = {};
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
    this.curve = source.channels();
    this.channels = source.channelCount();
    try {
      this.writer = SlabVolume.on(grid, channels);
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
      for (int k = 0; k < channels; k++) {
        double[] channel = channel(k, values, from, count);
        writer.setRun(k, first, channel, channel == values ? from : 0, count);
      }
    } catch (InputException e) {
      throw file.fault(Messages.reason(e), e);
    }
  }

  /**
   * Returns the values of a channel from index 0, or {@code mu} itself where that is the volume.
   */
  private double[] channel(int channel, double[] mu, int from, int count) {
    if (curve == null) {
      return mu;
    }
    if (scratch.length < count) {
      scratch = new double[count];
    }
    curve.convert(channel, mu, from, count, scratch);
    return scratch;
  }

  /** Takes voxels of one column along z, from (x, y, z) upwards; else as {@link #run}. */
  public void column(int x, int y, int z, double[] values, int from, int count) {
    toMu(values, from, count);
    try {
      for (int k = 0; k < channels; k++) {
        double[] channel = channel(k, values, from, count);
        int start = channel == values ? from : 0;
        for (int i = 0; i < count; i++) {
          writer.set(k, x, y, z + i, channel[start + i]);
        }
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
