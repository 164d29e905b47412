package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.JvmMemory;
import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.cpu.simd.rays.PaddedVolume;
import io.sinotrace.volume.DerivedForm;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;

/**
 * A copy of a volume whose voxels follow one another along a chosen axis, in lines.
 *
 * <p>Of the two other axes ({@link OtherAxes}) the second counts planes, an array each, and the
 * first the lines of a plane. The lines of all channels that lie at the same place in the grid
 * follow one another. Before and after each line lie at least {@link #MARGIN} zeros, so that a
 * vector that overlaps the grid by one voxel can be loaded whole.
 */
final class LineVolume implements DerivedForm {
  /** Zeros between lines, in floats: two of the longest vectors. */
  static final int MARGIN = 32;

  /**
   * Floats after which addresses fall into the same places of a second-level cache again: 64 KiB,
   * as in common processors.
   */
  private static final int CACHE_PERIOD = 1 << 14;

  /** Voxels transposed at a time. */
  private static final int BLOCK = 32;

  /** The axis that lines run along. */
  final int axis;

  /** Voxels of a line. */
  final int length;

  /** How many channels there are. */
  final int channels;

  /** Distance from the first voxel of a line to that of the same line of the next channel. */
  final int channelStride;

  /** Distance from the first voxel of a line to that of the next of its channel, in floats. */
  private final int stride;

  /**
   * The planes, voxels in 1/mm. The last is one line of zeros a channel, which stands for all lines
   * outside the grid.
   */
  final float[][] planes;

  /**
   * By plane and line, which voxels are not 0 in some channel: the first in the upper 16 bits, the
   * one after the last in the lower 16; 0 for a line of zeros. An axis has at most 32,768 voxels.
   */
  final int[][] ranges;

  private LineVolume(Volume volume, int axis) {
    VoxelGrid grid = volume.grid();
    int lineAxis = OtherAxes.first(axis);
    int planeAxis = OtherAxes.second(axis);
    this.axis = axis;
    this.length = grid.size(axis);
    this.channels = volume.channels();
    this.channelStride = length + MARGIN;
    this.stride = Math.multiplyExact(channels, channelStride);
    int lines = grid.size(lineAxis);
    int count = grid.size(planeAxis);
    this.planes = new float[count + 1][];
    this.ranges = new int[count + 1][];
    JvmMemory.requireArrays(
        count, Float.BYTES * ((long) lines * stride + CACHE_PERIOD), PaddedVolume.COPY);
    for (int p = 0; p < count; p++) {
      planes[p] = new float[Math.addExact(begin(p), Math.multiplyExact(lines, stride))];
      ranges[p] = new int[lines];
    }
    planes[count] = new float[MARGIN + stride];
    ranges[count] = new int[1];
    for (int c = 0; c < channels; c++) {
      int first = c * channelStride;
      if (axis == 2) {
        transposeAcrossSlabs(volume, c, grid, first);
      } else {
        for (int z = 0; z < count; z++) {
          if (axis == 1) {
            transposeSlab(volume.slab(c, z), grid, planes[z], begin(z) + first);
          } else {
            copySlab(volume.slab(c, z), lines, planes[z], begin(z) + first);
          }
        }
      }
    }
    for (int p = 0; p < count; p++) {
      findRanges(p);
    }
  }

  /** Returns the copy of a volume with lines along an axis, shared by all its projectors. */
  static LineVolume of(Volume volume, int axis) {
    return volume.derivedForms().get(LineVolume.class, axis, () -> new LineVolume(volume, axis));
  }

  /**
   * Returns the index in its plane of the first line. A JVM may put large arrays at addresses that
   * are alike in their lower bits; then the same line of all planes, which a ray may meet slab by
   * slab, would compete for a few places in the cache. So each plane begins a line later.
   */
  private int begin(int plane) {
    return MARGIN + (int) ((long) plane * stride % CACHE_PERIOD);
  }

  /** Returns the index in its plane of the first voxel of a line, of channel 0. */
  int offset(int plane, int line) {
    return begin(plane) + line * stride;
  }

  /**
   * Returns from the first voxel of a line of channel 0 to the middle voxel of the same line of a
   * channel, in floats.
   */
  int middle(int channel) {
    return channel * channelStride + (length >> 1);
  }

  /** Puts a slab into the lines of a plane, of which the first begins at {@code first}. */
  private void copySlab(FloatBuffer slab, int lines, float[] plane, int first) {
    for (int line = 0; line < lines; line++) {
      slab.get(line * length, plane, first + line * stride, length);
    }
  }

  private void transposeSlab(FloatBuffer slab, VoxelGrid grid, float[] plane, int first) {
    int nx = grid.nx();
    float[] rows = new float[BLOCK * nx];
    for (int y = 0; y < length; y += BLOCK) {
      int n = Math.min(BLOCK, length - y);
      slab.get(y * nx, rows, 0, n * nx);
      transpose(rows, n, nx, plane, first + y);
    }
  }

  private void transposeAcrossSlabs(Volume volume, int channel, VoxelGrid grid, int first) {
    int nx = grid.nx();
    float[] rows = new float[BLOCK * nx];
    for (int z = 0; z < length; z += BLOCK) {
      int n = Math.min(BLOCK, length - z);
      for (int y = 0; y < grid.ny(); y++) {
        for (int k = 0; k < n; k++) {
          volume.slab(channel, z + k).get(y * nx, rows, k * nx, nx);
        }
        transpose(rows, n, nx, planes[y], begin(y) + first + z);
      }
    }
  }

  /** Puts n rows of one voxel a line into the lines, in the first of them from {@code first} on. */
  private void transpose(float[] rows, int n, int lines, float[] plane, int first) {
    for (int line = 0; line < lines; line++) {
      int at = first + line * stride;
      for (int k = 0; k < n; k++) {
        plane[at + k] = rows[k * lines + line];
      }
    }
  }

  private void findRanges(int number) {
    float[] plane = planes[number];
    int[] found = ranges[number];
    for (int line = 0; line < found.length; line++) {
      int least = length;
      int most = 0;
      for (int c = 0; c < channels; c++) {
        int at = offset(number, line) + c * channelStride;
        int from = 0;
        int to = length;
        while (from < to && plane[at + from] == 0f) {
          from++;
        }
        while (from < to && plane[at + to - 1] == 0f) {
          to--;
        }
        if (from < to) {
          least = Math.min(least, from);
          most = Math.max(most, to);
        }
      }
      found[line] = least < most ? least << 16 | most : 0;
    }
  }
}
