package io.sinotrace.physics.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.beam.BeamQuality;
import io.sinotrace.physics.beam.Exposure;
import io.sinotrace.physics.beam.Filter;
import io.sinotrace.physics.beam.Spectrum;
import io.sinotrace.physics.beam.TubeModel;
import io.sinotrace.physics.detector.Afterglow;
import io.sinotrace.physics.detector.BrokenPixels;
import io.sinotrace.physics.detector.CountingBins;
import io.sinotrace.physics.detector.Crosstalk;
import io.sinotrace.physics.detector.DetectorResponse;
import io.sinotrace.physics.detector.DetectorResponse.Kind;
import io.sinotrace.physics.detector.Electronics;
import io.sinotrace.physics.protocol.Protocol.QuantumModel;
import io.sinotrace.physics.random.NoiseKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users do with protocols, against what is known of it. */
class ProtocolRowTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  private static final Material WATER = Materials.named("water");
  private static final Material BONE = Materials.named("bone");
  private static final double REFERENCE = 60;
  private static final double QUANTA = 400;
  private static final Map<Double, Double> WATER_AT = new HashMap<>();
  private static final Map<Double, Double> BONE_AT = new HashMap<>();

  private static Protocol protocol(String name, double kv, Kind kind, QuantumModel noise) {
    return new Protocol(
        name,
        new BeamQuality(
            new TubeModel(kv, 12), List.of(new Filter(Materials.named("aluminium"), 3))),
        null,
        new Dose(Exposure.everyView(QUANTA), Dose.Unit.QUANTA_PER_PIXEL),
        new DetectorResponse(kind, null, 1, new CountingBins(new double[] {0}), null),
        Crosstalk.NONE,
        Afterglow.NONE,
        Electronics.NONE,
        BrokenPixels.NONE,
        noise,
        REFERENCE);
  }

  private static ProtocolValues values(Protocol protocol) {
    return new ProtocolValues(protocol, List.of(WATER, BONE), new double[] {60, 20}, 1e-6);
  }

  /** Returns the pixels of a field behind areal densities of water, then bone. */
  private static float[] row(
      ProtocolValues values, String field, NoiseKey key, int view, float[] densities) {
    int pixels = densities.length / 2;
    double[] quanta = new double[pixels];
    Arrays.fill(quanta, QUANTA);
    List<String> fields = ProtocolValues.fieldNames(values.protocol());
    float[][] out = new float[fields.size()][];
    float[] asked = new float[pixels];
    out[fields.indexOf(field)] = asked;
    values
        .rows(key, 1, pixels)
        .compute(
            view,
            0,
            new PixelBeam(quanta, null),
            RowRays.one(densities, new int[] {0, pixels}),
            out);
    return asked;
  }

  /** A cylinder of water of 20 cm: its image would cup, its corrected integrals are its chords. */
  @Test
  void theChordsOfACylinderAreCorrectedForBeamHardening() {
    ProtocolValues values = values(protocol("ct", 120, Kind.INTEGRATING, QuantumModel.MATCHED));
    int pixels = 201;
    float[] densities = new float[2 * pixels];
    for (int i = 0; i < pixels; i++) {
      double s = (i - 100) / 10.0;
      densities[i] = (float) (2 * Math.sqrt(Math.max(0, 100 - s * s)));
    }
    Spectrum beam = values.spectrum();
    float[] integrals = row(values, "line_integral", new NoiseKey(1), 0, densities);
    float[] corrected = row(values, "water_corrected", new NoiseKey(1), 0, densities);
    double mu = WATER.massAttenuation(REFERENCE);
    double[] attenuation = Arrays.stream(beam.energies()).map(WATER::massAttenuation).toArray();
    for (int i = 0; i < pixels; i++) {
      double behind = 0;
      double open = 0;
      for (int j = 0; j < beam.size(); j++) {
        double energy = beam.quanta()[j] * beam.energies()[j];
        behind += energy * StrictMath.exp(-attenuation[j] * densities[i]);
        open += energy;
      }
      assertEquals(Math.log(open / behind), integrals[i], 1e-5);
      assertEquals(mu * densities[i], corrected[i], 1e-4 * mu * Math.max(1, densities[i]));
    }
    // Uncorrected, the middle seems thinner than the edge by more than a twentieth.
    assertTrue(integrals[100] / densities[100] < 0.95 * (integrals[1] / densities[1]));
  }

  /** Water and bone attenuate 80 and 140 kV in different ratios. */
  @Test
  void twoBeamsGiveTheArealDensitiesBack() {
    ProtocolValues low = values(protocol("low", 80, Kind.COUNTING, QuantumModel.MATCHED));
    ProtocolValues high = values(protocol("high", 140, Kind.COUNTING, QuantumModel.MATCHED));
    SplittableRandom random = SEED.random();
    int pixels = 60;
    float[] densities = new float[2 * pixels];
    for (int i = 0; i < pixels; i++) {
      densities[i] = (float) random.nextDouble(0, 30);
      densities[pixels + i] = (float) random.nextDouble(0, 4);
    }
    float[] ofLow = row(low, "line_integral", new NoiseKey(1), 0, densities);
    float[] ofHigh = row(high, "line_integral", new NoiseKey(1), 0, densities);
    for (int i = 0; i < pixels; i++) {
      double water = 10;
      double bone = 1;
      for (int step = 0; step < 30; step++) {
        double[] a = integral(low.spectrum(), water, bone);
        double[] b = integral(high.spectrum(), water, bone);
        double lowExcess = ofLow[i] - a[0];
        double highExcess = ofHigh[i] - b[0];
        double determinant = a[1] * b[2] - a[2] * b[1];
        water += (lowExcess * b[2] - highExcess * a[2]) / determinant;
        bone += (highExcess * a[1] - lowExcess * b[1]) / determinant;
      }
      assertEquals(densities[i], water, 1e-4 + 1e-4 * densities[i]);
      assertEquals(densities[pixels + i], bone, 1e-4 + 1e-4 * densities[pixels + i]);
    }
  }

  /** Returns minus the logarithm of the transmission, and its slopes by water and by bone. */
  private static double[] integral(Spectrum beam, double water, double bone) {
    double[] sums = new double[4];
    for (int j = 0; j < beam.size(); j++) {
      double ofWater = WATER_AT.computeIfAbsent(beam.energies()[j], WATER::massAttenuation);
      double ofBone = BONE_AT.computeIfAbsent(beam.energies()[j], BONE::massAttenuation);
      double passed = beam.quanta()[j] * StrictMath.exp(-ofWater * water - ofBone * bone);
      sums[0] += beam.quanta()[j];
      sums[1] += passed;
      sums[2] += passed * ofWater;
      sums[3] += passed * ofBone;
    }
    return new double[] {Math.log(sums[0] / sums[1]), sums[2] / sums[1], sums[3] / sums[1]};
  }

  /** Mean and variance of the signal of a spectrum's quanta are sums over it. */
  @ParameterizedTest
  @EnumSource(QuantumModel.class)
  void noiseHasTheMomentsOfTheSpectrum(QuantumModel model) {
    ProtocolValues values = values(protocol("ct", 120, Kind.INTEGRATING, model));
    int pixels = 20_000;
    NoiseKey key = new NoiseKey(SEED.random().nextLong());
    float[] noisy = row(values, "noisy", key, 0, new float[2 * pixels]);
    Spectrum beam = values.spectrum();
    double first = 0;
    double second = 0;
    double fourth = 0;
    for (int j = 0; j < beam.size(); j++) {
      double e = beam.energies()[j];
      double quanta = QUANTA * beam.quanta()[j];
      first += quanta * e;
      second += quanta * e * e;
      fourth += quanta * e * e * e * e;
    }
    double mean = IntStream.range(0, pixels).mapToDouble(i -> noisy[i]).average().orElse(0);
    double center = first;
    double variance =
        IntStream.range(0, pixels)
            .mapToDouble(i -> (noisy[i] - center) * (noisy[i] - center))
            .average()
            .orElse(0);
    assertEquals(first, mean, 4 * Math.sqrt(second / pixels));
    assertEquals(second, variance, 4 * Math.sqrt((fourth + 2 * second * second) / pixels));
  }

  /** Neighbours, views, realisations and protocols have nothing in common. */
  @Test
  void noiseOfDifferentPixelsIsIndependent() {
    ProtocolValues values = values(protocol("one", 120, Kind.COUNTING, QuantumModel.MATCHED));
    ProtocolValues other = values(protocol("two", 120, Kind.COUNTING, QuantumModel.MATCHED));
    int pixels = 40_000;
    float[] air = new float[2 * pixels];
    long seed = SEED.random().nextLong();
    float[] row = row(values, "noisy", NoiseKey.of(seed, "scan", "one", 0), 3, air);
    List<float[]> others =
        List.of(
            row(values, "noisy", NoiseKey.of(seed, "scan", "one", 0), 4, air),
            row(values, "noisy", NoiseKey.of(seed, "scan", "one", 1), 3, air),
            row(values, "noisy", NoiseKey.of(seed, "twin", "one", 0), 3, air),
            row(other, "noisy", NoiseKey.of(seed, "scan", "two", 0), 3, air));
    double limit = 4 / Math.sqrt(pixels - 1);
    assertEquals(0, correlation(row, row, 1), limit);
    for (float[] each : others) {
      assertEquals(0, correlation(row, each, 0), limit);
    }
    assertEquals(1, correlation(row, row, 0), 4 * Math.sqrt(2.0 / pixels));
  }

  /** Returns the correlation of two rows of the same mean and variance. */
  private static double correlation(float[] a, float[] b, int shift) {
    double sum = 0;
    for (int i = 0; i + shift < a.length; i++) {
      sum += (a[i] - QUANTA) * (b[i + shift] - QUANTA);
    }
    return sum / QUANTA / (a.length - shift);
  }
}
