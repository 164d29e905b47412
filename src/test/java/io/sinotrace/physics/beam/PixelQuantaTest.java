package io.sinotrace.physics.beam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What of a beam reaches a pixel: bowtie, exposure, distance, obliquity; and bad input. */
class PixelQuantaTest {
  private static final Material TEFLON = Materials.named("teflon");

  /** The solid angle of a rectangle on the axis of a point, in closed form. */
  @Test
  void thePixelsOfAPanelTogetherSeeItsSolidAngle() {
    double distance = 600;
    int columns = 400;
    int rows = 300;
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double u = column - (columns - 1) / 2.0;
        double v = row - (rows - 1) / 2.0;
        double ray = Math.sqrt(distance * distance + u * u + v * v);
        sum += InverseSquare.areaAtOneMetre(ray, 1, -distance / ray);
      }
    }
    double a = columns / 2.0;
    double b = rows / 2.0;
    double solidAngle =
        4 * Math.atan(a * b / (distance * Math.sqrt(a * a + b * b + distance * distance)));
    assertEquals(1, sum / (solidAngle * 1e6), 1e-6);
  }

  @Test
  void atOneMetreAPixelFacingTheSourceHasItsArea() {
    assertEquals(2.25, InverseSquare.areaAtOneMetre(1000, 2.25, 1));
    assertEquals(1, InverseSquare.areaAtOneMetre(1500, 2.25, 1));
  }

  /** A plate of one thickness, square to the central ray, is the bowtie t over the cosine. */
  @Test
  void aPlateIsPassedAtAnAngle() {
    double[] degrees = IntStream.rangeClosed(-2500, 2500).mapToDouble(i -> i / 100.0).toArray();
    double[] millimetres = new double[degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      millimetres[i] = 5 / Math.cos(Math.toRadians(degrees[i]));
    }
    Bowtie plate = Bowtie.byFanAngle(TEFLON, degrees, millimetres);
    for (double x : new double[] {-0.4, -0.1234, 0, 0.3}) {
      for (double z : new double[] {-0.3, 0, 0.1}) {
        double ray = Math.sqrt(1 + x * x + z * z);
        double fan = Math.toDegrees(Math.atan(x));
        assertEquals(5 * ray, plate.path(fan, 0, Math.sqrt(1 + x * x) / ray), 1e-7);
      }
    }
  }

  @Test
  void betweenEntriesABowtieIsLinear() {
    Bowtie half = Bowtie.byFanAngle(TEFLON, new double[] {0, 10, 30}, new double[] {1, 2, 12});
    double[] angles = {0, 5, 10, 20, 30, -5, -20, -30.0000001};
    double[] expected = {1, 1.5, 2, 7, 12, 1.5, 7, 12};
    for (int i = 0; i < angles.length; i++) {
      assertEquals(expected[i], half.path(angles[i], 0, 1), 1e-12);
    }
    Bowtie oneSided = Bowtie.byFanAngle(TEFLON, new double[] {-10, 20}, new double[] {4, 1});
    assertEquals(3, oneSided.path(0, 0, 1), 1e-12);
    assertEquals(6, oneSided.path(0, 0, 0.5), 1e-12);
  }

  @Test
  void aBowtieByColumnAsksForNoAngle() {
    Bowtie bowtie = Bowtie.byColumn(TEFLON, new double[] {3, 1, 2});
    double[] columns = {0, 0.25, 1, 1.5, 2, -0.5, 2.5};
    double[] expected = {3, 2.5, 1, 1.5, 2, 3, 2};
    for (int i = 0; i < columns.length; i++) {
      assertEquals(expected[i], bowtie.path(Double.NaN, columns[i], 1), 1e-12);
    }
    assertEquals(TEFLON, bowtie.material());
  }

  @Test
  void aBowtieIsReadFromText() {
    Bowtie bowtie = BowtieText.parse("angle; mm\n# middle\n0; 1\n20; 5\n", "b.csv", TEFLON);
    assertEquals(3, bowtie.path(-10, 0, 1), 1e-12);
  }

  @Test
  void theExposureOfATurnIsSpreadOverItsViews() {
    assertEquals(0.25, Exposure.turn(250, 1000).of(17));
    assertEquals(0.25 * 720, Exposure.turn(250, 1000).total(720), 1e-9);
    Exposure modulated = new Exposure(new double[] {1, 2, 4});
    modulated.checkViews(3);
    assertArrayEquals(
        new double[] {1, 2, 4}, IntStream.range(0, 3).mapToDouble(modulated::of).toArray());
    assertEquals(7, modulated.total(3));
  }

  static Stream<Arguments> badInput() {
    Spectrum beam = BeamFiguresTest.mono(60);
    double[] two = {0, 1};
    Bowtie bowtie = Bowtie.byFanAngle(TEFLON, new double[] {-20, 20}, new double[] {1, 1});
    Bowtie columns = Bowtie.byColumn(TEFLON, two);
    return Stream.of(
        bad(
            () -> new Filter(Materials.named("CaWO4"), 1),
            "the density of CaWO4 is not known: expected it to be given"),
        bad(
            () -> new Filter(TEFLON, -1),
            "a filter of -1.0 mm of teflon: expected a number of at least 0"),
        bad(
            () -> new Filter(TEFLON, Double.NaN),
            "a filter of NaN mm of teflon: expected a number of at least 0"),
        bad(
            () -> beam.behind(List.of(new Filter(TEFLON, 2), new Filter(TEFLON, 1e6))),
            "nothing passes 2.0 mm of teflon and 1000000.0 mm of teflon: expected thinner filters"),
        bad(
            () -> beam.withFluence(0, 1000),
            "a fluence of 0.0 quanta per mm^2: expected a number above 0"),
        bad(
            () -> beam.withFluence(1e5, -1000),
            "a fluence at -1000.0 mm from the source: expected a number above 0"),
        bad(() -> Exposure.everyView(0), "0.0 mAs in a view: expected a number above 0"),
        bad(
            () -> new Exposure(new double[] {1, Double.NaN}),
            "NaN mAs in a view: expected a number above 0"),
        bad(
            () -> new Exposure(new double[0]),
            "0 numbers of mAs: expected one, or one for each view"),
        bad(() -> Exposure.turn(200, 0), "0.0 views in a turn: expected a number above 0"),
        bad(
            () -> new Exposure(new double[] {1, 2}).checkViews(360),
            "2 numbers of mAs: expected 1, or 360, one for each view"),
        bad(
            () -> BeamReport.of(beam, new Exposure(new double[] {1, 2}), 3, 1000),
            "2 numbers of mAs: expected 1, or 3, one for each view"),
        bad(
            () -> BeamReport.of(beam, Exposure.ONE, 3, 0),
            "the air kerma at 0.0 mm from the source: expected a number above 0"),
        bad(
            () -> Bowtie.byFanAngle(TEFLON, new double[] {0}, new double[] {1}),
            "a bowtie of 1 thicknesses: expected at least 2"),
        bad(
            () -> Bowtie.byFanAngle(TEFLON, new double[] {0, 0}, two),
            "the angle 0.0 in the bowtie's table: expected ascending numbers"),
        bad(
            () -> Bowtie.byFanAngle(TEFLON, new double[] {0, Double.NaN}, two),
            "the angle NaN in the bowtie's table: expected ascending numbers"),
        bad(
            () -> Bowtie.byFanAngle(TEFLON, two, new double[] {1, -2}),
            "a filter of -2.0 mm of teflon: expected a number of at least 0"),
        bad(
            () -> Bowtie.byFanAngle(Materials.named("C2F4"), two, two),
            "the density of C2F4 is not known: expected it to be given"),
        bad(
            () -> columns.checkColumns(384),
            "2 thicknesses of the bowtie: expected 384, one for each column"),
        bad(
            () -> bowtie.path(20.1, 0, 1),
            "a ray at fan angle 20.1 is outside of the bowtie's table: expected -20.0 to 20.0"),
        bad(
            () -> columns.path(0, 1.6, 1),
            "a ray at column 1.6 is outside of the bowtie's table: expected 0.0 to 1.0"),
        bad(
            () -> BowtieText.parse("0 1\n5 x\n", "b.csv", TEFLON),
            "b.csv:2: \"5 x\": expected a fan angle in degrees and a thickness in mm"),
        bad(
            () -> BowtieText.parse("0 1\n\n0 2\n", "b.csv", TEFLON),
            "b.csv:3: 0.0 degrees come after 0.0: expected ascending angles"),
        bad(
            () -> BowtieText.parse("0 1\n5 -2\n", "b.csv", TEFLON),
            "b.csv:2: -2.0 mm: expected a number of at least 0"),
        bad(
            () -> BowtieText.parse("angle mm\n", "b.csv", TEFLON),
            "b.csv: no numbers: expected lines of a fan angle in degrees and a thickness in mm"),
        bad(
            () -> BowtieText.parse("0 1\n", "b.csv", TEFLON),
            "b.csv: a bowtie of 1 thicknesses: expected at least 2"));
  }

  private static Arguments bad(Executable input, String message) {
    return arguments(input, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badInput")
  void badInputIsRefusedInOneLine(Executable input, String message) {
    assertEquals(message, assertThrows(InputException.class, input).getMessage());
  }
}
