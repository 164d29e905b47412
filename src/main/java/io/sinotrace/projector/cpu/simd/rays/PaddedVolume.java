package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.JvmMemory;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.volume.DerivedForm;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a volume in one array a channel, x or y fastest, surrounded by zeros, so that rays may
 * read a little outside the grid without a check.
 */
public final class PaddedVolume implements DerivedForm {
  /** What the copies that this backend makes are called where there is no room for one. */
  public static final String COPY = "the copy of the volume that backend simd makes";

  /** Zeros on each side; the zeros after a line are those before the next. */
  static final int MARGIN = 3;

  /** Of the memory for data, copies for all main axes, of both kinds, take 1 / SHARE at most. */
  private static final int SHARE = 3;

  /** Greatest length of an array: JVMs refuse the last few ints. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 64;

  /** The voxels, in 1/mm, [channel][z][y][x] with margins. */
  final float[][] voxels;

  /** Distance from a voxel to the next along x, y and z, in floats. */
  final int[] stride;

  /** Index of voxel (0, 0, 0). */
  final int origin;

  private PaddedVolume(Volume volume, int fast) {
    VoxelGrid grid = volume.grid();
    int line = grid.size(fast) + MARGIN;
    int slab = line * (grid.size(1 - fast) + MARGIN);
    this.stride = fast == 0 ? new int[] {1, line, slab} : new int[] {line, 1, slab};
    this.origin = MARGIN * (1 + line + slab);
    int size = (int) size(grid, fast);
    JvmMemory.requireArrays(volume.channels(), (long) Float.BYTES * size, COPY);
    this.voxels = new float[volume.channels()][size];
    float[] row = new float[grid.nx()];
    for (int c = 0; c < voxels.length; c++) {
      float[] out = voxels[c];
      for (int z = 0; z < grid.nz(); z++) {
        for (int y = 0; y < grid.ny(); y++) {
          int at = origin + z * slab + y * stride[1];
          if (fast == 0) {
            volume.slab(c, z).get(y * grid.nx(), out, at, grid.nx());
          } else {
            volume.slab(c, z).get(y * grid.nx(), row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
              out[at + x * line] = row[x];
            }
          }
        }
      }
    }
  }

  private static long size(VoxelGrid grid, int fast) {
    long line = (long) grid.size(fast) + MARGIN;
    long slab = line * (grid.size(1 - fast) + MARGIN);
    return slab * (grid.nz() + 2 * MARGIN) + MARGIN * (1 + line) + Windows.WIDTH;
  }

  /** Returns whether one array can hold any copy of a channel. */
  public static boolean fits(VoxelGrid grid) {
    return Math.max(size(grid, 0), size(grid, 1)) <= MAX_LENGTH;
  }

  /** Returns the copy of a volume, which must fit, with lines along x, shared by all projectors. */
  static PaddedVolume of(Volume volume) {
    return alongAxis(volume, 0);
  }

  /** As {@link #of(Volume)}; null where there is no room, which is asked for once. */
  static @Nullable PaddedVolume ofIfRoom(Volume volume) {
    return volume.derivedForms().get(Single.class, 0, () -> new Single(volume)).copy;
  }

  private static PaddedVolume alongAxis(Volume volume, int fast) {
    return volume
        .derivedForms()
        .get(PaddedVolume.class, fast, () -> new PaddedVolume(volume, fast));
  }

  /**
   * Returns the copy of a volume, which must fit, whose lines run along the lower of the two other
   * axes than a main axis; null where those for all main axes would take too much of the heap, or
   * there is no room for it.
   */
  static @Nullable PaddedVolume of(Volume volume, Band band, int axis) {
    if (!mayCopy(volume, band)) {
      return null;
    }
    int fast = axis == 0 ? 1 : 0;
    return volume.derivedForms().get(Lines.class, fast, () -> new Lines(volume, fast)).copy;
  }

  /** Returns whether such copies, beside what others there are, may take so much of the heap. */
  static boolean mayCopy(Volume volume, Band band) {
    VoxelGrid grid = volume.grid();
    long bytes = Float.BYTES * Math.max(size(grid, 0), size(grid, 1));
    return isShare(volume, band, bytes, PairVolume.made(volume));
  }

  /** Returns whether copies for all main axes have been made, or begun. */
  static boolean made(Volume volume) {
    return volume.derivedForms().has(Lines.class);
  }

  /**
   * Returns whether copies for all main axes may be made.
   *
   * @param bytes that one takes of a channel
   * @param twice whether there are as large ones of another kind
   */
  static boolean isShare(Volume volume, Band band, long bytes, boolean twice) {
    // Rays of one main axis alone are marched through a band.
    int copies = (band.isAll() ? 2 : 1) * (twice ? 2 : 1);
    return (!twice && !band.isAll())
        || (long) copies * volume.channels() * bytes <= JvmMemory.HEAP.available() / SHARE;
  }

  /** The one for all main axes, if there is room. */
  private static final class Single extends Attempt<PaddedVolume> {
    Single(Volume volume) {
      super(() -> alongAxis(volume, 0));
    }
  }

  /** One with lines along {@code fast}, if there is room. */
  private static final class Lines extends Attempt<PaddedVolume> {
    Lines(Volume volume, int fast) {
      super(() -> alongAxis(volume, fast));
    }
  }
}
