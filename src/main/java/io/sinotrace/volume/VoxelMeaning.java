package io.sinotrace.volume;

import java.io.Serializable;

/**
 * What the numbers of a volume file mean: how each becomes the values of one or several channels.
 *
 * <p>Two that are equal give the same bits. All of it is computed in float64; {@link SlabVolume}
 * rounds once, to float32.
 */
public interface VoxelMeaning extends Serializable {
  /** Returns the channels. */
  Channels channels();

  /** Returns how numbers become values, in a few words or a formula, as it is recorded. */
  String formula();

  /**
   * Converts numbers, up to the first one that means nothing.
   *
   * @param numbers as the file has them
   * @param from index of the first one
   * @param count how many
   * @param values [channel][number]: receives the values, from index 0
   * @return how many were converted; less than {@code count} if the next one means nothing
   */
  int convert(double[] numbers, int from, int count, double[][] values);

  /** Returns which numbers mean something, as it follows "expected" in an error. */
  String expected();
}
