package io.sinotrace.spark.task;

import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.SubRays;
import java.util.Arrays;

/**
 * The rays of a detector row's pixels, as a chunk holds them, and the mean of each pixel's.
 *
 * <p>A line has the rays from one point of the focal spot to one row of parts of pixels; of a pixel
 * with one ray there is one line, and the mean is that ray.
 */
public final class PixelLines {
  private final ChunkTracer chunks;
  private final SubRays subRays;
  private final int rows;
  private final int columns;
  private final int channels;

  /** [channel][column], the means of the current row; empty where pixels have one ray. */
  private final float[] means;

  private final double[] sums;
  private int view;
  private int row;

  /**
   * Looks at what is traced.
   *
   * @param detector of the rows that are wanted
   */
  PixelLines(ChunkTracer chunks, SubRays subRays, Detector detector, int channels) {
    this.chunks = chunks;
    this.subRays = subRays;
    this.rows = detector.rows();
    this.columns = detector.columns();
    this.channels = channels;
    this.means = new float[isOne() ? 0 : channels * columns];
    this.sums = new double[isOne() ? 0 : columns];
  }

  private boolean isOne() {
    return subRays.equals(SubRays.ONE);
  }

  /** Goes to a row of a view, which is in the current chunk. */
  void go(int view, int row) {
    this.view = view;
    this.row = row;
    for (int channel = 0; channel < channels && !isOne(); channel++) {
      Arrays.fill(sums, 0);
      for (int line = 0; line < count(); line++) {
        int from = offset(line) + channel * rayStride();
        for (int i = 0; i < columns * sideBySide(); i++) {
          sums[i / sideBySide()] += chunks.pixels()[from + i];
        }
      }
      for (int column = 0; column < columns; column++) {
        means[channel * columns + column] = (float) (sums[column] / subRays.count());
      }
    }
  }

  /** Returns the array of the means, of which those of the row begin at {@link #offset()}. */
  float[] means() {
    return isOne() ? chunks.pixels() : means;
  }

  /** Returns where the means of the first channel begin. */
  int offset() {
    return isOne() ? offset(0) : 0;
  }

  /** Returns how much farther those of the next channel begin. */
  int stride() {
    return isOne() ? chunks.stride() : columns;
  }

  /** Returns the array of the rays. */
  public float[] rays() {
    return chunks.pixels();
  }

  /** Returns how many lines there are. */
  public int count() {
    return subRays.spotPoints() * subRays.rows();
  }

  /** Returns how many rays of a pixel follow each other in a line. */
  public int sideBySide() {
    return subRays.columns();
  }

  /** Returns where a line of the first channel begins in {@link #rays}. */
  public int offset(int line) {
    int point = line / subRays.rows();
    int part = line % subRays.rows();
    int pointOfChunk = view * subRays.spotPoints() + point - chunks.from();
    int rowOfChunk = pointOfChunk * rows * subRays.rows() + row * subRays.rows() + part;
    return rowOfChunk * columns * sideBySide();
  }

  /** Returns how much farther a line of the next channel begins. */
  public int rayStride() {
    return chunks.stride();
  }
}
