package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.beam.Spectrum;
import io.sinotrace.physics.beam.TubeModel;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.spark.functions.SinotraceFunctions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Protocols as columns, over scans that are traced and over stored ones. */
@ParameterizedClass
@EnumSource(Origin.class)
class ProtocolTableTest {
  private static final String PROTOCOLS =
      """
      physics:
        seed: 7
        protocols:
        - name: clean
          beam: {kvp: 120, filters: {aluminium: 2.5, copper: 0.1}}
        - name: flat_panel
          beam: {kvp: 80, filters: {aluminium: 3}}
          dose: {photons: 2e4}
          detector:
            type: integrating
            absorber: CsI
            absorber-thickness: 0.6
            fill-factor: 0.8
            electronic-noise: 5
            gain: 0.1
        - name: bins
          beam: {kvp: 100, anode-angle: 7, filters: {aluminium: 3}}
          dose: {photons: 1000}
          detector: {thresholds: [25, 51.5]}
        - name: mono
          beam: {energy: 60}
          dose: {photons: 50}
      """;

  @TempDir Path temp;

  private final Origin origin;

  ProtocolTableTest(Origin origin) {
    this.origin = origin;
  }

  private Dataset<Row> table(String geometry, String physics, String... settings) {
    String yaml = geometry.replace("per-mm", "hounsfield") + physics;
    String[] all = Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = "volume.materials=water-bone";
    return origin.table(Path.of(Samples.description(temp.resolve("scan.yaml"), yaml)), all);
  }

  /** A volume from air to bone that is as large as a hand. */
  private void volume() {
    SplittableRandom random = new SplittableRandom(5);
    double[] hounsfield = new double[7 * 6 * 5];
    Arrays.setAll(hounsfield, i -> random.nextInt(3) == 0 ? -1000 : random.nextInt(-1000, 2000));
    Samples.npy(temp.resolve("volume.npy"), 7, 6, 5, hounsfield);
  }

  /** Sums over all bins of a spectrum, in the plainest way. */
  private static double transmission(
      Spectrum spectrum,
      IntToDoubleFunction response,
      double[] waterOf,
      double[] boneOf,
      double water,
      double bone) {
    double behind = 0;
    double open = 0;
    for (int i = 0; i < spectrum.size(); i++) {
      double weight = spectrum.quanta()[i] * response.applyAsDouble(i);
      behind += weight * StrictMath.exp(-(water * waterOf[i] + bone * boneOf[i]));
      open += weight;
    }
    return behind / open;
  }

  @Test
  void transmissionsAreThoseOfDirectIntegration() {
    volume();
    // Thick enough for bone and water to harden the beam.
    Dataset<Row> table = table(Samples.CONE, PROTOCOLS, "volume.spacing=[20, 30, 15]");
    float[] water = TablePixels.of(table, "areal_density.water");
    float[] bone = TablePixels.of(table, "areal_density.bone");
    assertTrue(IntStream.range(0, water.length).mapToDouble(i -> water[i]).max().orElse(0) > 5);
    Spectrum tube =
        new TubeModel(120, 12)
            .spectrum(Materials.named("copper").edges())
            .behind(Materials.named("aluminium"), 2.5)
            .behind(Materials.named("copper"), 0.1);
    check(tube, i -> 1, table, "clean", "", water, bone);
    Material csi = Materials.named("CsI");
    Spectrum panel =
        new TubeModel(80, 12).spectrum(csi.edges()).behind(Materials.named("aluminium"), 3);
    double[] ofCsi = massAttenuation("CsI", panel);
    check(
        panel,
        i -> panel.energies()[i] * -StrictMath.expm1(-ofCsi[i] * csi.density() * 0.06),
        table,
        "flat_panel",
        "",
        water,
        bone);
    Spectrum counted = new TubeModel(100, 7).spectrum().behind(Materials.named("aluminium"), 3);
    check(
        counted,
        i -> counted.energies()[i] >= 25 && counted.energies()[i] < 51.5 ? 1 : 0,
        table,
        "bins",
        "_25",
        water,
        bone);
    check(counted, i -> counted.energies()[i] >= 51.5 ? 1 : 0, table, "bins", "_51p5", water, bone);
    check(
        new Spectrum(new double[] {60}, new double[] {1}), i -> 1, table, "mono", "", water, bone);
  }

