package io.sinotrace.bench;

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
import io.sinotrace.physics.detector.Electronics;
import io.sinotrace.physics.detector.PixelResponse;
import io.sinotrace.physics.protocol.Dose;
import io.sinotrace.physics.protocol.PixelBeam;
import io.sinotrace.physics.protocol.Protocol;
import io.sinotrace.physics.protocol.ProtocolRow;
import io.sinotrace.physics.protocol.ProtocolValues;
import io.sinotrace.physics.protocol.RowRays;
import io.sinotrace.physics.random.NoiseKey;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What JMH measures of protocols: a tube of 120 kV behind 2.5 mm of aluminium, before 0.6 mm of
 * caesium iodide that integrates energy, and water and bone between them.
 */
@OutputTimeUnit(TimeUnit.SECONDS)
public class ProtocolBenchmark {
  /** Pixels of a row. */
  static final int PIXELS = 512;

  private static final List<Material> MATERIALS =
      List.of(Materials.named("water"), Materials.named("bone"));

  /** Up to which areal densities the protocol is accurate, in g/cm^2. */
  private static final double[] GREATEST = {60, 20};

  /** Those of the pixels are spread from 0 to this part of them. */
  private static final double PART = 0.25;

  /** Quanta at a pixel without object. */
  private static final double QUANTA = 1e4;

  private static Protocol protocol() {
    return new Protocol(
        "bench",
        new BeamQuality(
            new TubeModel(120, 12), List.of(new Filter(Materials.named("aluminium"), 2.5))),
        null,
        new Dose(Exposure.ONE, Dose.Unit.QUANTA_PER_PIXEL),
        new DetectorResponse(
            DetectorResponse.Kind.INTEGRATING,
            new DetectorResponse.Layer(Materials.named("csi"), 0.6),
            1,
            new CountingBins(new double[] {0}),
            null),
        Crosstalk.NONE,
        Afterglow.NONE,
        Electronics.NONE,
        BrokenPixels.NONE,
        Protocol.QuantumModel.MATCHED,
        60);
  }

  /** Prepares the protocol. */
  static ProtocolValues values(double tolerance) {
    return new ProtocolValues(protocol(), MATERIALS, GREATEST, tolerance);
  }

  /** Returns the areal densities of a row: of water, then of bone. */
  private static float[] densities() {
    SplittableRandom random = new SplittableRandom(120);
    float[] densities = new float[MATERIALS.size() * PIXELS];
    for (int i = 0; i < densities.length; i++) {
      densities[i] = (float) (random.nextDouble() * PART * GREATEST[i / PIXELS]);
    }
    return densities;
  }

  /** How near the protocol comes to its whole spectrum. */
  @State(Scope.Benchmark)
  public static class Accuracy {
    /** Relative. */
    @Param("1e-6")
    public double tolerance;
  }

  /** One thread's rows. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameter, then calls open
  public static class Row {
    /** What is worked out of each pixel. */
    @Param("transmission")
    public String field;

    private final PixelBeam beam = new PixelBeam(new double[PIXELS], null);
    private final RowRays rays = RowRays.one(densities(), new int[] {0, PIXELS});
    private ProtocolRow row;
    private float[][] out;
    private int view;

    /** Prepares the protocol. */
    @Setup
    public void open(Accuracy accuracy) {
      Arrays.fill(beam.quanta(), QUANTA);
      row = values(accuracy.tolerance).rows(new NoiseKey(1), 1, PIXELS);
      List<String> names = ProtocolValues.fieldNames(protocol());
      out = new float[names.size()][];
      out[names.indexOf(field)] = new float[PIXELS];
    }
  }

  /** All energies of the protocol's spectrum, with the weights of a pixel. */
  @State(Scope.Thread)
  public static class Bins {
    private final float[] densities = densities();
    private final double[] water;
    private final double[] bone;
    private final double[] first;
    private final double[] second;
    private final double[] mean = new double[PIXELS];
    private final double[] variance = new double[PIXELS];

    /** Looks the weights up. */
    public Bins() {
      Protocol protocol = protocol();
      Spectrum spectrum = protocol.beam().spectrum(protocol.response().edges());
      double[] energies = spectrum.energies();
      PixelResponse response = protocol.response().signals(energies).get(0);
      water = Arrays.stream(energies).map(MATERIALS.get(0)::massAttenuation).toArray();
      bone = Arrays.stream(energies).map(MATERIALS.get(1)::massAttenuation).toArray();
      first = product(spectrum.quanta(), response.first());
      second = product(spectrum.quanta(), response.second());
    }

    int size() {
      return first.length;
    }

    private static double[] product(double[] a, double[] b) {
      double[] product = a.clone();
      for (int i = 0; i < product.length; i++) {
        product[i] *= b[i];
      }
      return product;
    }
  }

  /** Works out a row. Each is of another view: noise that comes again would be foreseen. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OperationsPerInvocation(PIXELS)
  public float[][] row(Row row) {
    row.row.compute(row.view++, 0, row.beam, row.rays, row.out);
    return row.out;
  }

  /** Sums mean and variance over all energies, in the way that comes to mind first. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OperationsPerInvocation(PIXELS)
  public double[] plain(Bins bins) {
    for (int i = 0; i < PIXELS; i++) {
      double mean = 0;
      double variance = 0;
      for (int j = 0; j < bins.size(); j++) {
        double exponent =
            bins.water[j] * bins.densities[i] + bins.bone[j] * bins.densities[PIXELS + i];
        double passed = StrictMath.exp(-exponent);
        mean += bins.first[j] * passed;
        variance += bins.second[j] * passed;
      }
      bins.mean[i] = mean;
      bins.variance[i] = variance;
    }
    return bins.variance;
  }

  /** Prepares the protocol. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public ProtocolValues prepare(Accuracy accuracy) {
    return values(accuracy.tolerance);
  }
}
