package io.sinotrace.physics.protocol.sums.simd;

import io.sinotrace.physics.arithmetic.simd.VectorMath;
import io.sinotrace.physics.protocol.sums.ScalarSums;
import io.sinotrace.physics.protocol.sums.SumKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A pixel in each lane of a vector.
 *
 * <p>The exponentials of a pixel's nodes do not wait for each other, so that the processor works on
 * several at a time. Two vectors in one loop are too much for the JVM: it stops inlining in methods
 * of that size, and a vector that is passed to a call costs more than all arithmetic on it.
 */
public final class VectorSums implements SumKernel {
  private static final VectorSpecies<Double> SPECIES = VectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  private final SumKernel few = new ScalarSums();

  @Override
  public String refusal() {
    return LANES > 1 ? "" : "its vectors have one lane";
  }

  @Override
  public void sum(
      double[] first,
      double[] second,
      double[] attenuation,
      double[] layers,
      int pixels,
      double[] mean,
      double[] variance) {
    if (pixels < LANES) {
      few.sum(first, second, attenuation, layers, pixels, mean, variance);
      return;
    }
    int materials = attenuation.length / first.length;
    for (int i = 0; i < pixels; i += LANES) {
      // The last vector ends with the row: some pixels get their sums twice.
      int at = Math.min(i, pixels - LANES);
      sum(first, second, attenuation, materials, layers, pixels, at, mean, variance);
    }
  }

  private static void sum(
      double[] first,
      double[] second,
      double[] attenuation,
      int materials,
      double[] layers,
      int pixels,
      int at,
      double[] mean,
      double[] variance) {
    DoubleVector meanSum = DoubleVector.zero(SPECIES);
    DoubleVector varianceSum = meanSum;
    for (int j = 0; j < first.length; j++) {
      DoubleVector exponent = DoubleVector.zero(SPECIES);
      for (int m = 0; m < materials; m++) {
        DoubleVector k = DoubleVector.broadcast(SPECIES, -attenuation[j * materials + m]);
        exponent = k.fma(DoubleVector.fromArray(SPECIES, layers, m * pixels + at), exponent);
      }
      DoubleVector passed = VectorMath.exp(exponent);
      meanSum = DoubleVector.broadcast(SPECIES, first[j]).fma(passed, meanSum);
      varianceSum = DoubleVector.broadcast(SPECIES, second[j]).fma(passed, varianceSum);
    }
    meanSum.intoArray(mean, at);
    varianceSum.intoArray(variance, at);
  }
}