  private static double[] massAttenuation(String material, Spectrum spectrum) {
    return Arrays.stream(spectrum.energies())
        .map(Materials.named(material)::massAttenuation)
        .toArray();
  }

  private static void check(
      Spectrum spectrum,
      IntToDoubleFunction response,
      Dataset<Row> table,
      String protocol,
      String suffix,
      float[] water,
      float[] bone) {
    float[] transmission = TablePixels.of(table, "%s.transmission%s".formatted(protocol, suffix));
    float[] integrals = TablePixels.of(table, "%s.line_integral%s".formatted(protocol, suffix));
    double[] waterOf = massAttenuation("water", spectrum);
    double[] boneOf = massAttenuation("bone", spectrum);
    for (int i = 0; i < water.length; i++) {
      double expected = transmission(spectrum, response, waterOf, boneOf, water[i], bone[i]);
      assertEquals(1, transmission[i] / expected, 1.1e-6, protocol + suffix);
      assertEquals(-Math.log(expected), integrals[i], 1.1e-6 * (1 - Math.log(expected)));
    }
  }

  @Test
  void countsAreQuantaTimesTransmission() {
    volume();
    Dataset<Row> table = table(Samples.CONE, PROTOCOLS);
    float[] counts = TablePixels.of(table, "mono.counts");
    float[] transmission = TablePixels.of(table, "mono.transmission");
    for (int i = 0; i < counts.length; i++) {
      assertEquals(50 * transmission[i], counts[i], 1e-5);
    }
  }

  @Test
  void noiseIsTheSameForEverySplit() {
    volume();
    String[] columns = {
      "flat_panel.noisy", "flat_panel.noisy_line_integral", "bins.noisy_25", "mono.noisy"
    };
    Dataset<Row> whole = table(Samples.CONE, PROTOCOLS, "compute.partitions=1");
    Dataset<Row> parts = table(Samples.CONE, PROTOCOLS, "compute.partitions=7");
    for (String column : columns) {
      float[] all = TablePixels.of(whole, column);
      assertArrayEquals(all, TablePixels.of(parts, column), column);
      float[] one = TablePixels.of(parts.where("view = 5 and row = 11"), column);
      assertEquals(23, one.length);
      int from = (5 * 19 + 11) * 23;
      assertArrayEquals(Arrays.copyOfRange(all, from, from + 23), one, column);
    }
    String[] views = {"geometry.views.count=64", "compute.split=views", "compute.partitions=64"};
    float[] of64 = TablePixels.of(table(Samples.CONE, PROTOCOLS, views), columns[0]);
    views[2] = "compute.partitions=1";
    assertArrayEquals(TablePixels.of(table(Samples.CONE, PROTOCOLS, views), columns[0]), of64);
    float[] other =
        TablePixels.of(table(Samples.CONE, PROTOCOLS, "physics.realisation=1"), "flat_panel.noisy");
    float[] first = TablePixels.of(whole, "flat_panel.noisy");
    assertTrue(IntStream.range(0, other.length).filter(i -> other[i] == first[i]).count() < 20);
  }

  /** Through air: whole numbers whose mean and variance are the number of quanta. */
  @Test
  void countsOfAirHaveAPoissonDistribution() {
    double[] air = new double[7 * 6 * 5];
    Arrays.fill(air, -1000);
    Samples.npy(temp.resolve("volume.npy"), 7, 6, 5, air);
    Dataset<Row> table = table(Samples.CONE, PROTOCOLS);
    float[] noisy = TablePixels.of(table, "mono.noisy");
    double mean = IntStream.range(0, noisy.length).mapToDouble(i -> noisy[i]).average().orElse(0);
    double variance =
        IntStream.range(0, noisy.length)
            .mapToDouble(i -> (noisy[i] - 50) * (noisy[i] - 50))
            .average()
            .orElse(0);
    // 5681 pixels: four standard deviations.
    assertEquals(50, mean, 4 * Math.sqrt(50.0 / noisy.length));
    assertEquals(50, variance, 4 * Math.sqrt((50 + 2 * 50 * 50.0) / noisy.length));
    for (float count : noisy) {
      assertEquals(Math.rint(count), count);
    }
    float[] integrals = TablePixels.of(table, "mono.noisy_line_integral");
    for (int i = 0; i < noisy.length; i++) {
      assertEquals(-Math.log(Math.max(noisy[i], 0.5) / 50), integrals[i], 1e-6);
    }
  }

