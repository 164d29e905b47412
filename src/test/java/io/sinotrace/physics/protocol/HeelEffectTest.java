package io.sinotrace.physics.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.Seed;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.beam.BeamQuality;
import io.sinotrace.physics.beam.Exposure;
import io.sinotrace.physics.beam.Filter;
import io.sinotrace.physics.beam.HeelEffect;
import io.sinotrace.physics.beam.HeelEffect.Side;
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
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beams that are another spectrum for each ray, against direct sums over that ray's spectrum. */
class HeelEffectTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  private static final Material WATER = Materials.named("water");
  private static final Filter ALUMINIUM = new Filter(Materials.named("aluminium"), 3);
  private static final double REFERENCE = 60;
  private static final double QUANTA = 1000;

  private static Protocol protocol(double kv, double angle, QuantumModel noise) {
    TubeModel tube = new TubeModel(kv, angle);
    return new Protocol(
        "heel",
        new BeamQuality(tube, List.of(ALUMINIUM), new HeelEffect(tube, Side.LEFT)),
        null,
        new Dose(Exposure.everyView(QUANTA), Dose.Unit.QUANTA_PER_PIXEL),
        new DetectorResponse(Kind.INTEGRATING, null, 1, new CountingBins(new double[] {0}), null),
        Crosstalk.NONE,
        Afterglow.NONE,
        Electronics.NONE,
        BrokenPixels.NONE,
        noise,
        REFERENCE);
  }

  private static float[] row(ProtocolValues values, String field, float[] water, double[] takeOff) {
    List<String> fields = ProtocolValues.fieldNames(values.protocol());
    float[][] out = new float[fields.size()][];
    float[] asked = new float[water.length];
    out[fields.indexOf(field)] = asked;
    double[] quanta = new double[water.length];
    Arrays.fill(quanta, QUANTA);
    values
        .rows(new NoiseKey(1), 1, water.length)
        .compute(
            0, 0, new PixelBeam(quanta, null, takeOff), RowRays.one(water, new int[] {0}), out);
    return asked;
  }

  @ParameterizedTest
  @CsvSource({"120, 12", "60, 7", "140, 20"})
  void eachRayHasTheSpectrumOfItsAngle(double kv, double anode) {
    Protocol protocol = protocol(kv, anode, QuantumModel.MATCHED);
    ProtocolValues values = new ProtocolValues(protocol, List.of(WATER), new double[] {60}, 1e-6);
    SplittableRandom random = SEED.random();
    int pixels = 40;
    float[] water = new float[pixels];
    double[] takeOff = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      water[i] = i % 4 == 0 ? 0 : (float) random.nextDouble(0, 40);
      takeOff[i] = random.nextDouble(2, anode + 20);
    }
    takeOff[1] = anode;
    float[] signal = row(values, "signal", water, takeOff);
    float[] transmission = row(values, "transmission", water, takeOff);
    float[] corrected = row(values, "water_corrected", water, takeOff);
    double central = new TubeModel(kv, anode).spectrum().behind(List.of(ALUMINIUM)).total();
    for (int i = 0; i < pixels; i++) {
      Spectrum beam = new TubeModel(kv, anode).at(takeOff[i]).spectrum().behind(List.of(ALUMINIUM));
      double behind = 0;
      double open = 0;
      for (int j = 0; j < beam.size(); j++) {
        double energy = beam.energies()[j];
        double keV = beam.quanta()[j] * energy;
        open += keV;
        behind += keV * StrictMath.exp(-WATER.massAttenuation(energy) * water[i]);
      }
      String where = "%s g/cm^2 at %s degrees".formatted(water[i], takeOff[i]);
      assertEquals(1, signal[i] / (QUANTA * behind / central), 3e-6, where);
      assertEquals(1, transmission[i] / (behind / open), 3e-6, where);
      double mu = WATER.massAttenuation(REFERENCE);
      assertEquals(mu * water[i], corrected[i], 1e-4, where);
    }
  }

  @Test
  void aPixelHasTheSameBitsWhateverTheOthersAngles() {
    ProtocolValues values =
        new ProtocolValues(
            protocol(100, 12, QuantumModel.MATCHED), List.of(WATER), new double[] {60}, 1e-6);
    float[] water = {5, 5, 70, 3, 1, 0};
    double[] takeOff = {12, 3, 15, 30, 12.01, 4};
    for (String field : List.of("noisy", "transmission", "water_corrected")) {
      float[] all = row(values, field, water, takeOff);
      for (int i = 0; i < water.length; i++) {
        float[] level = new float[water.length];
        double[] same = new double[water.length];
        Arrays.fill(level, water[i]);
        Arrays.fill(same, takeOff[i]);
        assertEquals(all[i], row(values, field, level, same)[i], field);
      }
    }
  }

  @Test
  void raysThatTheAnodeStopsAreRefused() {
    ProtocolValues values =
        new ProtocolValues(
            protocol(100, 12, QuantumModel.MATCHED), List.of(WATER), new double[] {60}, 1e-6);
    for (double degrees : new double[] {-3, 0.9, 43, Double.NaN}) {
      String message =
          assertThrows(
                  InputException.class,
                  () -> row(values, "signal", new float[1], new double[] {degrees}))
              .getMessage();
      assertEquals(
          String.format(
              Locale.ROOT,
              "protocol heel: a ray leaves the anode at %.3g degrees: expected 1.0 to 42.0",
              degrees),
          message);
    }
    assertThrows(InputException.class, () -> protocol(100, 12, QuantumModel.COMPOUND));
  }

  /** Seen from the source, columns count to the right and rows up. */
  @Test
  void towardsTheAnodesSideTheAngleIsFlatter() {
    TubeModel tube = new TubeModel(100, 12);
    double tangent = Math.tan(Math.toRadians(5));
    assertEquals(7, new HeelEffect(tube, Side.LEFT).takeOff(-tangent, 0), 1e-12);
    assertEquals(7, new HeelEffect(tube, Side.RIGHT).takeOff(tangent, 0), 1e-12);
    assertEquals(7, new HeelEffect(tube, Side.TOP).takeOff(0, tangent), 1e-12);
    assertEquals(7, new HeelEffect(tube, Side.BOTTOM).takeOff(0, -tangent), 1e-12);
    assertTrue(new HeelEffect(tube, Side.TOP).takeOff(tangent, 0) < 12);
  }
}
