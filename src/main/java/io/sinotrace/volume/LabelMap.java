package io.sinotrace.volume;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that are labels, as those of a segmentation: each stands for a value of every channel.
 * Only whole numbers that are in the table mean something; nothing is rounded to the next one.
 */
public final class LabelMap implements VoxelMeaning {
  private static final long serialVersionUID = 1L;

  private final Channels channels;
  private final int[] labels;

  /** [channel][label]. */
  private final double[][] values;

  /**
   * Sets up a table.
   *
   * @param channels which have names
   * @param labels ascending, at least one
   * @param values [channel][label]
   */
  public LabelMap(Channels channels, int[] labels, double[][] values) {
    if (labels.length == 0 || values.length != channels.count()) {
      throw new IllegalArgumentException("no label, or not the values of each channel");
    }
    for (int i = 0; i + 1 < labels.length; i++) {
      if (labels[i + 1] <= labels[i]) {
        throw new IllegalArgumentException("labels do not ascend: " + Arrays.toString(labels));
      }
    }
    this.channels = channels;
    this.labels = labels.clone();
    this.values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
  }

  @Override
  public Channels channels() {
    return channels;
  }

  @Override
  public String formula() {
    return "density in g/cm^3 = that of the label";
  }

  @Override
  public int convert(double[] numbers, int from, int count, double[][] out) {
    // Neighbours mostly have the same label.
    double last = Double.NaN;
    int line = -1;
    for (int i = 0; i < count; i++) {
      double number = numbers[from + i];
      if (number != last) {
        int label = (int) number;
        line = label == number ? Arrays.binarySearch(labels, label) : -1;
        if (line < 0) {
          return i;
        }
        last = number;
      }
      for (int k = 0; k < out.length; k++) {
        out[k][i] = values[k][line];
      }
    }
    return count;
  }

  @Override
  public String expected() {
    return "a label of the table: "
        + Arrays.stream(labels).mapToObj(Integer::toString).collect(Collectors.joining(", "));
  }

  /** Returns whether it has the same channels, labels and values. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelMap map
        && channels.equals(map.channels)
        && Arrays.equals(labels, map.labels)
        && Arrays.deepEquals(values, map.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(labels) + Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    return "labels of " + String.join(", ", channels.names());
  }
}
