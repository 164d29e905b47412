package io.sinotrace.volume;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the mu of a voxel becomes the values of several channels: a value of each at some nodes of
 * mu, linear between them and beyond the first and the last two.
 */
public final class ChannelCurve implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<String> names;
  private final double[] nodes;
  private final double[][] values;
  private final double[] shares;

  /** [channel][node]: how the value grows with mu from the node on. */
  private final double[][] slopes;

  /**
   * Sets up a curve.
   *
   * @param names of the channels
   * @param nodes mu in 1/mm, ascending, at least two
   * @param values [channel][node]
   * @param shares what a unit of each channel's value adds to mu, in 1/mm: so mu is their sum
   */
  public ChannelCurve(List<String> names, double[] nodes, double[][] values, double[] shares) {
    if (nodes.length < 2
        || names.isEmpty()
        || values.length != names.size()
        || shares.length != names.size()) {
      throw new IllegalArgumentException("no channel, fewer than two nodes, or no value of each");
    }
    this.shares = shares.clone();
    this.names = List.copyOf(names);
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

  /** Returns the names of the channels. */
  public List<String> names() {
    return names;
  }

  /** Returns how many channels there are. */
  public int channels() {
    return names.size();
  }

  /** Returns what a unit of each channel's value adds to mu, in 1/mm. */
  public double[] shares() {
    return shares.clone();
  }

  /**
   * Works out the line integrals of mu of a detector row from those of the channels: their sum by
   * their shares, in float64, rounded once.
   *
   * @param shares of each channel
   * @param values the row's pixels of all channels
   * @param offsets where in {@code values} those of each channel begin
   * @param out receives them; its length is that of the row
   */
  public static void sum(double[] shares, float[] values, int[] offsets, float[] out) {
    for (int i = 0; i < out.length; i++) {
      double sum = 0;
      for (int k = 0; k < shares.length; k++) {
        sum += shares[k] * values[offsets[k] + i];
      }
      out[i] = (float) sum;
    }
  }

  /**
   * Works out a run of values of one channel.
   *
   * @param mu in 1/mm
   * @param from index of the first one in {@code mu}
   * @param count how many
   * @param out receives them, from index 0; NaN where mu is NaN
   */
  public void convert(int channel, double[] mu, int from, int count, double[] out) {
    double[] value = values[channel];
    double[] slope = slopes[channel];
    int last = slope.length - 1;
    for (int i = 0; i < count; i++) {
      double at = mu[from + i];
      int node = 0;
      while (node < last && at >= nodes[node + 1]) {
        node++;
      }
      out[i] = value[node] + (at - nodes[node]) * slope[node];
    }
  }

  /** Returns whether it has the same names and numbers. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChannelCurve curve
        && names.equals(curve.names)
        && Arrays.equals(nodes, curve.nodes)
        && Arrays.deepEquals(values, curve.values)
        && Arrays.equals(shares, curve.shares);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(nodes) + Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    return "channels " + String.join(", ", names);
  }
}
