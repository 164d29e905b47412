package io.sinotrace.physics.protocol.sums.simd;

import io.sinotrace.physics.arithmetic.simd.VectorMath;
import io.sinotrace.physics.protocol.sums.ScalarSums;
import io.sinotrace.physics.protocol.sums.SumKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A pixel in each lane of two vectors: the steps of one exponential wait for each other, those of
 * two do not.
 */
public final class VectorSums implements SumKernel {
  private static final VectorSpecies<Double> SPECIES = VectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

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
    int materials = attenuation.length / first.length;
    int i = 0;
    for (; i + 2 * LANES <= pixels; i += 2 * LANES) {
      two(first, second, attenuation, materials, layers, pixels, i, mean, variance);
    }
    ScalarSums.sum(first, second, attenuation, layers, pixels, i, mean, variance);
  }

  private static void two(
      double[] first,
      double[] second,
      double[] attenuation,
      int materials,
      double[] layers,
      int pixels,
      int at,
      double[] mean,
      double[] variance) {
    DoubleVector meanA = DoubleVector.zero(SPECIES);
    DoubleVector meanB = meanA;
    DoubleVector varianceA = meanA;
    DoubleVector varianceB = meanA;
    for (int j = 0; j < first.length; j++) {
      DoubleVector exponentA = DoubleVector.zero(SPECIES);
      DoubleVector exponentB = exponentA;
      for (int m = 0; m < materials; m++) {
        DoubleVector k = DoubleVector.broadcast(SPECIES, -attenuation[j * materials + m]);
        int layer = m * pixels + at;
        exponentA = k.fma(DoubleVector.fromArray(SPECIES, layers, layer), exponentA);
        exponentB = k.fma(DoubleVector.fromArray(SPECIES, layers, layer + LANES), exponentB);
      }
      DoubleVector passedA = VectorMath.exp(exponentA);
      DoubleVector passedB = VectorMath.exp(exponentB);
      DoubleVector ofMean = DoubleVector.broadcast(SPECIES, first[j]);
      DoubleVector ofVariance = DoubleVector.broadcast(SPECIES, second[j]);
      meanA = ofMean.fma(passedA, meanA);
      meanB = ofMean.fma(passedB, meanB);
      varianceA = ofVariance.fma(passedA, varianceA);
      varianceB = ofVariance.fma(passedB, varianceB);
    }
    meanA.intoArray(mean, at);
    meanB.intoArray(mean, at + LANES);
    varianceA.intoArray(variance, at);
    varianceB.intoArray(variance, at + LANES);
  }
}
