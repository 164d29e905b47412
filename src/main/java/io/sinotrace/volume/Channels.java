package io.sinotrace.volume;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels of a volume.
 *
 * @param names of the materials that they are of; none where the only channel is mu itself
 * @param shares what a unit of each channel's value adds to mu, in 1/mm: so mu is their sum
 */
public record Channels(List<String> names, List<Double> shares) implements Serializable {
  /** One channel, mu. */
  public static final Channels MU = new Channels(List.of(), List.of(1.0));

  /** Checks the numbers of names and shares. */
  public Channels {
    names = List.copyOf(names);
    shares = List.copyOf(shares);
    if (shares.isEmpty() || shares.size() != Math.max(1, names.size())) {
      throw new IllegalArgumentException(names + " with the shares " + shares);
    }
  }

  /** Returns how many there are, at least 1. */
  public int count() {
    return shares.size();
  }

  /** Returns these and, behind them, others; all have names. */
  public Channels and(Channels others) {
    List<String> allNames = new ArrayList<>(names);
    allNames.addAll(others.names);
    List<Double> allShares = new ArrayList<>(shares);
    allShares.addAll(others.shares);
    return new Channels(allNames, allShares);
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
}
