package io.sinotrace.volume.io.file;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelMeaning;
import io.sinotrace.volume.VoxelWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * Converts the numbers of a file from float64 to values of the channels that they mean, and has
 * them rounded once, to float32.
 *
 * <p>All readers use it, so that the same numbers give the same bits in every format.
 */
public final class SlabSink implements VoxelSink {
  private final VolumeFile file;
  private final VoxelWriter writer;
  private final int firstChannel;
  private final VoxelMeaning meaning;
  private final double[][] values;
  private final Map<VolumeFile, String> sha256 = new HashMap<>();

  /**
   * Prepares to take the numbers of a file.
   *
   * @param file named in faults
   * @param writer of the volume
   * @param firstChannel of those that the numbers become
   * @param meaning of the numbers
   */
  public SlabSink(VolumeFile file, VoxelWriter writer, int firstChannel, VoxelMeaning meaning) {
    this.file = file;
    this.writer = writer;
    this.firstChannel = firstChannel;
    this.meaning = meaning;
    this.values = new double[meaning.channels().count()][0];
  }

  @Override
  public void run(long first, double[] numbers, int from, int count) {
    int converted = convert(numbers, from, count);
    if (converted < count) {
      VoxelGrid grid = writer.grid();
      long at = first + converted;
      long row = at / grid.nx();
      throw refused(at % grid.nx(), row % grid.ny(), row / grid.ny(), numbers[from + converted]);
    }
    try {
      for (int k = 0; k < values.length; k++) {
        writer.setRun(firstChannel + k, first, values[k], 0, count);
      }
    } catch (InputException e) {
      throw file.fault(Messages.reason(e), e);
    }
  }

  @Override
  public void column(int x, int y, int z, double[] numbers, int from, int count) {
    int converted = convert(numbers, from, count);
    if (converted < count) {
      throw refused(x, y, z + converted, numbers[from + converted]);
    }
    try {
      for (int k = 0; k < values.length; k++) {
        for (int i = 0; i < count; i++) {
          writer.set(firstChannel + k, x, y, z + i, values[k][i]);
        }
      }
    } catch (InputException e) {
      throw file.fault(Messages.reason(e), e);
    }
  }

  private int convert(double[] numbers, int from, int count) {
    if (values[0].length < count) {
      for (int k = 0; k < values.length; k++) {
        values[k] = new double[count];
      }
    }
    return meaning.convert(numbers, from, count, values);
  }

  private InputException refused(long x, long y, long z, double number) {
    // A label is shown as people write it.
    String shown = number == (long) number ? Long.toString((long) number) : Double.toString(number);
    return file.fault(
        "voxel (%d, %d, %d) is %s: expected %s".formatted(x, y, z, shown, meaning.expected()));
  }

  @Override
  public void hashed(VolumeFile whole, String sum) {
    sha256.put(whole, sum);
  }

  /** Returns the checksums that {@link #hashed} took. */
  public Map<VolumeFile, String> sha256() {
    return sha256;
  }
}
