package io.sinotrace.physics.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.Seed;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.beam.BeamQuality;
import io.sinotrace.physics.beam.Exposure;
import io.sinotrace.physics.beam.Spectrum;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A scan with the noise of one dose, measured with another: in sum the noise of the other. */
class ReferenceDoseTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  private static final Material WATER = Materials.named("water");
  private static final int PIXELS = 200_000;
  private static final double REFERENCE = 40_000;
  private static final double THICKNESS = 5;
  private static final double NOISE = 30;

  private static Protocol protocol(String name, Dose dose, QuantumModel model, Kind kind) {
    Spectrum line = new Spectrum(new double[] {60}, new double[] {1});
    return new Protocol(
        name,
        new BeamQuality(line::cutAt, List.of()),
        null,
        dose,
        new DetectorResponse(kind, null, 1, new CountingBins(new double[] {0}), null),
        Crosstalk.NONE,
        Afterglow.NONE,
        new Electronics(1, NOISE, Double.POSITIVE_INFINITY, 0),
        BrokenPixels.NONE,
        model,
        60);
  }

  private static Dose dose(double quanta, double reference) {
    return new Dose(Exposure.everyView(quanta), Dose.Unit.QUANTA_PER_PIXEL, reference);
  }

  private static float[] noisy(Dose dose, float[] water) {
    Protocol protocol = protocol("d", dose, QuantumModel.MATCHED, Kind.COUNTING);
    ProtocolValues values = new ProtocolValues(protocol, List.of(WATER), new double[] {60}, 1e-6);
    List<String> fields = ProtocolValues.fieldNames(protocol);
    float[][] out = new float[fields.size()][];
    float[] asked = new float[water.length];
    out[fields.indexOf("noisy")] = asked;
    double[] quanta = new double[water.length];
    Arrays.fill(quanta, dose.exposure().of(0));
    NoiseKey key =
        NoiseKey.of(SEED.value(), "scan", dose.exposure().of(0) + " of " + dose.reference(), 0);
    values
        .rows(key, 1, water.length)
        .compute(0, 0, new PixelBeam(quanta, null), RowRays.one(water, new int[] {0}), out);
    return asked;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double covariance(float[] a, float[] b) {
    double ma = mean(a);
    double mb = mean(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - ma) * (b[i] - mb);
    }
    return sum / (a.length - 1);
  }

  @Test
  void theNoiseThatIsThereAndThatIsDrawnAreInSumThatOfTheDose() {
    double mu = WATER.massAttenuation(60);
    double passed = Math.exp(-mu * THICKNESS);
    // A scan at the reference dose: areal densities with its noise.
    float[] water = new float[PIXELS];
    Arrays.fill(water, (float) THICKNESS);
    float[] read = noisy(dose(REFERENCE, Dose.WITHOUT_NOISE), water);
    float[] scanned = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      scanned[i] = (float) (-Math.log(read[i] / REFERENCE) / mu);
    }
    // Five standard errors of a variance, in parts of it.
    double tolerance = 5 * Math.sqrt(2.0 / PIXELS);
    for (double part : new double[] {0.1, 0.5, 0.9}) {
      double quanta = REFERENCE * part;
      float[] low = noisy(dose(quanta, REFERENCE), scanned);
      double variance = quanta * passed + NOISE * NOISE;
      assertEquals(1, covariance(low, low) / variance, tolerance);
      assertEquals(quanta * passed, mean(low), 5 * Math.sqrt(variance / PIXELS));
      // Noise of the reference is in it, smaller by the part.
      double common = part * (REFERENCE * passed + NOISE * NOISE);
      assertEquals(1, covariance(low, read) / common, tolerance / Math.sqrt(part));
    }
    // At the reference itself nothing is added.
    float[] same = noisy(dose(REFERENCE, REFERENCE), scanned);
    for (int i = 0; i < PIXELS; i++) {
      assertEquals(read[i], same[i], 1e-5 * read[i]);
    }
  }

  @Test
  void noiseCannotBeTakenAway() {
    assertThrows(InputException.class, () -> dose(1001, 1000));
    assertThrows(
        InputException.class,
        () -> protocol("compound", dose(10, 1000), QuantumModel.COMPOUND, Kind.INTEGRATING));
  }
}
