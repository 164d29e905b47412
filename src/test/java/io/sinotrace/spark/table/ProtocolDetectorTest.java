package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Messages;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.beam.Spectrum;
import io.sinotrace.physics.beam.TubeModel;
import io.sinotrace.spark.Samples;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a protocol depends on the way of a ray, on its pixel, and on the detector. */
@ParameterizedClass
@EnumSource(Origin.class)
class ProtocolDetectorTest {
  private static final String SLAB =
      """
      volume: {path: volume.npy, units: hounsfield, spacing: [20, 20, 20]}
      geometry:
        type: cone
        source-to-axis: 500
        source-to-detector: 900
        detector: {rows: 3, columns: 41, pixel: 2}
        views: {count: 4, range: 360}
      output: {path: out}
      """;

  private static final String HARDENING =
      """
      physics:
        protocols:
        - name: clean
          beam: {kvp: 120, filters: {aluminium: 2.5, copper: 0.1}}
      """;

  @TempDir Path temp;

  private final Origin origin;

  ProtocolDetectorTest(Origin origin) {
    this.origin = origin;
  }

  private Dataset<Row> table(String physics, String... settings) {
    String[] all = Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = "volume.materials=water-bone";
    return origin.table(
        Path.of(Samples.description(temp.resolve("scan.yaml"), SLAB + physics)), all);
  }

  /** Whatever way a ray takes through water, its corrected line integral is its path's. */
  @Test
  void waterCorrectedIsTheLineIntegralOfWater() {
    Samples.npy(temp.resolve("volume.npy"), 5, 7, 6, new double[5 * 7 * 6]);
    Dataset<Row> table =
        table(
            HARDENING,
            "volume.effective-energy=60",
            "volume.mu-water=0.02059",
            "volume.spacing=[8, 20, 20]");
    float[] grams = TablePixels.of(table, "areal_density.water");
    float[] integral = TablePixels.of(table, "clean.line_integral");
    float[] corrected = TablePixels.of(table, "clean.water_corrected");
    double attenuation = Materials.named("water").massAttenuation(60);
    // The beam hardens: over twice the way less than twice as much is lost.
    assertTrue(IntStream.range(0, grams.length).anyMatch(i -> grams[i] > 12));
    double thin = integral[nearest(grams, 5)] / grams[nearest(grams, 5)];
    double thick = integral[nearest(grams, 12)] / grams[nearest(grams, 12)];
    assertTrue(thick < 0.98 * thin, thin + " " + thick);
    for (int i = 0; i < grams.length; i++) {
      assertEquals(grams[i] * attenuation, corrected[i], 3e-6 * (1 + grams[i] * attenuation));
    }
  }

  private static int nearest(float[] values, double wanted) {
    return IntStream.range(0, values.length)
        .boxed()
        .min(Comparator.comparingDouble(i -> Math.abs(values[i] - wanted)))
        .orElseThrow();
  }

