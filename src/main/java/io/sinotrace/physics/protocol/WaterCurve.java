package io.sinotrace.physics.protocol;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How thick a layer of water attenuates a protocol's beam as much as an object does: minus the
 * logarithm of a transmission is no multiple of a thickness under a beam of many energies, and
 * images made of it cup.
 *
 * @param spectrum the protocol's, behind water and the bowtie if there is one: the first weights
 *     are its own, the second ones those times the mass attenuation of water
 */
record WaterCurve(CondensedSpectrum spectrum) implements Serializable {
  /** Newton's method from no water at all doubles its digits in each step. */
  private static final int MOST_STEPS = 60;

  /** A thickness is right when a step changes it by less, in g/cm^2 and relative. */
  private static final double NEAR = 1e-10;

  /** Finds the thickness for rows of pixels. Not for several threads. */
  static final class Inverse {
    private final SpectrumSums sums;
    private final float[] layers;
    private final int[] offsets;
    private final double[] signal;
    private final double[] slope;
    private final double[] open;

    /**
     * Makes room.
     *
     * @param pixels of a row
     */
    Inverse(WaterCurve curve, int pixels) {
      this.sums = new SpectrumSums(curve.spectrum);
      this.offsets = sums.materials() == 1 ? new int[] {0} : new int[] {0, pixels};
      this.layers = new float[offsets.length * pixels];
      this.signal = new double[pixels];
      this.slope = new double[pixels];
      this.open = new double[pixels];
    }

    /**
     * Finds the thickness of water behind which a pixel's transmission is that of its line
     * integral: below 0 where the line integral is.
     *
     * <p>The logarithm of the signal is convex in the thickness, so that Newton's method comes
     * nearer from the thin side in every step.
     *
     * @param integrals minus the logarithm of the transmission
     * @param bowtie areal density before each pixel; null if the spectrum has none
     * @param thickness receives the areal density of water, in g/cm^2
     */
    void find(double[] integrals, float @Nullable [] bowtie, double[] thickness) {
      int pixels = integrals.length;
      if (bowtie != null) {
        System.arraycopy(bowtie, 0, layers, pixels, pixels);
      }
      for (int i = 0; i < pixels; i++) {
        layers[i] = 0;
      }
      sums.mean(layers, offsets, pixels, open);
      boolean more = true;
      for (int step = 0; step < MOST_STEPS && more; step++) {
        sums.meanAndVariance(layers, offsets, pixels, signal, slope);
        more = false;
        for (int i = 0; i < pixels; i++) {
          // The float is exactly what the sums are of: the last step is as good as float64.
          double at = layers[i];
          double excess = integrals[i] + Logarithms.ofRatio(signal[i], open[i]);
          double next = at + excess * signal[i] / slope[i];
          thickness[i] = next;
          layers[i] = (float) next;
          more |= Math.abs(layers[i] - at) > NEAR * Math.max(1, Math.abs(next));
        }
      }
    }
  }
}
