package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.JvmMemory;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a volume, surrounded by zeros as {@link PaddedVolume} is, whose voxels follow one
 * another along y for rays whose main axis is x, and along x for all others: along the lower other
 * axis. In bytes, so that two of them can be loaded at a time from any place.
 */
final class PairVolume {
  /** Two voxels, the one of the lower index in the lower 32 bits. */
  static final VarHandle PAIR =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle VOXEL =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  /** Greatest length of an array: JVMs refuse the last few bytes. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 64;

  /** The voxels, in 1/mm, by channel. */
  final byte[][] voxels;

  /** Distance from a voxel to the next along x, y and z, in bytes. */
  final int[] stride;

  /** Index of voxel (0, 0, 0). */
  final int origin;

  private PairVolume(Volume volume, int fast) {
    VoxelGrid grid = volume.grid();
    int line = Float.BYTES * (grid.size(fast) + PaddedVolume.MARGIN);
    int slab = line * (grid.size(1 - fast) + PaddedVolume.MARGIN);
    this.stride =
        fast == 0 ? new int[] {Float.BYTES, line, slab} : new int[] {line, Float.BYTES, slab};
    this.origin = PaddedVolume.MARGIN * (Float.BYTES + line + slab);
    int size = (int) size(grid, fast);
    JvmMemory.requireArrays(volume.channels(), size, PaddedVolume.COPY);
    this.voxels = new byte[volume.channels()][size];
    float[] row = new float[grid.nx()];
    for (int c = 0; c < voxels.length; c++) {
      byte[] out = voxels[c];
      for (int z = 0; z < grid.nz(); z++) {
        for (int y = 0; y < grid.ny(); y++) {
          int at = origin + z * slab + y * stride[1];
          volume.slab(c, z).get(y * grid.nx(), row, 0, row.length);
          for (float voxel : row) {
            VOXEL.set(out, at, voxel);
            at += stride[0];
          }
        }
      }
    }
  }

  private static long size(VoxelGrid grid, int fast) {
    long line = (long) Float.BYTES * (grid.size(fast) + PaddedVolume.MARGIN);
    long slab = line * (grid.size(1 - fast) + PaddedVolume.MARGIN);
    return slab * (grid.nz() + 2 * PaddedVolume.MARGIN)
        + PaddedVolume.MARGIN * (Float.BYTES + line);
  }

  /**
   * Returns the copy for rays of a main axis, shared by all projectors of a volume; null where one
   * array cannot hold a channel of it, copies for all main axes would take too much of the heap, or
   * there is no room for this one.
   */
  static @Nullable PairVolume of(Volume volume, Band band, int axis) {
    if (!mayCopy(volume, band)) {
      return null;
    }
    int fast = axis == 0 ? 1 : 0;
    return volume.derivedForms().get(Pairs.class, fast, () -> new Pairs(volume, fast)).copy;
  }

  /**
   * Returns whether one array can hold a channel of such a copy, and they may take so much of the
   * heap.
   */
  static boolean mayCopy(Volume volume, Band band) {
    VoxelGrid grid = volume.grid();
    long size = Math.max(size(grid, 0), size(grid, 1));
    return fits(grid) && PaddedVolume.isShare(volume, band, size, PaddedVolume.made(volume));
  }

  /** Returns whether one array can hold any copy of a channel. */
  static boolean fits(VoxelGrid grid) {
    return Math.max(size(grid, 0), size(grid, 1)) <= MAX_LENGTH;
  }

  /** Returns whether copies have been made, or begun. */
  static boolean made(Volume volume) {
    return volume.derivedForms().has(Pairs.class);
  }

  /** One whose voxels follow one another along {@code fast}, if there is room. */
  private static final class Pairs extends Attempt<PairVolume> {
    Pairs(Volume volume, int fast) {
      super(() -> new PairVolume(volume, fast));
    }
  }
}
