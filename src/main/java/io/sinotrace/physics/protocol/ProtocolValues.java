package io.sinotrace.physics.protocol;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.beam.BeamQuality;
import io.sinotrace.physics.beam.HeelEffect;
import io.sinotrace.physics.beam.Spectrum;
import io.sinotrace.physics.detector.PixelResponse;
import io.sinotrace.physics.detector.QuantumNoise;
import io.sinotrace.physics.random.NoiseKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A protocol prepared for objects of some materials: what it gives of their areal densities.
 *
 * <p>The mean signal of a pixel behind areal densities a is {@code q sum of w exp(-sum of a k)}
 * over the energies of a {@linkplain CondensedSpectrum condensed spectrum}, with q quanta and the
 * mass attenuation coefficients k. Made once, on the driver; {@link #rows} does the work.
 */
public final class ProtocolValues implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Names how values are worked out: to be changed when any bit of them changes. */
  public static final String ARITHMETIC = "protocols-1";

  /** How much longer the way through a bowtie may be than its thickness. */
  private static final double SLANTED = 1.25;

  private final Protocol protocol;
  private final Spectrum spectrum;
  private final List<Signal> signals;
  private final List<ProtocolField> fields;
  private final double waterAttenuation;

  /**
   * One signal of the detector: all it has, or one of several energy bins.
   *
   * @param suffix of the names of its fields
   * @param spectrum as it weighs it, behind the materials and then the bowtie
   * @param water its curve
   */
  record Signal(String suffix, AngledSpectrum spectrum, WaterCurve water) implements Serializable {
    /** Returns half of what a quantum adds to the mean square over what it adds to the mean. */
    double halfQuantum() {
      return 0.5
          * DoubleStream.of(spectrum.central().whole().second()).sum()
          / DoubleStream.of(spectrum.central().whole().first()).sum();
    }
  }

  /**
   * Prepares.
   *
   * @param materials of the object, in the order of the areal densities
   * @param greatest the areal density of each up to which the accuracy is kept, in g/cm^2
   * @param tolerance relative error of mean and variance that condensing the spectrum may cause
   * @throws InputException if there are no data for an energy, or no quantum is detected
   */
  public ProtocolValues(
      Protocol protocol, List<Material> materials, double[] greatest, double tolerance) {
    this.protocol = protocol;
    Material water = Materials.named("water");
    this.waterAttenuation = water.massAttenuation(protocol.referenceEnergy());
    List<Material> layers = layers(materials, protocol);
    HeelEffect heel = protocol.beam().heel();
    TakeOffAngles angles = heel == null ? null : new TakeOffAngles(heel.tube().angle());
    List<Spectrum> spectra = spectra(protocol, angles, layers);
    this.spectrum = spectra.get(angles == null ? 0 : angles.central());
    this.fields = fields(protocol);
    double[] box = box(greatest, protocol);
    double[] waterBox = box(new double[] {DoubleStream.of(greatest).sum()}, protocol);
    List<Material> waterLayers = layers(List.of(water), protocol);
    List<PixelResponse> responses = responses(protocol, spectrum);
    List<String> suffixes = protocol.response().suffixes();
    this.signals = new ArrayList<>();
    for (int s = 0; s < suffixes.size(); s++) {
      String suffix = suffixes.get(s);
      PixelResponse response = responses.get(s);
      List<WeightedSpectrum> weighted =
          spectra.stream().map(each -> weighted(each, response, layers, suffix)).toList();
      signals.add(
          new Signal(
              suffix,
              angled(weighted, angles, box, tolerance),
              new WaterCurve(
                  angled(
                      weighted.stream().map(each -> waterSpectrum(each, waterLayers)).toList(),
                      angles,
                      waterBox,
                      tolerance))));
    }
  }

  private static AngledSpectrum angled(
      List<WeightedSpectrum> spectra,
      @Nullable TakeOffAngles angles,
      double[] box,
      double tolerance) {
    return new AngledSpectrum(
        spectra.parallelStream().map(each -> BoxedSpectrum.of(each, box, tolerance)).toList(),
        angles);
  }

  private static List<PixelResponse> responses(Protocol protocol, Spectrum spectrum) {
    try {
      return protocol.response().signals(spectrum.energies());
    } catch (InputException e) {
      throw new InputException("protocol %s: %s".formatted(protocol.name(), e.getMessage()), e);
    }
  }

  /** Returns the materials that attenuate, the bowtie's last. */
  private static List<Material> layers(List<Material> materials, Protocol protocol) {
    return protocol.bowtie() == null
        ? materials
        : Stream.concat(materials.stream(), Stream.of(protocol.bowtie().material())).toList();
  }

  private static double[] box(double[] greatest, Protocol protocol) {
    return protocol.bowtie() == null
        ? greatest
        : DoubleStream.concat(
                DoubleStream.of(greatest), DoubleStream.of(protocol.bowtie().greatest() * SLANTED))
            .toArray();
  }

  /** Returns the spectrum of each angle at which rays leave the anode, or the only one. */
  private static List<Spectrum> spectra(
      Protocol protocol, @Nullable TakeOffAngles angles, List<Material> layers) {
    double[] edges =
        DoubleStream.concat(
                layers.stream().flatMapToDouble(material -> DoubleStream.of(material.edges())),
                DoubleStream.of(protocol.response().edges()))
            .toArray();
    BeamQuality beam = protocol.beam();
    Spectrum central = beam.spectrum(edges);
    // A tube's numbers are its own; of a given number of quanta each energy has its share.
    Dose dose = protocol.dose();
    boolean ofTube =
        dose != null
            && (dose.unit() == Dose.Unit.MAS_PER_VIEW || dose.unit() == Dose.Unit.MAS_PER_ROTATION);
    double factor = ofTube ? 1 : 1 / central.total();
    HeelEffect heel = beam.heel();
    if (heel == null || angles == null) {
      return List.of(central.times(factor));
    }
    return Arrays.stream(angles.degrees())
        .parallel()
        .mapToObj(angle -> beam.spectrum(heel.tube().at(angle), edges).times(factor))
        .toList();
  }

  private WeightedSpectrum weighted(
      Spectrum spectrum, PixelResponse response, List<Material> layers, String suffix) {
    // Energies that add nothing are left out: no sum depends on them.
    int[] kept =
        IntStream.range(0, spectrum.size())
            .filter(i -> spectrum.quanta()[i] * response.first()[i] > 0)
            .toArray();
    if (kept.length == 0) {
      throw new InputException(
          "protocol %s: no quantum of its beam adds to the signal%s: expected thresholds within its energies"
              .formatted(protocol.name(), suffix));
    }
    double[] energies = Arrays.stream(kept).mapToDouble(i -> spectrum.energies()[i]).toArray();
    return new WeightedSpectrum(
        energies,
        Arrays.stream(kept).mapToDouble(i -> spectrum.quanta()[i] * response.first()[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> spectrum.quanta()[i] * response.second()[i]).toArray(),
        attenuation(energies, layers));
  }

  private static double[][] attenuation(double[] energies, List<Material> layers) {
    return layers.stream()
        .map(material -> Arrays.stream(energies).map(material::massAttenuation).toArray())
        .toArray(double[][]::new);
  }

  /** Returns a signal's spectrum behind water, with its derivative for second weights. */
  private static WeightedSpectrum waterSpectrum(WeightedSpectrum weighted, List<Material> layers) {
    double[][] attenuation = attenuation(weighted.energies(), layers);
    double[] slope =
        IntStream.range(0, weighted.first().length)
            .mapToDouble(i -> weighted.first()[i] * attenuation[0][i])
            .toArray();
    return new WeightedSpectrum(weighted.energies(), weighted.first(), slope, attenuation);
  }

  /** Returns the protocol. */
  public Protocol protocol() {
    return protocol;
  }

  /**
   * Returns the spectrum behind the filters: with a dose in mAs, quanta per mm^2 and mAs at 1 m;
   * else the share of each energy.
   */
  public Spectrum spectrum() {
    return spectrum;
  }

  /** Returns the names of a protocol's fields: for each signal those that it has. */
  public static List<String> fieldNames(Protocol protocol) {
    return protocol.response().suffixes().stream()
        .flatMap(
            suffix ->
                fields(protocol).stream()
                    .map(field -> field.word(protocol.response().kind()) + suffix))
        .toList();
  }

  private static List<ProtocolField> fields(Protocol protocol) {
    return Arrays.stream(ProtocolField.values())
        .filter(field -> protocol.dose() != null || !field.ofDose())
        .toList();
  }

  /** Returns the greatest relative error of a signal's mean or variance that was found. */
  public double error() {
    return signals.stream()
        .flatMap(signal -> signal.spectrum().members().stream())
        .mapToDouble(member -> member.condensed().error())
        .max()
        .orElse(0);
  }

  /** Returns how many energies are summed over for each pixel. */
  public int energies() {
    return signals.stream()
        .mapToInt(signal -> signal.spectrum().central().condensed().nodes())
        .sum();
  }

  /**
   * Returns the greatest number that a signal comes to without object, bowtie and noise, before
   * saturation and converter.
   *
   * @param factor what the quanta of the spectrum are multiplied by
   */
  public double signalOfAir(double factor) {
    double greatest =
        signals.stream()
            .mapToDouble(
                signal -> DoubleStream.of(signal.spectrum().central().whole().first()).sum())
            .max()
            .orElse(0);
    return factor * greatest * protocol.electronics().gain();
  }

  /**
   * Returns by how much the distribution of {@linkplain Protocol.QuantumModel#MATCHED matched}
   * noise may differ from that of the spectrum, without object: see {@link QuantumNoise#distance}.
   *
   * @param factor what the quanta of the spectrum are multiplied by
   */
  public double noiseDistance(double factor) {
    WeightedSpectrum whole = signals.get(0).spectrum().central().whole();
    double third = 0;
    for (int i = 0; i < whole.first().length; i++) {
      third += whole.second()[i] * whole.second()[i] / whole.first()[i];
    }
    return QuantumNoise.distance(
        factor * DoubleStream.of(whole.first()).sum(),
        factor * DoubleStream.of(whole.second()).sum(),
        factor * third);
  }

  /**
   * Checks that a ray leaves the anode where it is known what that does to it.
   *
   * @param degrees from the anode's surface
   * @throws InputException if not: the anode is in its way, or it is too far from the central ray
   */
  public void checkTakeOff(double degrees) {
    TakeOffAngles angles = signals.get(0).spectrum().angles();
    try {
      if (angles != null) {
        angles.nearest(degrees, new double[TakeOffAngles.POINTS], 0);
      }
    } catch (InputException e) {
      throw new InputException("protocol %s: %s".formatted(protocol.name(), e.getMessage()), e);
    }
  }

  List<Signal> signals() {
    return signals;
  }

  List<ProtocolField> fields() {
    return fields;
  }

  /** Returns the mass attenuation of water at the reference energy, in cm^2/g. */
  double waterAttenuation() {
    return waterAttenuation;
  }

  /**
   * Returns what works out rows.
   *
   * @param noise of the picture
   * @param detectorRows how many the detector has; of no account if no pixel is broken
   * @param pixels of a row
   * @throws InputException if a broken pixel is not on the detector
   */
  public ProtocolRow rows(NoiseKey noise, int detectorRows, int pixels) {
    return new ProtocolRow(this, noise, detectorRows, pixels);
  }
}