  @Test
  void aListOfValuesIsAProtocolEach() {
    volume();
    String physics =
        """
        physics:
          protocols:
          - name: head
            beam: {kvp: [80, 120], filters: {aluminium: 3}}
            dose: {photons: [1000, 2.5e4]}
        """;
    StructType schema = table(Samples.CONE, physics).schema();
    List<String> names =
        List.of(
            "head_80kv_1000photons",
            "head_80kv_25000photons",
            "head_120kv_1000photons",
            "head_120kv_25000photons");
    assertTrue(Arrays.asList(schema.fieldNames()).containsAll(names), schema::treeString);
    StructType struct = (StructType) schema.apply(names.get(0)).dataType();
    assertEquals(
        List.of(
            "transmission",
            "line_integral",
            "water_corrected",
            "counts",
            "noisy",
            "noisy_line_integral",
            "noisy_water_corrected"),
        List.of(struct.fieldNames()));
  }

  /** A protocol in a query is worked out as one of the description is. */
  @Test
  void aFunctionMeasuresLikeAColumn() {
    volume();
    Dataset<Row> table = table(Samples.CONE, PROTOCOLS);
    SinotraceFunctions.register(SparkSessions.local());
    String panel =
        "{name: flat_panel, seed: 7, beam: {kvp: 80, filters: {aluminium: 3}}, dose: {photons: 2e4},"
            + " detector: {type: integrating, absorber: CsI, absorber-thickness: 0.6,"
            + " fill-factor: 0.8, electronic-noise: 5, gain: 0.1}}";
    for (String field : List.of("transmission", "signal", "noisy", "noisy_line_integral")) {
      Dataset<Row> both =
          table.selectExpr(
              "view",
              "row",
              "flat_panel.%s AS known".formatted(field),
              "sinotrace_measure(areal_density, '%s', '%s', scan, view, row) AS asked"
                  .formatted(panel, field));
      assertArrayEquals(TablePixels.of(both, "known"), TablePixels.of(both, "asked"), field);
    }
    String bins = "{beam: {kvp: 100, anode-angle: 7, filters: {aluminium: 3}}, detector: %s}";
    Dataset<Row> counted =
        table.selectExpr(
            "view",
            "row",
            "bins.line_integral_25 AS known",
            "sinotrace_measure(areal_density, '%s', 'line_integral_25') AS asked"
                .formatted(bins.formatted("{thresholds: [25, 51.5]}")));
    assertArrayEquals(TablePixels.of(counted, "known"), TablePixels.of(counted, "asked"));
  }

  /** What a run stores is what a table works out. */
  @Test
  void storedColumnsHaveTheBitsOfComputedOnes() {
    volume();
    String stored =
        "output.columns=[areal_density, flat_panel.noisy, bins.noisy_25, line_integral]";
    Path description =
        Path.of(
            Samples.description(
                temp.resolve("scan.yaml"),
                Samples.CONE.replace("per-mm", "hounsfield") + PROTOCOLS));
    Path dataset =
        Origin.written(description, "volume.materials=water-bone", "compute.partitions=3", stored);
    Dataset<Row> plain = SparkSessions.local().read().parquet(dataset.resolve("sinogram") + "");
    assertEquals(
        List.of("view", "row", "areal_density", "flat_panel", "bins", "line_integral", "scan"),
        List.of(plain.columns()));
    Dataset<Row> computed = table(Samples.CONE, PROTOCOLS);
    for (String column :
        List.of("areal_density.bone", "flat_panel.noisy", "bins.noisy_25", "line_integral")) {
      assertArrayEquals(TablePixels.of(computed, column), TablePixels.of(plain, column), column);
      assertArrayEquals(
          TablePixels.of(plain, column), TablePixels.of(Origin.load(dataset), column), column);
    }
    // What was not stored is still worked out.
    assertArrayEquals(
        TablePixels.of(computed, "bins.noisy_51p5"),
        TablePixels.of(Origin.load(dataset), "bins.noisy_51p5"));
  }
}
