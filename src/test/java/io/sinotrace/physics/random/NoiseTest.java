package io.sinotrace.physics.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Jvms;
import io.sinotrace.Seed;
import io.sinotrace.physics.arithmetic.StableMath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.zip.CRC32C;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Noise has the distribution that it claims, and depends on nothing but what it is for. */
class NoiseTest {
  private static final int PIXELS = 1_000_000;
  private static final int COLUMNS = 1000;

  /** How far a figure may be from what is expected, in its own standard deviations. */
  private static final double SIGMAS = 4;

  /** The chance with which a right distribution would fail a test, were its seed drawn anew. */
  private static final double SIGNIFICANCE = 1e-4;

  @RegisterExtension static final Seed SEED = Seed.fixed(146);

  private static NoiseKey key() {
    return NoiseKey.of(SEED.value(), "head", "head120", 0);
  }

  /** One number of each pixel of a view. */
  private static double[] view(
      NoiseKey key, NoiseSource source, int view, ToDoubleFunction<NoiseStream> next) {
    return view(new NoiseStream(key, source), view, next);
  }

  private static double[] view(NoiseStream stream, int view, ToDoubleFunction<NoiseStream> next) {
    double[] numbers = new double[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      stream.at(view, i / COLUMNS, i % COLUMNS);
      numbers[i] = next.applyAsDouble(stream);
    }
    return numbers;
  }

  private static double[] quanta(double mean) {
    return view(key(), NoiseSource.QUANTA, 3, stream -> Poisson.next(stream, mean));
  }

  private static void near(double expected, double deviation, double found) {
    assertEquals(expected, found, SIGMAS * deviation);
  }

  /** Mean and variance, whose fourth central moment is given. */
  private static void moments(double[] numbers, double mean, double variance, double fourth) {
    double sum = 0;
    double squares = 0;
    for (double number : numbers) {
      sum += number - mean;
      squares += (number - mean) * (number - mean);
    }
    near(0, Math.sqrt(variance / numbers.length), sum / numbers.length);
    near(
        variance,
        Math.sqrt((fourth - variance * variance) / numbers.length),
        squares / numbers.length);
  }

