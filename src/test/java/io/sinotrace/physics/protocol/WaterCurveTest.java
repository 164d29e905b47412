package io.sinotrace.physics.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.beam.Spectrum;
import io.sinotrace.physics.beam.TubeModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The thickness of water that attenuates a beam as an object does. */
class WaterCurveTest {
  private static final Material WATER = Materials.named("water");
  private static final Material ALUMINIUM = Materials.named("aluminium");

  private static final PixelBeam EVEN = new PixelBeam(new double[0], null);

  private static WaterCurve curve(BoxedSpectrum spectrum) {
    return new WaterCurve(new AngledSpectrum(List.of(spectrum), null));
  }

  /** All energies of a tube, with the derivative of water's attenuation for second weights. */
  private static BoxedSpectrum spectrum(double kv, double filter, Material... materials) {
    Spectrum tube = new TubeModel(kv, 12).spectrum().behind(ALUMINIUM, filter);
    double[] energies = tube.energies();
    double[][] attenuation =
        Arrays.stream(materials)
            .map(material -> Arrays.stream(energies).map(material::massAttenuation).toArray())
            .toArray(double[][]::new);
    double[] slope =
        IntStream.range(0, energies.length)
            .mapToDouble(i -> tube.quanta()[i] * attenuation[0][i])
            .toArray();
    double[] greatest = new double[materials.length];
    Arrays.fill(greatest, 200);
    return BoxedSpectrum.of(
        new WeightedSpectrum(energies, tube.quanta(), slope, attenuation), greatest, 1e-15);
  }

  private static double signal(BoxedSpectrum boxed, double... layers) {
    CondensedSpectrum spectrum = boxed.condensed();
    double sum = 0;
    for (int j = 0; j < spectrum.nodes(); j++) {
      double exponent = 0;
      for (int m = 0; m < layers.length; m++) {
        exponent -= layers[m] * spectrum.attenuation()[m][j];
      }
      sum += spectrum.first()[j] * StrictMath.exp(exponent);
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"40, 0", "60, 1", "80, 3", "120, 6", "140, 0"})
  void itIsFoundFromWhatPasses(double kv, double filter) {
    BoxedSpectrum spectrum = spectrum(kv, filter, WATER);
    double[] wanted = {0, 1e-6, 0.003, 0.06, 0.3, 1, 4.4, 13, 27.25, 60, 127, 140};
    double[] integrals =
        Arrays.stream(wanted)
            .map(t -> -Math.log(signal(spectrum, t) / signal(spectrum, 0)))
            .toArray();
    double[] found = new double[wanted.length];
    new WaterCurve.Inverse(curve(spectrum), wanted.length).find(integrals, EVEN, found);
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], found[i], 1e-7 + 1e-9 * wanted[i]);
    }
  }

  @Test
  void belowNothingTheCurveGoesStraightOn() {
    BoxedSpectrum spectrum = spectrum(80, 3, WATER);
    double slope = 0;
    for (int j = 0; j < spectrum.condensed().nodes(); j++) {
      slope += spectrum.condensed().second()[j];
    }
    slope /= signal(spectrum, 0);
    double[] found = new double[3];
    new WaterCurve.Inverse(curve(spectrum), 3).find(new double[] {-2, -1e-3, 1e-9}, EVEN, found);
    assertEquals(-2 / slope, found[0], 1e-12);
    assertEquals(-1e-3 / slope, found[1], 1e-12);
    assertEquals(1e-9 / slope, found[2], 1e-12);
  }

  /** A transmission of 0 is of no thickness in particular, but of a great one. */
  @Test
  void whereNothingPassesTheThicknessIsGreat() {
    BoxedSpectrum spectrum = spectrum(60, 1, WATER);
    double[] found = new double[1];
    new WaterCurve.Inverse(curve(spectrum), 1)
        .find(new double[] {Logarithms.integral(0, 1)}, EVEN, found);
    assertTrue(found[0] > 100 && found[0] < 1e5, "" + found[0]);
  }

  @ParameterizedTest
  @CsvSource({"60, 1", "120, 6"})
  void behindABowtieTheBeamIsAnother(double kv, double filter) {
    BoxedSpectrum spectrum = spectrum(kv, filter, WATER, ALUMINIUM);
    float[] bowtie = {0, 0.5f, 2.5f, 9};
    double[] integrals = new double[bowtie.length];
    for (int i = 0; i < bowtie.length; i++) {
      integrals[i] = -Math.log(signal(spectrum, 20, bowtie[i]) / signal(spectrum, 0, bowtie[i]));
    }
    assertTrue(integrals[3] < 0.97 * integrals[0], "the bowtie hardens the beam");
    double[] found = new double[bowtie.length];
    new WaterCurve.Inverse(curve(spectrum), bowtie.length)
        .find(integrals, new PixelBeam(new double[0], bowtie), found);
    for (double thickness : found) {
      assertEquals(20, thickness, 1e-7);
    }
  }
}
