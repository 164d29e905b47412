package io.sinotrace.volume;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that are attenuation and become the values of several channels: a value of each at some
 * nodes of mu, linear between them and beyond the first and the last two.
 */
public final class ChannelCurve implements VoxelMeaning {
  private static final long serialVersionUID = 1L;

  private final MuScale scale;
  private final Channels channels;
  private final double[] nodes;
  private final double[][] values;

  /** [channel][node]: how the value grows with mu from the node on. */
  private final double[][] slopes;

  /**
   * Sets up a curve.
   *
   * @param scale of the numbers
   * @param channels which have names
   * @param nodes mu in 1/mm, ascending, at least two
   * @param values [channel][node]
   */
  public ChannelCurve(MuScale scale, Channels channels, double[] nodes, double[][] values) {
    if (nodes.length < 2 || values.length != channels.count()) {
      throw new IllegalArgumentException("fewer than two nodes, or not the values of each channel");
    }
    this.scale = scale;
    this.channels = channels;
    this.nodes = nodes.clone();
    this.values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    this.slopes = new double[values.length][nodes.length - 1];
    for (int i = 0; i + 1 < nodes.length; i++) {
      if (!(nodes[i + 1] > nodes[i])) {
        throw new IllegalArgumentException("nodes do not ascend: " + Arrays.toString(nodes));
      }
      for (int k = 0; k < values.length; k++) {
        slopes[k][i] = (values[k][i + 1] - values[k][i]) / (nodes[i + 1] - nodes[i]);
      }
    }
  }

  @Override
  public Channels channels() {
    return channels;
  }

  @Override
  public String formula() {
    return scale.formula();
  }

  @Override
  public int convert(double[] numbers, int from, int count, double[][] out) {
    // The first channel's values take the place of mu at last.
    double[] mu = out[0];
    int converted = scale.convert(numbers, from, count, out);
    for (int k = out.length - 1; k >= 0; k--) {
      convert(k, mu, converted, out[k]);
    }
    return converted;
  }

  private void convert(int channel, double[] mu, int count, double[] out) {
    double[] value = values[channel];
    double[] slope = slopes[channel];
    int last = slope.length - 1;
    for (int i = 0; i < count; i++) {
      double at = mu[i];
      int node = 0;
      while (node < last && at >= nodes[node + 1]) {
        node++;
      }
      out[i] = value[node] + (at - nodes[node]) * slope[node];
    }
  }

  @Override
  public String expected() {
    return scale.expected();
  }

  /** Returns whether it has the same scale, channels and numbers. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChannelCurve curve
        && scale.equals(curve.scale)
        && channels.equals(curve.channels)
        && Arrays.equals(nodes, curve.nodes)
        && Arrays.deepEquals(values, curve.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(nodes) + Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    return "a curve of " + String.join(", ", channels.names());
  }
}