  /** Counts against probabilities of cells. */
  private static void chiSquare(long[] counts, double[] probabilities) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = probabilities[i] * PIXELS;
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    double p = new ChiSquaredDistribution(counts.length - 1).cumulativeProbability(sum);
    assertTrue(
        p > SIGNIFICANCE / 2 && p < 1 - SIGNIFICANCE / 2,
        "chi-square " + sum + " of " + counts.length + " cells");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.5, 5, 9.999, 10, 50, 500, 5e4, 5e6})
  void countsOfQuantaAreThoseOfPoisson(double mean) {
    double[] numbers = quanta(mean);
    moments(numbers, mean, mean, mean * (1 + 3 * mean));

    // Cells of neighbouring counts, none of them rare: probabilities by somebody else's program.
    PoissonDistribution poisson = new PoissonDistribution(mean);
    int least = (int) Math.max(0, mean - 7 * Math.sqrt(mean) - 7);
    int most = (int) (mean + 7 * Math.sqrt(mean) + 20);
    int[] cell = new int[most - least + 1];
    List<Double> probabilities = new ArrayList<>();
    double sum = 0;
    double all = 0;
    for (int n = least; n <= most; n++) {
      cell[n - least] = probabilities.size();
      sum += poisson.probability(n);
      all += poisson.probability(n);
      if (sum > 0.005 && 1 - all > 1e-4) {
        probabilities.add(sum);
        sum = 0;
      }
    }
    probabilities.add(sum);
    assertEquals(1, all, 1e-8);
    long[] counts = new long[probabilities.size()];
    for (double number : numbers) {
      counts[cell[(int) number - least]]++;
    }
    chiSquare(counts, probabilities.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e9, 1e12, 1e15})
  void manyQuantaAreThoseOfPoisson(double mean) {
    double[] numbers = quanta(mean);
    moments(numbers, mean, mean, mean * (1 + 3 * mean));
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (numbers[i] - mean) / Math.sqrt(mean);
    }
    normalCells(numbers);
  }

  @Test
  void electronicNoiseIsNormal() {
    double[] numbers = view(key(), NoiseSource.ELECTRONICS, 3, Gaussian::next);
    moments(numbers, 0, 1, 3);
    normalCells(numbers);
    long beyond = Arrays.stream(numbers).filter(x -> Math.abs(x) > 4).count();
    double expected = PIXELS * 2 * new NormalDistribution().cumulativeProbability(-4);
    near(expected, Math.sqrt(expected), (double) beyond);
  }

  private static void normalCells(double[] numbers) {
    NormalDistribution normal = new NormalDistribution();
    long[] counts = new long[100];
    for (double number : numbers) {
      counts[(int) (normal.cumulativeProbability(number) * counts.length)]++;
    }
    double[] probabilities = new double[counts.length];
    Arrays.fill(probabilities, 1.0 / counts.length);
    chiSquare(counts, probabilities);
  }

  @Test
  void noQuantaComeOfNone() {
    for (double number : quanta(0)) {
      assertEquals(0, number);
    }
  }

  @Test
  void probabilitiesAreThoseOfAnotherProgram() {
    for (double mean : new double[] {10, 12.5, 1000, 3e6}) {
      PoissonDistribution poisson = new PoissonDistribution(mean);
      for (int sigmas = -6; sigmas <= 6; sigmas++) {
        int n = (int) Math.max(0, mean + sigmas * Math.sqrt(mean));
        assertEquals(
            poisson.logProbability(n), Poisson.logProbability(n, mean), 1e-9, mean + ", " + n);
      }
    }
  }

  @Test
  void noPixelsNoiseTellsOfAnothers() {
    ToDoubleFunction<NoiseStream> next = stream -> Poisson.next(stream, 50);
    long seed = SEED.value();
    double[] one = view(key(), NoiseSource.QUANTA, 3, next);
    uncorrelated(one, shifted(one, 1));
    uncorrelated(one, shifted(one, COLUMNS));
    uncorrelated(one, view(key(), NoiseSource.QUANTA, 4, next));
    uncorrelated(one, view(key(), NoiseSource.ELECTRONICS, 3, next));
    uncorrelated(one, view(new NoiseStream(key(), NoiseSource.QUANTA, 1), 3, next));
    for (NoiseKey other :
        List.of(
            NoiseKey.of(seed + 1, "head", "head120", 0),
            NoiseKey.of(seed, "chest", "head120", 0),
            NoiseKey.of(seed, "head", "head80", 0),
            NoiseKey.of(seed, "head", "head120", 1))) {
      uncorrelated(one, view(other, NoiseSource.QUANTA, 3, next));
    }
  }

  private static double[] shifted(double[] numbers, int by) {
    double[] shifted = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      shifted[i] = numbers[(i + by) % numbers.length];
    }
    return shifted;
  }

  /** Of independent numbers of variance and mean 50 the products have mean 0, variance 50^2. */
  private static void uncorrelated(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (one[i] - 50) * (other[i] - 50) / 50;
    }
    near(0, 1 / Math.sqrt(one.length), sum / one.length);
  }

  @Test
  void theOrderInWhichPixelsAreComputedDoesNotMatter() {
    SplittableRandom random = SEED.random();
    double[] one = quanta(20);
    NoiseStream stream = new NoiseStream(key(), NoiseSource.QUANTA);
    for (int i = 0; i < 10_000; i++) {
      int pixel = random.nextInt(PIXELS);
      stream.at(random.nextInt(9), random.nextInt(9), random.nextInt(9));
      Gaussian.next(stream);
      stream.at(3, pixel / COLUMNS, pixel % COLUMNS);
      assertEquals(one[pixel], (double) Poisson.next(stream, 20));
    }
  }

  @Test
  void keysDifferWhereverTheirPartsDo() {
    assertEquals(key(), NoiseKey.of(SEED.value(), "head", "head120", 0));
    assertNotEquals(NoiseKey.of(1, "ab", "c", 0), NoiseKey.of(1, "a", "bc", 0));
    assertThrows(IllegalArgumentException.class, () -> NoiseKey.of(1, "a", "b", -1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-300, -1, Double.NaN, Double.POSITIVE_INFINITY, 1.1e15})
  void meansThatAreNoneAreRefused(double mean) {
    NoiseStream stream = new NoiseStream(key(), NoiseSource.QUANTA);
    assertThrows(IllegalArgumentException.class, () -> Poisson.next(stream, mean));
  }

  /** Prints a checksum of noise and functions of many sizes. */
  static final class Digest {
    private Digest() {}

    public static void main(String[] args) {
      System.out.print(digest());
    }
  }

  private static String digest() {
    NoiseStream stream = new NoiseStream(NoiseKey.of(5, "scan", "x", 2), NoiseSource.QUANTA);
    CRC32C crc = new CRC32C();
    ByteBuffer numbers = ByteBuffer.allocate(4 * Double.BYTES);
    for (int i = 0; i < 40_000; i++) {
      stream.at(i, i / 7, i % 7);
      double mean = StableMath.exp(stream.nextDouble() * 40 - 6);
      numbers
          .clear()
          .putDouble(mean)
          .putDouble(StableMath.log(mean))
          .putLong(Poisson.next(stream, mean))
          .putDouble(Gaussian.next(stream));
      crc.update(numbers.flip());
    }
    return "%08x".formatted(crc.getValue());
  }

  @Test
  void everyJvmHasTheSameBits() throws Exception {
    String here = digest();
    for (Path java : Jvms.all()) {
      for (String how : List.of("-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation")) {
        Process process =
            new ProcessBuilder(
                    java.toString(),
                    how,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Digest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String there =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(0, process.waitFor(), java::toString);
        assertEquals(here, there, () -> java + " " + how);
      }
    }
  }
}
