package io.sinotrace.physics.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.beam.Spectrum;
import io.sinotrace.physics.beam.TubeModel;
import io.sinotrace.physics.protocol.sums.ScalarSums;
import io.sinotrace.physics.protocol.sums.SumKernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of exponentials behind rows of pixels. */
class SpectrumSumsTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  private static CondensedSpectrum spectrum(SplittableRandom random, int materials, int nodes) {
    double[][] attenuation = new double[materials][];
    for (int m = 0; m < materials; m++) {
      attenuation[m] = random.doubles(nodes, 0.1, 3).toArray();
    }
    return new CondensedSpectrum(
        random.doubles(nodes, 10, 150).sorted().toArray(),
        random.doubles(nodes, 0, 1).toArray(),
        random.doubles(nodes, 0, 50).toArray(),
        attenuation,
        0);
  }

  private static float[] densities(SplittableRandom random, int count) {
    float[] densities = new float[count];
    for (int i = 0; i < count; i++) {
      densities[i] = (float) random.nextDouble(-1, 60);
    }
    return densities;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5})
  void theyAreThoseOfPlainArithmetic(int materials) {
    SplittableRandom random = SEED.random();
    CondensedSpectrum spectrum = spectrum(random, materials, 17);
    int pixels = 100;
    float[] values = densities(random, materials * pixels + 7);
    int[] offsets = new int[materials];
    for (int m = 0; m < materials; m++) {
      offsets[m] = 7 + m * pixels;
    }
    double[] mean = new double[pixels];
    double[] variance = new double[pixels];
    new SpectrumSums(spectrum, SumKernels.BEST).sum(values, offsets, pixels, mean, variance);
    for (int i = 0; i < pixels; i++) {
      double first = 0;
      double second = 0;
      for (int j = 0; j < spectrum.nodes(); j++) {
        double exponent = 0;
        for (int m = 0; m < materials; m++) {
          exponent -= spectrum.attenuation()[m][j] * values[offsets[m] + i];
        }
        first += spectrum.first()[j] * StrictMath.exp(exponent);
        second += spectrum.second()[j] * StrictMath.exp(exponent);
      }
      // An exponent of 500 may be off by 1e-13, and so may its exponential.
      assertEquals(1, mean[i] / first, 1e-12);
      assertEquals(1, variance[i] / second, 1e-12);
    }
  }

  /** Vectors and single pixels, and a row and its parts. */
  @Test
  void everyWayHasTheSameBits() {
    assertTrue(SumKernels.BEST.getClass() != ScalarSums.class, "this JVM has no vectors");
    SplittableRandom random = SEED.random();
    for (int pixels = 0; pixels < 70; pixels++) {
      for (int materials = 1; materials < 5; materials++) {
        CondensedSpectrum spectrum = spectrum(random, materials, 1 + random.nextInt(20));
        float[] values = densities(random, materials * pixels);
        if (pixels > 20) {
          values[3] = Float.NaN;
          values[7] = -1e5f;
          values[11] = 1e5f;
          values[17] = Float.POSITIVE_INFINITY;
        }
        int[] offsets = new int[materials];
        for (int m = 0; m < materials; m++) {
          offsets[m] = m * pixels;
        }
        double[][] vectors = new double[2][pixels];
        double[][] single = new double[2][pixels];
        new SpectrumSums(spectrum, SumKernels.BEST)
            .sum(values, offsets, pixels, vectors[0], vectors[1]);
        new SpectrumSums(spectrum, new ScalarSums())
            .sum(values, offsets, pixels, single[0], single[1]);
        assertBits(single, vectors);
        if (pixels > 0) {
          int from = random.nextInt(pixels);
          int[] part = offsets.clone();
          for (int m = 0; m < materials; m++) {
            part[m] += from;
          }
          double[][] rest = new double[2][pixels - from];
          new SpectrumSums(spectrum, SumKernels.BEST)
              .sum(values, part, pixels - from, rest[0], rest[1]);
          for (int i = from; i < pixels; i++) {
            assertEquals(bits(single[0][i]), bits(rest[0][i - from]));
          }
        }
      }
    }
  }

  /** What lies outside of the box is summed over all energies. */
  @Test
  void beyondTheBoxNothingIsCondensed() {
    Spectrum tube = new TubeModel(120, 12).spectrum();
    double[][] attenuation =
        Stream.of("water", "bone")
            .map(
                name ->
                    Arrays.stream(tube.energies())
                        .map(Materials.named(name)::massAttenuation)
                        .toArray())
            .toArray(double[][]::new);
    WeightedSpectrum whole =
        new WeightedSpectrum(tube.energies(), tube.quanta(), tube.quanta(), attenuation);
    BoxedSpectrum boxed = BoxedSpectrum.of(whole, new double[] {2, 1}, 1e-4);
    assertTrue(boxed.condensed().nodes() < 20, "" + boxed.condensed().nodes());
    float[] densities = {1, 30, -2, 0, 0.5f, 0, 0, 15};
    double[] mean = new double[4];
    double[] variance = new double[4];
    new SpectrumSums(boxed).sum(densities, new int[] {0, 4}, 4, mean, variance);
    double[] exact = new double[4];
    new SpectrumSums(CondensedSpectrum.whole(whole), new ScalarSums())
        .sum(densities, new int[] {0, 4}, 4, exact, variance);
    assertTrue(mean[0] != exact[0]);
    assertEquals(1, mean[0] / exact[0], 1e-4);
    for (int i = 1; i < 4; i++) {
      assertEquals(exact[i], mean[i]);
    }
  }

  private static long bits(double value) {
    return Double.doubleToLongBits(value);
  }

  private static void assertBits(double[][] expected, double[][] actual) {
    for (int k = 0; k < expected.length; k++) {
      long[] bits = new long[expected[k].length];
      long[] others = new long[bits.length];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = bits(expected[k][i]);
        others[i] = bits(actual[k][i]);
      }
      assertArrayEquals(bits, others);
    }
  }
}
