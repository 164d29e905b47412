package io.sinotrace.physics.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CondensedSpectrumTest {
  @RegisterExtension final Seed seed = Seed.drawn();

  private static final double[] BOX = {60, 20};

  /** Two powers of the energy with the steep and the flat part of water and of bone, about. */
  private static double water(double keV) {
    return 4500 / (keV * keV * keV) + 0.18;
  }

  private static double bone(double keV) {
    return 25_000 / (keV * keV * keV) + 0.17;
  }

  /** Iodine, about: its K edge at 33.17 keV makes it six times as strong. */
  private static double iodine(double keV) {
    return (keV < 33.17 ? 220_000 : 1_300_000) / (keV * keV * keV) + 0.15;
  }

  /** A spectrum of the shape of a tube's, hardened, in bins of 0.5 keV up to 120. */
  private static WeightedSpectrum tube(double[] second, double[]... attenuation) {
    double[] energies = energies();
    double[] first =
        Arrays.stream(energies)
            .map(e -> (120 / e - 1) * e * Math.exp(-22_000 / (e * e * e)))
            .toArray();
    return new WeightedSpectrum(energies, first, second, attenuation);
  }

  private static double[] energies() {
    return IntStream.range(0, 220).mapToDouble(i -> 10.25 + 0.5 * i).toArray();
  }

  private static double[] none() {
    return new double[energies().length];
  }

  private static double[] of(java.util.function.DoubleUnaryOperator attenuation) {
    return Arrays.stream(energies()).map(attenuation).toArray();
  }

  /** The plain sum over bins, of either weights. */
  private static double sum(double[] weights, double[][] attenuation, double... point) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double exponent = 0;
      for (int m = 0; m < point.length; m++) {
        exponent += attenuation[m][i] * point[m];
      }
      sum += weights[i] * Math.exp(-exponent);
    }
    return sum;
  }

  @Test
  void aSumOverAllBinsIsThatOfFewEnergiesToTheToleranceAnywhereInTheBox() {
    double[] second = Arrays.stream(energies()).map(e -> 3 * e * e).toArray();
    WeightedSpectrum spectrum =
        tube(second, of(CondensedSpectrumTest::water), of(CondensedSpectrumTest::bone));
    for (double tolerance : new double[] {1e-3, 1e-6}) {
      CondensedSpectrum few = CondensedSpectrum.of(spectrum, BOX, tolerance);
      assertTrue(few.error() <= tolerance, () -> "stated error " + few.error());
      assertTrue(few.nodes() <= 24, () -> few.nodes() + " energies");
      SplittableRandom random = seed.random();
      for (int k = 0; k < 100_000; k++) {
        double[] point = {BOX[0] * random.nextDouble(), BOX[1] * random.nextDouble()};
        double mean = sum(spectrum.first(), spectrum.attenuation(), point);
        double variance = sum(spectrum.second(), spectrum.attenuation(), point);
        assertEquals(1, sum(few.first(), few.attenuation(), point) / mean, tolerance);
        assertEquals(1, sum(few.second(), few.attenuation(), point) / variance, tolerance);
      }
    }
  }

  /** Most of such a box lets nothing pass: the error is that of what does. */
  @Test
  void theErrorOfABoxThatIsMuchTooLargeIsTold() {
    double[][] attenuation = {of(CondensedSpectrumTest::water), of(CondensedSpectrumTest::bone)};
    WeightedSpectrum spectrum = tube(none(), attenuation);
    CondensedSpectrum condensed =
        CondensedSpectrum.of(spectrum, new double[] {10_000, 10_000}, 1e-6);
    assertTrue(condensed.error() > 0, "" + condensed.error());
    double worst = 0;
    for (double water = 0; water <= 60; water += 4) {
      for (double bone = 0; bone <= 20; bone += 2) {
        double exact = sum(spectrum.first(), attenuation, water, bone);
        double few = sum(condensed.first(), condensed.attenuation(), water, bone);
        worst = Math.max(worst, Math.abs(few / exact - 1));
      }
    }
    assertTrue(worst <= 2 * condensed.error(), worst + " " + condensed.error());
  }

  @Test
  void aSingleEnergyStaysAsItIs() {
    CondensedSpectrum one =
        CondensedSpectrum.of(
            new WeightedSpectrum(
                new double[] {60}, new double[] {7}, new double[] {0}, new double[][] {{0.2}}),
            new double[] {50},
            1e-6);
    assertArrayEquals(new double[] {60}, one.energies());
    assertEquals(7, one.first()[0], 7e-13);
    assertArrayEquals(new double[] {0}, one.second());
  }

  @Test
  void withoutMaterialsTheWeightsAddUpToTheOpenBeam() {
    WeightedSpectrum spectrum = tube(none());
    CondensedSpectrum open = CondensedSpectrum.of(spectrum, new double[0], 1e-9);
    assertEquals(
        1, Arrays.stream(open.first()).sum() / Arrays.stream(spectrum.first()).sum(), 1e-9);
    assertEquals(1, open.nodes());
  }

  @Test
  void energiesAreThoseOfTheSpectrumOnTheirSideOfAnEdge() {
    WeightedSpectrum spectrum =
        tube(none(), of(CondensedSpectrumTest::water), of(CondensedSpectrumTest::iodine));
    CondensedSpectrum few = CondensedSpectrum.of(spectrum, new double[] {40, 0.5}, 1e-6);
    assertTrue(few.error() <= 1e-6, () -> "stated error " + few.error());
    for (int j = 0; j < few.nodes(); j++) {
      int bin = Arrays.binarySearch(spectrum.energies(), few.energies()[j]);
      assertTrue(bin >= 0);
      assertEquals(iodine(few.energies()[j]), few.attenuation()[1][j]);
    }
    assertTrue(few.energies()[0] < 33.17 && few.energies()[few.nodes() - 1] > 33.17);
  }

  @Test
  void theSameSpectrumGivesTheSameBits() {
    WeightedSpectrum spectrum = tube(none(), of(CondensedSpectrumTest::water));
    CondensedSpectrum a = CondensedSpectrum.of(spectrum, new double[] {60}, 1e-6);
    CondensedSpectrum b = CondensedSpectrum.of(spectrum, new double[] {60}, 1e-6);
    assertArrayEquals(a.first(), b.first());
    assertArrayEquals(a.energies(), b.energies());
  }

  @Test
  void refusesWhatIsNoSpectrum() {
    double[] two = {20, 30};
    double[][] some = {{1, 1}};
    assertThrows(
        IllegalArgumentException.class,
        () -> new WeightedSpectrum(two, new double[] {1}, two, some));
    assertThrows(
        IllegalArgumentException.class,
        () -> new WeightedSpectrum(two, new double[] {0, 0}, two, some));
    assertThrows(
        IllegalArgumentException.class,
        () -> new WeightedSpectrum(two, new double[] {1, -1}, two, some));
    assertThrows(
        IllegalArgumentException.class,
        () -> new WeightedSpectrum(new double[] {30, 20}, two, two, some));
    assertThrows(
        IllegalArgumentException.class,
        () -> new WeightedSpectrum(two, two, two, new double[][] {{1, Double.NaN}}));
    WeightedSpectrum good = new WeightedSpectrum(two, two, two, some);
    assertThrows(
        IllegalArgumentException.class, () -> CondensedSpectrum.of(good, new double[2], 1e-6));
  }
}
