package io.sinotrace.physics.detector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.Seed;
import io.sinotrace.physics.random.Gaussian;
import io.sinotrace.physics.random.NoiseKey;
import io.sinotrace.physics.random.NoiseSource;
import io.sinotrace.physics.random.NoiseStream;
import io.sinotrace.physics.random.Poisson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each stage of a detector against what follows from its definition. */
class DetectorTest {
  private static final int SAMPLES = 400_000;

  /** How far a figure may be from what is expected, in its own standard deviations. */
  private static final double SIGMAS = 4;

  private static final double[] ENERGIES = {30, 50, 70, 110};

  private static final double INFINITE = Double.POSITIVE_INFINITY;

  @RegisterExtension static final Seed SEED = Seed.fixed(145);

  private static NoiseStream stream(NoiseSource source) {
    return new NoiseStream(NoiseKey.of(SEED.value(), "slab", "head120", 0), source);
  }

  private static double[] samples(NoiseStream stream, ToDoubleFunction<NoiseStream> next) {
    double[] samples = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      stream.at(i / 1000, 2, i % 1000);
      samples[i] = next.applyAsDouble(stream);
    }
    return samples;
  }

  private static double mean(double[] samples) {
    return Arrays.stream(samples).average().orElseThrow();
  }

  private static double variance(double[] samples) {
    double mean = mean(samples);
    return Arrays.stream(samples).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
  }

  /**
   * Mean and variance of samples.
   *
   * @param excess kurtosis of their distribution: 0 for the normal one
   */
  private static void moments(double mean, double variance, double excess, double[] samples) {
    double n = samples.length;
    assertEquals(mean, mean(samples), SIGMAS * Math.sqrt(variance / n));
    assertEquals(variance, variance(samples), SIGMAS * variance * Math.sqrt((2 + excess) / n));
  }

  @Test
  void anAbsorberTakesUpWhatItDoesNotLetPass() {
    Absorber absorber = new Absorber(0.5, 0.8);
    double[] attenuation = {0, 1, 40, 1e-9};
    double[] efficiency = absorber.efficiency(attenuation);
    assertEquals(0, efficiency[0]);
    assertEquals(0.8 * (1 - Math.exp(-0.5)), efficiency[1], 1e-15);
    assertEquals(0.8, efficiency[2], 1e-8);
    assertEquals(0.8 * 0.5e-9, efficiency[3], 1e-18);
    PixelResponse response = PixelResponse.integrating(ENERGIES, absorber.efficiency(attenuation));
    for (int i = 0; i < ENERGIES.length; i++) {
      assertEquals(efficiency[i] * ENERGIES[i], response.first()[i], 1e-12);
      assertEquals(efficiency[i] * ENERGIES[i] * ENERGIES[i], response.second()[i], 1e-9);
    }
  }

  @Test
  void compoundSignalsHaveTheMomentsOfTheSpectrum() {
    double[] quanta = {3, 20, 15, 0.5};
    double[] m = spectralMoments(quanta);
    double[] samples =
        samples(stream(NoiseSource.QUANTA), s -> QuantumNoise.compound(s, ENERGIES, quanta));
    moments(m[1], m[2], m[4] / (m[2] * m[2]), samples);
    assertEquals(
        m[3] / Math.pow(m[2], 1.5), skewness(samples), SIGMAS * Math.sqrt(6.0 / SAMPLES) * 1.5);
  }

  @Test
  void matchedSignalsHaveTheSameMeanAndVariance() {
    double[] m = spectralMoments(new double[] {3, 20, 15, 0.5});
    double[] samples =
        samples(stream(NoiseSource.QUANTA), s -> QuantumNoise.matched(s, m[1], m[2]));
    moments(m[1], m[2], m[2] / (m[1] * m[1]), samples);
    assertEquals(0, QuantumNoise.matched(stream(NoiseSource.QUANTA), 0, 0));
  }

  /** Sums of n E^k, which are the cumulants of the signal. */
  private static double[] spectralMoments(double[] quanta) {
    double[] moments = new double[5];
    for (int k = 0; k < moments.length; k++) {
      for (int i = 0; i < quanta.length; i++) {
        moments[k] += quanta[i] * Math.pow(ENERGIES[i], k);
      }
    }
    return moments;
  }

  private static double skewness(double[] samples) {
    double mean = mean(samples);
    double third = Arrays.stream(samples).map(x -> Math.pow(x - mean, 3)).average().orElseThrow();
    return third / Math.pow(variance(samples), 1.5);
  }

  @Test
  void theDistanceBetweenBothIsBounded() {
    for (double scale : new double[] {0.1, 1, 30}) {
      double[] quanta = {3 * scale, 20 * scale, 15 * scale, 0.5 * scale};
      double[] m = spectralMoments(quanta);
      double bound = QuantumNoise.distance(m[1], m[2], m[3]);
      double[] exact =
          samples(stream(NoiseSource.QUANTA), s -> QuantumNoise.compound(s, ENERGIES, quanta));
      double[] matched =
          samples(stream(NoiseSource.ELECTRONICS), s -> QuantumNoise.matched(s, m[1], m[2]));
      double found = distance(exact, matched);
      // Two samples of one distribution are apart by more than this once in 1e4.
      double chance = 2.2 * Math.sqrt(2.0 / SAMPLES);
      assertTrue(found <= bound + chance, () -> found + " is more than " + bound);
      assertTrue(bound < 1.3 / Math.sqrt(38.5 * scale), () -> "no use: " + bound);
    }
  }

  /** Kolmogorov's distance of two samples. */
  private static double distance(double[] one, double[] other) {
    Arrays.sort(one);
    Arrays.sort(other);
    double most = 0;
    int j = 0;
    for (int i = 0; i < one.length; i++) {
      if (i + 1 < one.length && one[i + 1] == one[i]) {
        continue;
      }
      while (j < other.length && other[j] <= one[i]) {
        j++;
      }
      most = Math.max(most, Math.abs(i + 1 - j) / (double) one.length);
    }
    return most;
  }

  @Test
  void binsShareWhatInteracts() {
    double[] efficiency = {0.9, 0.8, 0.7, 0.4};
    CountingBins bins = new CountingBins(new double[] {30, 50.5, 70});
    assertArrayEquals(new double[] {0.9, 0.8, 0, 0}, bins.ideal(0, ENERGIES, efficiency).first());
    assertArrayEquals(new double[] {0, 0, 0, 0}, bins.ideal(1, ENERGIES, efficiency).first());
    assertArrayEquals(new double[] {0, 0, 0.7, 0.4}, bins.ideal(2, ENERGIES, efficiency).second());
  }

  @Test
  void aTableSaysWhatIsRegistered() {
    EnergyTable table =
        new EnergyTable(
            new double[] {20, 120},
            new double[] {10, 20, 60, 120},
            new double[][] {{0.2, 0.8, 0}, {0.1, 0.3, 0.6}});
    double[] efficiency = {0.5, 0.5, 0.5, 0.5};
    CountingBins bins = new CountingBins(new double[] {0, 15, 60});
    double[] sum = new double[ENERGIES.length];
    for (int bin = 0; bin < bins.size(); bin++) {
      double[] share = bins.tabulated(bin, ENERGIES, efficiency, table).first();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += share[i];
      }
    }
    assertArrayEquals(efficiency, sum, 1e-15);
    // 70 keV is half way: 0.15 below 20 keV, of which half lies above 15, and 0.3 above 60.
    double[] first = bins.tabulated(0, ENERGIES, efficiency, table).first();
    double[] last = bins.tabulated(2, ENERGIES, efficiency, table).first();
    assertEquals(0.5 * 0.15 / 2, first[2], 1e-15);
    assertEquals(0.5 * 0.3, last[2], 1e-15);
  }

  @Test
  void crosstalkKeepsTheSumAndMovesSharesToTheSides() {
    Crosstalk crosstalk = new Crosstalk(new double[] {0.05, 0.1, 0.7, 0.12, 0.03});
    double[] spread = crosstalk.spread(new double[] {0, 0, 0, 100, 0, 0, 0});
    assertArrayEquals(new double[] {0, 5, 10, 70, 12, 3, 0}, spread, 1e-12);
    // What would leave at the left is thrown back: 10 to the first pixel, 5 to the second.
    spread = crosstalk.spread(new double[] {100, 0, 0, 0});
    assertArrayEquals(new double[] {80, 17, 3, 0}, spread, 1e-12);
    NoiseStream random = stream(NoiseSource.QUANTA);
    for (int columns = 2; columns < 9; columns++) {
      double[] row = new double[columns];
      Arrays.setAll(row, c -> Poisson.next(random, 1000));
      assertEquals(Arrays.stream(row).sum(), Arrays.stream(crosstalk.spread(row)).sum(), 1e-9);
    }
  }

  @Test
  void crosstalkCorrelatesNeighbours() {
    double side = 0.1;
    Crosstalk crosstalk = new Crosstalk(new double[] {side, 1 - 2 * side, side});
    double[] row = samples(stream(NoiseSource.QUANTA), s -> Poisson.next(s, 200));
    double[] spread = crosstalk.spread(row);
    double kept = (1 - 2 * side) * (1 - 2 * side) + 2 * side * side;
    assertEquals(200 * kept, variance(spread), SIGMAS * 200 * 2 * Math.sqrt(2.0 / SAMPLES));
    double products = 0;
    for (int i = 1; i < SAMPLES; i++) {
      products += (spread[i] - 200) * (spread[i - 1] - 200) / SAMPLES;
    }
    assertEquals(200 * 2 * side * (1 - 2 * side), products, SIGMAS * 200 * 2 / Math.sqrt(SAMPLES));
  }

  @Test
  void afterglowReadsShareByShareAndIsTheSameForAViewAlone() {
    Afterglow afterglow = new Afterglow(new double[] {0.9, 0.07, 0.03});
    List<Integer> asked = new ArrayList<>();
    double[][] light = {{100, 1}, {0, 2}, {0, 3}, {50, 4}};
    double[][] expected = {{90, 0.9}, {7, 1.87}, {3, 2.87}, {45, 3.87}};
    for (int view = light.length - 1; view >= 0; view--) {
      double[] read =
          afterglow.read(
              view,
              v -> {
                asked.add(v);
                return light[v];
              });
      assertArrayEquals(expected[view], read, 1e-12);
    }
    assertEquals(List.of(3, 2, 1, 2, 1, 0, 1, 0, 0), asked);
    assertEquals(100, light[0][0]);
  }

  @Test
  void electronicsAddNoiseToTheGain() {
    Electronics electronics = new Electronics(2.5, 7, INFINITE, 0);
    double[] samples = samples(stream(NoiseSource.ELECTRONICS), s -> electronics.read(40, s, 1));
    moments(100, 49, 0, samples);
    assertEquals(100, electronics.read(40, null, 1));
  }

  @Test
  void theConverterRoundsToWholeNumbers() {
    Electronics electronics = new Electronics(1, 3, INFINITE, 12);
    double[] samples = samples(stream(NoiseSource.ELECTRONICS), s -> electronics.read(100.3, s, 1));
    assertTrue(Arrays.stream(samples).allMatch(x -> x == Math.rint(x)));
    // Sheppard: rounding adds a twelfth to the variance where the noise is wider than a step.
    moments(100.3, 9 + 1.0 / 12, 0, samples);
  }

  @Test
  void converterAndSaturationEndTheRange() {
    assertEquals(4095, new Electronics(1, 0, INFINITE, 12).read(1e9, null, 1));
    assertEquals(0, new Electronics(1, 0, INFINITE, 12).read(0.49, null, 1));
    assertEquals(1000, new Electronics(10, 0, 1000, 12).read(1e9, null, 1));
    assertEquals(1000, new Electronics(10, 0, 1000, 0).read(1e9, null, 1));
    assertEquals(4294967295.0, new Electronics(1, 0, INFINITE, 32).read(1e12, null, 1));
    Electronics low = new Electronics(1, 5, INFINITE, 8);
    double[] samples = samples(stream(NoiseSource.ELECTRONICS), s -> low.read(0, s, 1));
    assertTrue(Arrays.stream(samples).allMatch(x -> x >= 0));
  }

  @Test
  void stagesActInTheirOrder() {
    Electronics electronics = new Electronics(2, 4, 1000, 10);
    PixelMap pixels = new PixelMap(3, 5, new int[][] {{1, 0}, {2, 1}}, new int[][] {{1, 4}});
    Crosstalk crosstalk = new Crosstalk(new double[] {0.1, 0.8, 0.1});
    Afterglow afterglow = new Afterglow(new double[] {0.5, 0.25});
    DetectorChain chain = new DetectorChain(crosstalk, afterglow, electronics, pixels);
    double[][][] light = new double[2][3][5];
    light[0][1] = new double[] {0, 100, 0, 0, 0};
    light[1][1] = new double[] {0, 0, 10, 5000, 0};
    NoiseStream stream = stream(NoiseSource.ELECTRONICS);
    double[] read = chain.read(1, 1, (v, r) -> light[v][r], stream, 1);
    double[] signal = new double[5];
    double[] now = crosstalk.spread(light[1][1]);
    double[] before = crosstalk.spread(light[0][1]);
    for (int c = 0; c < 5; c++) {
      stream.at(1, 1, c);
      signal[c] = Math.rint((now[c] * 0.5 + before[c] * 0.25) * 2 + 4 * Gaussian.next(stream));
    }
    assertArrayEquals(new double[] {0, signal[1], signal[2], 1000, 1000}, read);
    assertArrayEquals(read, chain.read(1, 1, (v, r) -> light[v][r], stream, 1));
    double[] clean = chain.read(1, 1, (v, r) -> light[v][r], null, 0);
    assertArrayEquals(new double[] {0, 41, 513, 1000, 1000}, clean);
  }

  private static Arguments bad(String message, Executable bad) {
    return Arguments.of(message, bad);
  }

  private static EnergyTable table(double[] energies, double[] edges, double[]... shares) {
    return new EnergyTable(energies, edges, shares);
  }

  static List<Arguments> badInputs() {
    double[] two = {1, 2};
    EnergyTable table = table(two, two, new double[] {1}, new double[] {1});
    return List.of(
        bad("an absorber of -1.0 g/cm^2: expected a number above 0", () -> new Absorber(-1, 1)),
        bad(
            "a fill factor of 1.5: expected a number above 0, at most 1",
            () -> new Absorber(1, 1.5)),
        bad(
            "a mass attenuation of NaN: expected a number of at least 0",
            () -> new Absorber(1, 1).efficiency(new double[] {Double.NaN})),
        bad("0 thresholds: expected at least 1", () -> new CountingBins(new double[0])),
        bad(
            "-20.0 among the thresholds: expected numbers of at least 0 keV",
            () -> new CountingBins(new double[] {-20})),
        bad(
            "30.0 after 50.0 among the thresholds: expected them to ascend",
            () -> new CountingBins(new double[] {20, 50, 30})),
        bad(
            "1 edges of the response table: expected at least 2",
            () -> table(two, new double[] {1}, two, two)),
        bad(
            "1 lines in the response table: expected 2, one for each energy",
            () -> table(two, two, two)),
        bad(
            "2 shares at 1.0 keV of the response table: expected 1, one for each interval",
            () -> table(two, two, two, two)),
        bad(
            "the shares at 1.0 keV of the response table are 1.5 together: expected at most 1",
            () -> table(two, two, new double[] {1.5}, new double[] {1})),
        bad(
            "at 1.0 keV of the response table, a share of -1.0: expected a number of at least 0",
            () -> table(two, two, new double[] {-1}, new double[] {1})),
        bad(
            "3.0 keV is outside of the response table: expected 1.0 to 2.0 keV",
            () ->
                new CountingBins(new double[] {1})
                    .tabulated(0, new double[] {3}, new double[] {1}, table)),
        bad(
            "crosstalk of 2 shares: expected an odd number, the middle one the pixel's own",
            () -> new Crosstalk(new double[] {0.5, 0.5})),
        bad(
            "the shares of crosstalk are 0.75 together: expected 1",
            () -> new Crosstalk(new double[] {0.125, 0.5, 0.125})),
        bad(
            "a share of crosstalk of -0.5: expected a number of at least 0",
            () -> new Crosstalk(new double[] {-0.5, 2, -0.5})),
        bad(
            "crosstalk over 2 pixels to each side: expected at most the 1 columns of the detector",
            () -> new Crosstalk(new double[] {0, 0, 1, 0, 0}).spread(new double[1])),
        bad(
            "afterglow of 0 shares: expected at least the view's own",
            () -> new Afterglow(new double[0])),
        bad(
            "a view's own share is 0: expected a number above 0",
            () -> new Afterglow(new double[] {0, 1})),
        bad(
            "the shares of afterglow are 1.25 together: expected at most 1",
            () -> new Afterglow(new double[] {1, 0.25})),
        bad("a gain of 0.0: expected a number above 0", () -> new Electronics(0, 1, 1, 1)),
        bad(
            "electronic noise of -1.0: expected a number of at least 0",
            () -> new Electronics(1, -1, 1, 1)),
        bad(
            "saturation at NaN: expected a number above 0",
            () -> new Electronics(1, 1, Double.NaN, 1)),
        bad(
            "a converter of 33 bits: expected 1 to 32, or 0 for none",
            () -> new Electronics(1, 1, 1, 33)),
        bad(
            "a dead pixel in row 2, column 0: expected rows 0 to 1 and columns 0 to 2",
            () -> new PixelMap(2, 3, new int[][] {{2, 0}}, new int[0][])),
        bad(
            "a hot pixel of 3 numbers: expected its row and its column",
            () -> new PixelMap(2, 3, new int[0][], new int[][] {{1, 1, 1}})),
        bad(
            "the pixel in row 1, column 2 is both dead and hot: expected one of them",
            () -> new PixelMap(2, 3, new int[][] {{1, 2}}, new int[][] {{1, 2}})),
        bad(
            "hot pixels of a detector without saturation or converter: expected one of them, whose"
                + " greatest number they read",
            () ->
                new DetectorChain(
                    Crosstalk.NONE,
                    Afterglow.NONE,
                    Electronics.NONE,
                    new PixelMap(2, 3, new int[0][], new int[][] {{1, 2}}))));
  }

  @ParameterizedTest
  @MethodSource("badInputs")
  void badInputGetsOneLine(String message, Executable bad) {
    assertEquals(message, assertThrows(InputException.class, bad).getMessage());
  }
}
