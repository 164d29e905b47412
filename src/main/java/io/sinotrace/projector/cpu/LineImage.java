package io.sinotrace.projector.cpu;

import io.sinotrace.InputException;
import io.sinotrace.JvmMemory;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;

/**
 * Planes of an image to which values are added voxel by voxel, in any order the caller likes.
 *
 * <p>While values are added, voxels follow one another along z, in lines: the rays of a detector
 * column meet the same lines. Before and after each line lie {@link #MARGIN} floats that nothing
 * reads, so that a vector that overlaps the planes can be added whole.
 *
 * <p>Values are added to the sum of a block; {@link #endBlock} adds it to the image.
 */
public final class LineImage {
  /** Floats between lines: two of the longest vectors. */
  public static final int MARGIN = 32;

  private final int nx;
  private final int lines;
  private final int zFrom;
  private final int planes;
  private final int stride;

  /** Sums of a block; the voxel at plane z of line k is at {@link #at}. */
  private final float[] block;

  private final float[] image;

  /**
   * Makes planes of zeros.
   *
   * @param zFrom the first
   * @param zTo the one after the last
   * @throws InputException if they have more than 2^31 voxels
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has no room for them
   */
  LineImage(VoxelGrid grid, int zFrom, int zTo) {
    if (zFrom < 0 || zFrom >= zTo || zTo > grid.nz()) {
      throw new IndexOutOfBoundsException("planes %d to %d of %d".formatted(zFrom, zTo, grid.nz()));
    }
    this.nx = grid.nx();
    this.zFrom = zFrom;
    this.planes = zTo - zFrom;
    this.stride = planes + MARGIN;
    long all = (long) grid.nx() * grid.ny() * stride + MARGIN;
    if (all > Integer.MAX_VALUE - 8) {
      throw new InputException(
          "%d planes of %d x %d voxels: at most 2^31 voxels at a time"
              .formatted(planes, grid.nx(), grid.ny()));
    }
    this.lines = grid.nx() * grid.ny();
    JvmMemory.HEAP.require((all + (long) lines * planes) * Float.BYTES, "the image of the adjoint");
    this.block = new float[(int) all];
    this.image = new float[lines * planes];
  }

  /** Returns the first plane. */
  public int zFrom() {
    return zFrom;
  }

  /** Returns the plane after the last. */
  public int zTo() {
    return zFrom + planes;
  }

  /** Returns the sums of the block, to be added to. */
  public float[] block() {
    return block;
  }

  /**
   * Returns where in {@link #block} plane 0 of the grid would be in a line.
   *
   * @param line y nx + x
   */
  public int at(int line) {
    return MARGIN + line * stride - zFrom;
  }

  /**
   * Adds to a voxel, if it is in the planes.
   *
   * @param z its plane; any int
   * @param line y nx + x; of the grid if z is
   */
  public void add(int z, int line, float value) {
    int plane = z - zFrom;
    if (plane >= 0 && plane < planes) {
      block[MARGIN + line * stride + plane] += value;
    }
  }

  /** Adds the sums of the block to the image, and sets them to zero. */
  void endBlock() {
    for (int from = 0; from < lines; from += nx) {
      for (int p = 0; p < planes; p++) {
        int to = p * lines + from;
        int at = MARGIN + from * stride + p;
        for (int x = 0; x < nx; x++) {
          image[to + x] += block[at + x * stride];
        }
      }
    }
    Arrays.fill(block, 0f);
  }

  /** Returns [z][y][x], x fastest. */
  float[] image() {
    return image;
  }
}
