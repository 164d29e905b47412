package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;

/**
 * The sums of the rays of detector columns: those of a column follow one another, channel by
 * channel, lane by lane. Between bands they wait in an image, where the columns of a row do; they
 * are moved some columns at a time, whose pixels of a row lie in a line of the cache or two.
 *
 * <p>Serves one thread.
 */
final class PathSums {
  /** Columns that are moved at a time, at most: as many as a line of the cache has pixels. */
  static final int GROUP = 16;

  private final ColumnRays rays;
  private final int columns;
  private final int channels;

  /** Sums of a column. */
  private final int ofPath;

  /** In 1/mm; see {@link #at}. */
  final float[] sums;

  /** By vector of lanes and column of the group. */
  private final boolean[] moved;

  /** The columns of the group whose lanes at hand are moved. */
  private final int[] which = new int[GROUP];

  /**
   * Makes sums of 0.
   *
   * @param rays of the columns, set to the view of those that are moved
   * @param columns pixels of a row
   */
  PathSums(ColumnRays rays, int paths, int channels, int columns) {
    this.rays = rays;
    this.columns = columns;
    this.channels = channels;
    this.ofPath = channels * rays.lanes;
    this.sums = new float[Math.multiplyExact(paths, ofPath)];
    this.moved = new boolean[rays.lanes / VectorUnit.LANES * GROUP];
  }

  /** Returns the index of the sum of a column's first lane. */
  int at(int path, int channel) {
    return path * ofPath + channel * rays.lanes;
  }

  /**
   * Says whether a vector of lanes of a column is to be moved.
   *
   * @param inGroup the column, counted from the first of its group
   */
  void setMoved(int lane, int inGroup, boolean whether) {
    moved[lane / VectorUnit.LANES * GROUP + inGroup] = whether;
  }

  /** Multiplies the sums of a vector of lanes by the rays' lengths. */
  void scale(int path, int lane) {
    for (int c = 0; c < channels; c++) {
      int at = at(path, c);
      for (int k = lane; k < lane + VectorUnit.LANES; k++) {
        sums[at + k] *= rays.length[k];
      }
    }
  }

  /**
   * Takes the sums of a group of columns from an image.
   *
   * @param path the first of them
   * @param count how many, all of one view
   * @param pixel index of the first one's pixel in the first row, of channel 0
   * @param channelStride from a pixel of one channel to that of the next
   */
  void load(int path, int count, float[] image, int pixel, int channelStride) {
    move(path, count, image, pixel, channelStride, false);
  }

  /** Puts the sums of a group of columns into an image; see {@link #load}. */
  void store(int path, int count, float[] image, int pixel, int channelStride) {
    move(path, count, image, pixel, channelStride, true);
  }

  private void move(
      int path, int count, float[] image, int pixel, int channelStride, boolean toImage) {
    for (int lane = 0; lane < rays.rows; lane += VectorUnit.LANES) {
      int some = 0;
      for (int g = 0; g < count; g++) {
        if (moved[lane / VectorUnit.LANES * GROUP + g]) {
          which[some++] = g;
        }
      }
      for (int c = 0; c < channels && some > 0; c++) {
        int inSums = at(path, c);
        int inImage = pixel + c * channelStride;
        for (int k = lane; k < Math.min(lane + VectorUnit.LANES, rays.rows); k++) {
          int row = inImage + rays.row(k) * columns;
          for (int n = 0; n < some; n++) {
            int g = which[n];
            if (toImage) {
              image[row + g] = sums[inSums + g * ofPath + k];
            } else {
              sums[inSums + g * ofPath + k] = image[row + g];
            }
          }
        }
      }
    }
  }
}
