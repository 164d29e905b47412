package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.JvmMemory;
import io.sinotrace.WorkerThreads;
import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.cpu.simd.rays.PaddedVolume;
import io.sinotrace.volume.DerivedForm;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelBlock;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

  /**
   * Copies a volume.
   *
   * @param spent the copy of other voxels, on as large a grid, that is needed no more
   */
  private LineVolume(Volume volume, int axis, @Nullable LineVolume spent) {
    VoxelGrid grid = volume.grid();
    this.axis = axis;
    this.length = grid.size(axis);
    this.channels = volume.channels();
    this.channelStride = length + MARGIN;
    this.stride = Math.multiplyExact(channels, channelStride);
    int lines = grid.size(OtherAxes.first(axis));
    int count = grid.size(OtherAxes.second(axis));
    if (spent != null) {
      this.planes = spent.planes;
      this.ranges = spent.ranges;
    } else {
      this.planes = new float[count + 1][];
      this.ranges = new int[count + 1][];
      allocate(lines);
    }
    int across = VoxelBlock.count(lines);
    WorkerThreads.run(
        volume.derivedForms().threads(),
        across * VoxelBlock.count(count),
        () -> {
          VoxelBlock block = new VoxelBlock();
          return k ->
              copy(volume, k % across * VoxelBlock.EDGE, k / across * VoxelBlock.EDGE, block);
        });
  }

  private void allocate(int lines) {
    int count = planes.length - 1;
    JvmMemory.requireArrays(
        count, Float.BYTES * ((long) lines * stride + CACHE_PERIOD), PaddedVolume.COPY);
    for (int p = 0; p < count; p++) {
      planes[p] = new float[Math.addExact(begin(p), Math.multiplyExact(lines, stride))];
      ranges[p] = new int[lines];
    }
    planes[count] = new float[MARGIN + stride];
    ranges[count] = new int[1];
  }

  /** Returns the copy of a volume with lines along an axis, shared by all its projectors. */
  static LineVolume of(Volume volume, int axis) {
    return volume
        .derivedForms()
        .get(LineVolume.class, axis, spent -> new LineVolume(volume, axis, spent));
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

  /**
   * Fills in some neighbouring lines of some neighbouring planes, as many as a block has.
   *
   * @param line first of them
   * @param plane first of them
   */
  private void copy(Volume volume, int line, int plane, VoxelBlock block) {
    int planeTo = Math.min(plane + VoxelBlock.EDGE, planes.length - 1);
    for (int p = plane; p < planeTo; p++) {
      Arrays.fill(ranges[p], line, Math.min(line + VoxelBlock.EDGE, ranges[p].length), 0);
    }
    for (int c = 0; c < channels; c++) {
      if (axis == 0 && volume.hasSlabs()) {
        copyRows(volume, c, line, plane, planeTo);
      } else {
        copyBlocks(volume, c, line, plane, planeTo, block);
      }
    }
  }

  /** Fills in lines along x of one channel from slabs, whose rows are these lines. */
  private void copyRows(Volume volume, int channel, int line, int plane, int planeTo) {
    for (int p = plane; p < planeTo; p++) {
      FloatBuffer slab = volume.slab(channel, p);
      int lineTo = Math.min(line + VoxelBlock.EDGE, ranges[p].length);
      for (int k = line; k < lineTo; k++) {
        slab.get(k * length, planes[p], offset(p, k) + channel * channelStride, length);
      }
      widenRanges(p, line, channel, 0, length);
    }
  }

  /** Fills in lines of one channel block by block. */
  private void copyBlocks(
      Volume volume, int channel, int line, int plane, int planeTo, VoxelBlock block) {
    int[] at = new int[3];
    at[OtherAxes.first(axis)] = line;
    at[OtherAxes.second(axis)] = plane;
    int from = length;
    int to = 0;
    for (int first = 0; first < length; first += VoxelBlock.EDGE) {
      at[axis] = first;
      boolean occupied = volume.read(channel, at[0], at[1], at[2], block);
      for (int p = plane; p < planeTo; p++) {
        put(block, occupied, p, p - plane, line, channel * channelStride + first);
      }
      if (occupied) {
        from = Math.min(from, first);
        to = Math.min(first + VoxelBlock.EDGE, length);
      }
    }
    for (int p = plane; p < planeTo; p++) {
      widenRanges(p, line, channel, from, to);
    }
  }

  /**
   * Puts the voxels of a block that lie in a plane into their lines.
   *
   * @param occupied whether not all of them are 0
   * @param inBlock the plane's number in the block
   * @param firstLine of the block
   * @param inLine the first voxel's place in its line of channel 0
   */
  private void put(
      VoxelBlock block, boolean occupied, int number, int inBlock, int firstLine, int inLine) {
    float[] plane = planes[number];
    float[] voxels = block.voxels;
    int count = Math.min(VoxelBlock.EDGE, length - inLine % channelStride);
    int lines = Math.min(VoxelBlock.EDGE, ranges[number].length - firstLine);
    int apart = VoxelBlock.stride(axis);
    int next = VoxelBlock.stride(OtherAxes.first(axis));
    int from = inBlock * VoxelBlock.stride(OtherAxes.second(axis));
    int to = offset(number, firstLine) + inLine;
    for (int line = 0; line < lines; line++, from += next, to += stride) {
      if (!occupied) {
        Arrays.fill(plane, to, to + count, 0f);
      } else if (apart == 1) {
        System.arraycopy(voxels, from, plane, to, count);
      } else {
        for (int k = 0; k < count; k++) {
          plane[to + k] = voxels[from + k * apart];
        }
      }
    }
  }

  /**
   * Widens the ranges of some lines by the voxels of a channel that are not 0.
   *
   * @param from before it, all voxels of these lines are 0
   * @param to from it on, all voxels are 0
   */
  private void widenRanges(int number, int firstLine, int channel, int from, int to) {
    float[] plane = planes[number];
    int[] found = ranges[number];
    for (int line = firstLine; line < Math.min(firstLine + VoxelBlock.EDGE, found.length); line++) {
      int at = offset(number, line) + channel * channelStride;
      int least = from;
      int most = to;
      while (least < most && plane[at + least] == 0f) {
        least++;
      }
      while (least < most && plane[at + most - 1] == 0f) {
        most--;
      }
      if (least < most) {
        int range = found[line];
        found[line] =
            range == 0
                ? least << 16 | most
                : Math.min(least, range >>> 16) << 16 | Math.max(most, range & 0xFFFF);
      }
    }
  }
}
