package io.sinotrace.physics.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Weighted sums over a spectrum that depends on the angle at which a ray leaves the anode:
 * interpolated between those of the {@linkplain TakeOffAngles angles} next to it. The same bits for
 * every part of a row. Not for several threads.
 */
final class AngledSums implements RowSums {
  private final TakeOffAngles angles;
  private final SpectrumSums[] members;
  private final int central;
  private double @Nullable [] takeOff;

  /** What each member sums up to where nothing is in the way. */
  private final double[] openMean;

  private final double[] openVariance;

  /** The first of the angles that are nearest to each pixel's, and the weights of all of them. */
  private int[] first = new int[0];

  private double[] weights = new double[0];
  private double[] partMean = new double[0];
  private double[] partVariance = new double[0];

  AngledSums(AngledSpectrum spectrum, TakeOffAngles angles) {
    this.angles = angles;
    this.members = spectrum.members().stream().map(SpectrumSums::new).toArray(SpectrumSums[]::new);
    this.central = angles.central();
    this.openMean = new double[members.length];
    this.openVariance = new double[members.length];
    for (int member = 0; member < members.length; member++) {
      double[] mean = new double[1];
      double[] variance = new double[1];
      members[member].open(1, mean, variance);
      openMean[member] = mean[0];
      openVariance[member] = variance[0];
    }
  }

  @Override
  public int materials() {
    return members[central].materials();
  }

  @Override
  public void from(double @Nullable [] takeOff) {
    this.takeOff = takeOff;
    if (takeOff == null) {
      return;
    }
    int pixels = takeOff.length;
    if (first.length < pixels) {
      first = new int[pixels];
      weights = new double[TakeOffAngles.POINTS * pixels];
      partMean = new double[pixels];
      partVariance = new double[pixels];
    }
    for (int i = 0; i < pixels; i++) {
      first[i] = angles.nearest(takeOff[i], weights, TakeOffAngles.POINTS * i);
    }
  }

  @Override
  public void sum(float[] values, int[] offsets, int pixels, double[] mean, double[] variance) {
    if (takeOff == null) {
      members[central].sum(values, offsets, pixels, mean, variance);
      return;
    }
    Arrays.fill(mean, 0, pixels, 0);
    Arrays.fill(variance, 0, pixels, 0);
    for (int member = 0; member < members.length; member++) {
      int from = 0;
      while (from < pixels && !needs(from, member)) {
        from++;
      }
      int to = pixels;
      while (to > from && !needs(to - 1, member)) {
        to--;
      }
      if (from < to) {
        add(member, from, to, values, offsets, mean, variance);
      }
    }
  }

  @Override
  public void open(int pixels, double[] mean, double[] variance) {
    if (takeOff == null) {
      members[central].open(pixels, mean, variance);
      return;
    }
    for (int i = 0; i < pixels; i++) {
      mean[i] = 0;
      variance[i] = 0;
      for (int point = 0; point < TakeOffAngles.POINTS; point++) {
        double weight = weights[TakeOffAngles.POINTS * i + point];
        mean[i] = Math.fma(weight, openMean[first[i] + point], mean[i]);
        variance[i] = Math.fma(weight, openVariance[first[i] + point], variance[i]);
      }
    }
  }

  private boolean needs(int pixel, int member) {
    return member >= first[pixel] && member < first[pixel] + TakeOffAngles.POINTS;
  }

  /** Adds the share of one angle to the pixels that are near it. */
  private void add(
      int member,
      int from,
      int to,
      float[] values,
      int[] offsets,
      double[] mean,
      double[] variance) {
    int[] shifted = Arrays.stream(offsets).map(offset -> offset + from).toArray();
    members[member].sum(values, shifted, to - from, partMean, partVariance);
    for (int i = from; i < to; i++) {
      if (needs(i, member)) {
        double weight = weights[TakeOffAngles.POINTS * i + member - first[i]];
        mean[i] = Math.fma(weight, partMean[i - from], mean[i]);
        variance[i] = Math.fma(weight, partVariance[i - from], variance[i]);
      }
    }
  }
}
