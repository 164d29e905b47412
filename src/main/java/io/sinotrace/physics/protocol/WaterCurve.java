package io.sinotrace.physics.protocol;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How thick a layer of water attenuates a protocol's beam as much as an object does: minus the
 * logarithm of a transmission is no multiple of a thickness under a beam of many energies, and
 * images made of it cup.
 *
 * @param spectrum the protocol's, behind water and the bowtie if there is one: the first weights
 *     are its own, the second ones those times the mass attenuation of water
 */
record WaterCurve(AngledSpectrum spectrum) implements Serializable {
  /** Thicknesses at which the curve is known beforehand, so that steps begin near the end. */
  private static final int KNOWN = 1024;

  /** The greatest of them in g/cm^2: beyond, the curve goes on nearly straight. */
  private static final double THICKEST = 128;

  private static final int MOST_STEPS = 30;

  /**
   * A step of this length, in g/cm^2, ends within 1e-7 of the end: the next one would be as long as
   * its square times half of what the curve bends in 1 g/cm^2, in parts of its slope, which is 3
   * for a beam of 40 kV without filters, and far less for others.
   */
  private static final double NEAR = 1e-4;

  /** Finds the thickness for rows of pixels. Not for several threads. */
  static final class Inverse {
    private final RowSums sums;

    /** Line integrals at the known thicknesses on the central ray, without a bowtie. */
    private final double[] known;

    private final float[] layers;
    private final int[] offsets;
    private final double[] signal;
    private final double[] slope;

    /** Signal and slope without water; of a beam that is not even, others in each row. */
    private final double[] open;

    private final double[] openSlope;

    /**
     * Makes room.
     *
     * @param pixels of a row
     */
    Inverse(WaterCurve curve, int pixels) {
      this.sums = curve.spectrum.sums();
      this.offsets = sums.materials() == 1 ? new int[] {0} : new int[] {0, pixels};
      this.layers = new float[offsets.length * pixels];
      this.signal = new double[pixels];
      this.slope = new double[pixels];
      this.open = new double[pixels];
      this.openSlope = new double[pixels];
      sums.open(pixels, open, openSlope);
      this.known = known();
    }

    private double[] known() {
      float[] thicknesses = new float[2 * KNOWN];
      for (int k = 0; k < KNOWN; k++) {
        thicknesses[k] = (float) (k * (THICKEST / (KNOWN - 1)));
      }
      double[] integrals = new double[KNOWN];
      sums.sum(thicknesses, new int[] {0, KNOWN}, KNOWN, integrals, new double[KNOWN]);
      double whole = integrals[0];
      for (int k = 0; k < KNOWN; k++) {
        integrals[k] = Logarithms.integral(integrals[k], whole);
      }
      return integrals;
    }

    /** Returns about the thickness of a line integral. */
    private double about(double integral) {
      int found = Arrays.binarySearch(known, integral);
      int next = Math.min(KNOWN - 1, Math.max(1, found < 0 ? -found - 1 : found));
      double step = known[next] - known[next - 1];
      double part = step > 0 ? (integral - known[next - 1]) / step : 0;
      return (next - 1 + part) * (THICKEST / (KNOWN - 1));
    }

    /**
     * Finds the thickness of water behind which a pixel's transmission is that of its line
     * integral, by Newton's method. Where noise made that less than 0, there is no such thickness:
     * the curve is continued straight on.
     *
     * @param integrals minus the logarithm of the transmission
     * @param beam that arrives at the pixels without object
     * @param thickness receives the areal density of water, in g/cm^2
     */
    void find(double[] integrals, PixelBeam beam, double[] thickness) {
      int pixels = integrals.length;
      if (!beam.isEven()) {
        sums.from(beam.takeOff());
        if (beam.bowtie() == null) {
          sums.open(pixels, open, openSlope);
        } else {
          System.arraycopy(beam.bowtie(), 0, layers, pixels, pixels);
          Arrays.fill(layers, 0, pixels, 0);
          sums.sum(layers, offsets, pixels, open, openSlope);
        }
      }
      for (int i = 0; i < pixels; i++) {
        thickness[i] = integrals[i] * open[i] / openSlope[i];
        layers[i] = integrals[i] > 0 ? (float) about(integrals[i]) : 0;
      }
      boolean more = true;
      for (int step = 0; step < MOST_STEPS && more; step++) {
        sums.sum(layers, offsets, pixels, signal, slope);
        more = false;
        for (int i = 0; i < pixels; i++) {
          // From the same float again the same step: what is found stays, whatever others need.
          if (!(integrals[i] > 0)) {
            continue;
          }
          double at = layers[i];
          double excess = integrals[i] - Logarithms.integral(signal[i], open[i]);
          // Where nothing passes that numbers could hold, nobody knows more.
          thickness[i] = slope[i] > 0 ? at + excess * signal[i] / slope[i] : at;
          if (Math.abs(thickness[i] - at) > NEAR) {
            layers[i] = (float) thickness[i];
            more = true;
          }
        }
      }
    }
  }
}
