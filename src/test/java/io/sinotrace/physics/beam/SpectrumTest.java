package io.sinotrace.physics.beam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectrumTest {
  private static final Material COPPER = Materials.named("copper");

  /** As many quanta for each keV, in bins of 1 keV with middles from one energy to another. */
  private static Spectrum flat(int from, int to) {
    double[] energies = IntStream.rangeClosed(from, to).asDoubleStream().toArray();
    double[] quanta = new double[energies.length];
    Arrays.fill(quanta, 1);
    return new Spectrum(energies, quanta);
  }

  @Test
  void aLayerLetsPassWhatTheLawOfBeerAndLambertSays() {
    Spectrum passed = BeamFiguresTest.mono(60).behind(COPPER, 2);
    double expected = 1e6 * Math.exp(-COPPER.massAttenuation(60) * COPPER.density() * 0.2);
    assertEquals(1, passed.total() / expected, 1e-14);
  }

  @Test
  void theOrderOfFiltersIsTheSame() {
    Filter copper = new Filter(COPPER, 0.2);
    Filter aluminium = new Filter(Materials.named("aluminium"), 3);
    Spectrum tube = new TubeModel(120, 12).spectrum();
    double[] oneByOne =
        tube.behind(COPPER, 0.2).behind(aluminium.material(), aluminium.millimetres()).quanta();
    for (List<Filter> filters : List.of(List.of(copper, aluminium), List.of(aluminium, copper))) {
      double[] together = tube.behind(filters).quanta();
      for (int i = 0; i < together.length; i++) {
        assertEquals(1, together[i] / oneByOne[i], 1e-12);
      }
    }
    assertArrayEquals(tube.quanta(), tube.behind(List.of()).quanta());
  }

  /** Against an integral over energies, in steps of 1 eV on either side of the edge. */
  @ParameterizedTest
  @CsvSource({"gadolinium, 50.2391", "tin, 29.2001", "lead, 88.0045"})
  void behindAFilterWithAnEdgeBinsAreCutThere(String name, double edge) {
    Material material = Materials.named(name);
    Spectrum beam = flat((int) edge - 10, (int) edge + 10);
    double expected = 0;
    double step = 1e-3;
    for (double keV = (int) edge - 10.5 + step / 2; keV < (int) edge + 10.5; keV += step) {
      expected += step * Math.exp(-material.massAttenuation(keV) * material.density() * 0.02);
    }
    double cut = beam.cutAt(material.edges()).behind(material, 0.2).total() / expected - 1;
    double whole = beam.behind(material, 0.2).total() / expected - 1;
    assertTrue(Math.abs(cut) < 1e-3, () -> "cut: " + cut);
    assertTrue(Math.abs(whole) > 8e-3, () -> "whole: " + whole);
  }

  @Test
  void cuttingKeepsNumberAndMeanEnergyOfTheQuanta() {
    Spectrum tube =
        new Spectrum(new double[] {30, 30.5, 31, 31.5, 32}, new double[] {1, 3, 2, 5, 4});
    Spectrum cut = tube.cutAt(30.1, 31.4, 31.6, 31.75, 50, 31.4);
    assertArrayEquals(
        new double[] {29.925, 30.175, 30.5, 31, 31.325, 31.5, 31.675, 32}, cut.energies(), 1e-12);
    assertArrayEquals(new double[] {0.7, 0.3, 3, 2, 1.5, 2, 1.5, 4}, cut.quanta(), 1e-12);
    assertEquals(tube.total(), cut.total(), 1e-12);
    assertEquals(tube.meanEnergy(), cut.meanEnergy(), 1e-12);
  }

  /** Edges fall on the limits of bins, which rounding puts on either side of them. */
  @Test
  void edgesBetweenBinsCutNoneOrTheThinnestPart() {
    double[] energies = IntStream.range(0, 500).mapToDouble(i -> 20 + 0.1 * i).toArray();
    double[] edges = IntStream.range(0, 500).mapToDouble(i -> 20.05 + 0.1 * i).toArray();
    double[] quanta = new double[500];
    Arrays.fill(quanta, 2);
    Spectrum cut = new Spectrum(energies, quanta).cutAt(edges);
    assertEquals(1000, cut.total(), 1e-9);
  }

  @Test
  void linesAreNotCut() {
    Spectrum lines =
        new Spectrum(new double[] {31.8, 32.2, 36.4, 661.7}, new double[] {2, 4, 1, 85});
    assertSame(lines, lines.cutAt(33.1694, 32));
    Spectrum two = new Spectrum(new double[] {30, 36}, new double[] {1, 1});
    assertSame(two, two.cutAt(33.1694));
  }

  @Test
  void aFluenceIsThatAtItsDistance() {
    Spectrum beam = flat(30, 60).withFluence(1e5, 500);
    assertEquals(1e5, beam.total() * InverseSquare.fluence(500), 1e-6);
    assertEquals(25_000, beam.total(), 1e-6);
    assertEquals(45, beam.meanEnergy(), 1e-12);
  }

  @Test
  void aSpectrumIsReadFromText() {
    String mark = "\uFEFF";
    String text = "# a tube\nenergy, fluence\n0 0\n20, 1\n30.5;2e3\n\n35 0\n40 3\n900 0\n";
    for (String start : List.of("", mark)) {
      Spectrum spectrum = SpectrumText.parse(start + text, "s.csv");
      assertArrayEquals(new double[] {20, 30.5, 35, 40}, spectrum.energies());
      assertArrayEquals(new double[] {1, 2000, 0, 3}, spectrum.quanta());
    }
    assertArrayEquals(
        new double[] {20, 30}, SpectrumText.parse(mark + "20 1\n30 1", "s").energies());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20 1/30|s:2: \"30\": expected an energy in keV and a number of quanta",
        "20 1 2|s:1: \"20 1 2\": expected an energy in keV and a number of quanta",
        "20,5;1|s:1: \"20,5;1\": expected an energy in keV and a number of quanta",
        "2O 1/30 1|s:1: \"2O 1\": expected an energy in keV and a number of quanta",
        "20 1/20 1|s:2: 20.0 keV comes after 20.0: expected ascending energies",
        "20 1/10 1|s:2: 10.0 keV comes after 20.0: expected ascending energies",
        "20 1/30 -1|s:2: -1.0 quanta: expected a number of at least 0",
        "20 1/30 1e999|s:2: Infinity quanta: expected a number of at least 0",
        "-20 1/30 1|s:1: -20.0 keV: expected energies above 0",
        "1e999 1/30 1|s:1: Infinity keV: expected energies above 0",
        "0.5 1/30 1|s:1: 0.5 keV: expected an energy from 1 to 799 keV, for which there are coefficients",
        "20 1/# x/900 1|s:3: 900.0 keV: expected an energy from 1 to 799 keV, for which there are coefficients",
        "a b/c d|s:2: \"c d\": expected an energy in keV and a number of quanta",
        "20 NaN/30 1|s:1: \"20 NaN\": expected an energy in keV and a number of quanta",
        "# nothing|s: no numbers: expected lines of an energy in keV and a number of quanta",
        "60 1|s:1: one energy alone: expected a spectrum of at least 2",
        "20 0/30 0|s: no quantum in the spectrum: expected at least one number above 0"
      })
  void textThatIsNoSpectrumIsRefusedInOneLine(String text, String expected) {
    String lines = text.replace('/', '\n');
    assertEquals(
        expected,
        assertThrows(InputException.class, () -> SpectrumText.parse(lines, "s")).getMessage());
  }
}