  @Test
  void theTubesDoseThinsOutWithDistanceAndObliquity() {
    air();
    String physics =
        """
        physics:
          protocols:
          - name: tube
            beam: {kvp: 100, filters: {aluminium: 3}}
            dose: {mas-per-view: [1, 2, 3, 4]}
          - name: turn
            beam: {kvp: 100, filters: {aluminium: 3}}
            dose: {mas-per-rotation: 10}
        """;
    Dataset<Row> table = table(physics);
    double perMm2 =
        new TubeModel(100, 12).spectrum().behind(Materials.named("aluminium"), 3).total();
    float[] counts = TablePixels.of(table, "tube.counts");
    float[] turn = TablePixels.of(table, "turn.counts");
    for (int view = 0; view < 4; view++) {
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 41; column++) {
          double u = 2 * (column - 20);
          double v = 2 * (row - 1);
          double distance = Math.sqrt(900 * 900 + u * u + v * v);
          double expected = perMm2 * 4 * (1000 / distance) * (1000 / distance) * (900 / distance);
          int i = (view * 3 + row) * 41 + column;
          assertEquals(1, counts[i] / (expected * (view + 1)), 1e-6);
          assertEquals(1, turn[i] / (expected * 2.5), 1e-6);
        }
      }
    }
  }

  @Test
  void aBowtieIsPassedAtTheAngleOfTheRay() {
    air();
    String physics =
        """
        physics:
          protocols:
          - name: shaped
            beam:
              energy: 60
              bowtie: {material: teflon, table: [[-10, 30], [0, 2], [10, 30]]}
            dose: {photons: 1e6}
        """;
    Dataset<Row> table = table(physics);
    float[] counts = TablePixels.of(table, "shaped.counts");
    float[] transmission = TablePixels.of(table, "shaped.transmission");
    Material teflon = Materials.named("teflon");
    double perMm = teflon.massAttenuation(60) * teflon.density() / 10;
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 41; column++) {
        double u = 2 * (column - 20);
        double v = 2 * (row - 1);
        double inPlane = Math.sqrt(900 * 900 + u * u);
        double degrees = Math.toDegrees(Math.atan(Math.abs(u) / 900));
        double mm = (2 + 2.8 * degrees) * Math.sqrt(inPlane * inPlane + v * v) / inPlane;
        int i = row * 41 + column;
        assertEquals(1, counts[i] / (1e6 * Math.exp(-perMm * mm)), 2e-6);
        assertEquals(1, transmission[i]);
      }
    }
  }

  private void air() {
    double[] air = new double[5 * 7 * 6];
    Arrays.fill(air, -1000);
    Samples.npy(temp.resolve("volume.npy"), 5, 7, 6, air);
  }

  /** Of the way that a ray takes from the source, not of where the detector stands. */
  @Test
  void aBowtieKnowsNothingOfTheDetector() {
    air();
    String physics =
        """
        physics:
          protocols:
          - name: shaped
            beam:
              energy: 60
              bowtie: {material: teflon, table: [[-10, 30], [0, 2], [10, 3]]}
            dose: {photons: 1e6}
        """;
    float[] counts =
        TablePixels.of(
            table(physics, "geometry.detector.offset=[0, 15]", "geometry.views.start=20"),
            "shaped.counts");
    float[] tilted =
        TablePixels.of(table(physics, "geometry.detector.tilt={v: 5}"), "shaped.counts");
    Material teflon = Materials.named("teflon");
    double perMm = teflon.massAttenuation(60) * teflon.density() / 10;
    double sine = Math.sin(Math.toRadians(5));
    double cosine = Math.cos(Math.toRadians(5));
    for (int column = 0; column < 41; column++) {
      double u = 2 * (column - 20);
      double expected = 1e6 * Math.exp(-perMm * millimetres(Math.atan2(u + 15, 900)));
      assertEquals(1, counts[41 + column] / expected, 2e-6);
      // The detector is turned about v, which runs through its middle.
      double one = 1e6 * Math.exp(-perMm * millimetres(Math.atan2(u * cosine, 900 + u * sine)));
      double other = 1e6 * Math.exp(-perMm * millimetres(Math.atan2(u * cosine, 900 - u * sine)));
      double least =
          Math.min(
              Math.abs(tilted[41 + column] / one - 1), Math.abs(tilted[41 + column] / other - 1));
      assertTrue(least < 2e-6, column + " " + tilted[41 + column] + " " + one + " " + other);
    }
  }

  private static double millimetres(double angle) {
    double degrees = Math.toDegrees(angle);
    return 2 + (degrees > 0 ? 0.1 : -2.8) * degrees;
  }

  /** The angle with the surface of an anode at 12 degrees, from its normal. */
  @Test
  void towardsTheAnodeLessArrives() {
    air();
    String physics =
        """
        physics:
          protocols:
          - name: none
            beam: {kvp: 100, filters: {aluminium: 3}}
            dose: {photons: 1e6}
          - name: left
            beam: {kvp: 100, filters: {aluminium: 3}, anode-towards: left}
            dose: {photons: 1e6}
          - name: top
            beam: {kvp: 100, filters: {aluminium: 3}, anode-towards: top}
            dose: {photons: 1e6}
        """;
    Dataset<Row> table = table(physics, "geometry.detector.offset=[20, -10]");
    float[] none = TablePixels.of(table, "none.counts");
    float[] left = TablePixels.of(table, "left.counts");
    float[] top = TablePixels.of(table, "top.counts");
    for (int i : new int[] {0, 20, 40, 2 * 41, 2 * 41 + 40, 3 * 41, 11 * 41 + 7}) {
      double u = 2 * (i % 41 - 20) - 10;
      double v = 2 * (i / 41 % 3 - 1) + 20;
      double length = Math.sqrt(900 * 900 + u * u + v * v);
      double sine = Math.sin(Math.toRadians(12));
      double cosine = Math.cos(Math.toRadians(12));
      assertEquals(1, none[i] / 1e6, 1e-6);
      assertEquals(1, left[i] / leaving((900 * sine + u * cosine) / length), 3e-6);
      assertEquals(1, top[i] / leaving((900 * sine - v * cosine) / length), 3e-6);
    }
  }

  /** Returns a million quanta of the central ray, as they leave the anode at another angle. */
  private static double leaving(double sine) {
    TubeModel tube = new TubeModel(100, 12);
    Material aluminium = Materials.named("aluminium");
    double angle = Math.toDegrees(Math.asin(sine));
    return 1e6
        * tube.at(angle).spectrum().behind(aluminium, 3).total()
        / tube.spectrum().behind(aluminium, 3).total();
  }

  @Test
  void viewsOfATurnAreEvenlySpaced() {
    air();
    String physics =
        """
        physics:
          protocols:
          - name: turn
            beam: {kvp: 100}
            dose: {mas-per-rotation: 10}
          - name: each
            beam: {kvp: 100}
            dose: {mas-per-view: 2.5}
        """;
    Dataset<Row> even = table(physics, "geometry.angles=[350, 80, 170, 260]");
    assertArrayEquals(TablePixels.of(even, "each.counts"), TablePixels.of(even, "turn.counts"));
    Dataset<Row> uneven = table(physics, "geometry.angles=[0, 90, 100]");
    // Who does not ask for it is not told.
    assertEquals(3 * 3 * 41, TablePixels.of(uneven, "each.counts").length);
    Exception e = assertThrows(Exception.class, () -> TablePixels.of(uneven, "turn.counts"));
    assertTrue(Messages.reason(e).contains("evenly spaced: expected mas-per-view"), e::toString);
  }

  @Test
  void aFluenceIsOfOneMetre() {
    air();
    String physics =
        """
        physics:
          protocols:
          - name: open
            beam: {energy: 60}
            dose: {fluence: 1000}
          - name: behind
            beam:
              energy: 60
              bowtie: {material: aluminium, columns: %s}
            dose: {fluence: 1000}
        """
            .formatted(IntStream.range(0, 41).boxed().toList());
    Dataset<Row> table = table(physics);
    float[] open = TablePixels.of(table, "open.counts");
    float[] behind = TablePixels.of(table, "behind.counts");
    Material aluminium = Materials.named("aluminium");
    double perMm = aluminium.massAttenuation(60) * aluminium.density() / 10;
    // The middle row lies in the plane of the source.
    for (int column = 0; column < 41; column++) {
      double u = 2 * (column - 20);
      double square = 900 * 900 + u * u;
      double expected = 1000 * 4 * (1e6 / square) * 900 / Math.sqrt(square);
      assertEquals(1, open[41 + column] / expected, 1e-6);
      assertEquals(1, behind[41 + column] / (expected * Math.exp(-perMm * column)), 2e-6);
    }
    Exception e =
        assertThrows(
            Exception.class,
            () -> TablePixels.of(table(physics, "geometry.detector.columns=40"), "behind.counts"));
    assertTrue(
        Messages.reason(e).contains("41 thicknesses of the bowtie: expected 40"), e::toString);
  }

  @Test
  void aThresholdParts() {
    air();
    String physics =
        """
        physics:
          protocols:
          - name: bins
            beam: {kvp: 60, filters: {aluminium: 3}}
            dose: {photons: 1e6}
            detector: {thresholds: [25.1, 25.2, 25.3]}
        """;
    Dataset<Row> table = table(physics);
    Spectrum cut = new TubeModel(60, 12).spectrum(25.1, 25.2, 25.3);
    Spectrum tube = cut.behind(Materials.named("aluminium"), 3);
    for (String name : List.of("25p1", "25p2")) {
      double from = Double.parseDouble(name.replace('p', '.'));
      double inside = 0;
      for (int i = 0; i < tube.size(); i++) {
        inside +=
            tube.energies()[i] > from && tube.energies()[i] < from + 0.1 ? tube.quanta()[i] : 0;
      }
      float[] counts = TablePixels.of(table, "bins.counts_" + name);
      assertEquals(1, counts[0] / (1e6 * inside / tube.total()), 1e-6);
    }
  }

  @Test
  void brokenPixelsReadNothingOrTheMost() {
    air();
    String physics =
        """
        physics:
          protocols:
          - name: worn
            beam: {energy: 60}
            dose: {photons: 100}
            detector: {bits: 8, dead: [[0, 3], [2, 40]], hot: [[1, 0]]}
        """;
    Dataset<Row> table = table(physics);
    float[] counts = TablePixels.of(table, "worn.counts");
    float[] integrals = TablePixels.of(table, "worn.noisy_line_integral");
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 41; column++) {
        boolean dead = (row == 0 && column == 3) || (row == 2 && column == 40);
        boolean hot = row == 1 && column == 0;
        assertEquals(dead ? 0 : hot ? 255 : 100, counts[row * 41 + column]);
        // What reads nothing even without object says nothing of it.
        assertEquals(dead, Float.isNaN(integrals[row * 41 + column]));
      }
    }
  }

  /** Of 60 keV a half is spread evenly up to 30 keV, a half from there to 70. */
  @Test
  void aDetectorMayRegisterOtherEnergies() {
    air();
    String physics =
        """
        physics:
          protocols:
          - name: smeared
            beam: {energy: 60}
            dose: {photons: 1200}
            detector:
              thresholds: [15, 40]
              response:
                energies: [50, 70]
                registered: [0, 30, 70]
                shares: [[0.5, 0.5], [0.5, 0.5]]
        """;
    Dataset<Row> table = table(physics);
    assertEquals(1200 * (0.25 + 0.125), TablePixels.of(table, "smeared.counts_15")[0], 1e-4);
    assertEquals(1200 * 0.375, TablePixels.of(table, "smeared.counts_40")[0], 1e-4);
  }
}
