package io.sinotrace.physics.protocol;

import io.sinotrace.InputException;
import io.sinotrace.physics.detector.DetectorChain;
import io.sinotrace.physics.detector.QuantumNoise;
import io.sinotrace.physics.random.NoiseKey;
import io.sinotrace.physics.random.NoiseSource;
import io.sinotrace.physics.random.NoiseStream;
import io.sinotrace.physics.random.Poisson;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Works out the values of one signal of a protocol. Not for several threads. */
final class SignalRow {
  /** The fields with noise. */
  private static final ProtocolField[] NOISY = {
    ProtocolField.NOISY, ProtocolField.NOISY_LINE_INTEGRAL, ProtocolField.NOISY_WATER_CORRECTED
  };

  private final ProtocolValues values;
  private final DetectorChain chain;
  private final int pixels;
  private final ProtocolValues.Signal signal;
  private final RowSums sums;
  private final WaterCurve.Inverse water;
  private final NoiseStream quanta;
  private final NoiseStream electrons;
  private final double[] mean;
  private final double[] variance;
  private final double[] open;

  /** Sums of single rays. */
  private double[] rayMean = new double[0];

  private double[] rayVariance = new double[0];
  private final double[] row;
  private final double[] thickness;

  /** Areal densities without object: the bowtie's alone. */
  private final float[] nothing;

  private final int[] layerOffsets;
  private final double halfQuantum;

  private final EarlierSignals lightOfObject;
  private final EarlierSignals noisyLight;
  private final EarlierSignals lightOfAir;

  /** Where a row is, and what of the beam is meant for it. */
  record Place(int view, int row, PixelBeam beam) {}

  /**
   * Makes room.
   *
   * @param number of the signal
   * @param chain of the detector
   * @param noise of the picture
   * @param pixels of a row
   */
  SignalRow(ProtocolValues values, int number, DetectorChain chain, NoiseKey noise, int pixels) {
    this.values = values;
    this.chain = chain;
    this.pixels = pixels;
    this.signal = values.signals().get(number);
    this.sums = signal.spectrum().sums();
    this.water = new WaterCurve.Inverse(signal.water(), pixels);
    this.quanta = new NoiseStream(noise, NoiseSource.QUANTA, number);
    this.electrons = new NoiseStream(noise, NoiseSource.ELECTRONICS, number);
    this.mean = new double[pixels];
    this.variance = new double[pixels];
    this.open = new double[pixels];
    this.row = new double[pixels];
    this.thickness = new double[pixels];
    this.layerOffsets = new int[sums.materials()];
    Arrays.setAll(layerOffsets, m -> m * pixels);
    this.nothing = new float[layerOffsets.length * pixels];
    this.halfQuantum = signal.halfQuantum();
    int earlier = values.protocol().afterglow().earlierViews();
    this.lightOfObject = new EarlierSignals(earlier);
    this.noisyLight = new EarlierSignals(earlier);
    this.lightOfAir = new EarlierSignals(earlier);
    // Of an even beam that is the same for all rows.
    sums.open(pixels, open, row);
  }

  /** Works out a row: what is asked for of it. */
  void compute(Place place, RowRays rays, AskedFields asked) {
    if (!asked.any(ProtocolField.values())) {
      return;
    }
    sum(place, rays);
    clean(place, asked);
    Dose dose = values.protocol().dose();
    if (dose != null) {
      lightOfObject.forgetBefore(place.view());
      noisyLight.forgetBefore(place.view());
      lightOfAir.forgetBefore(place.view());
      measured(place, dose.presentShare(place.view()), rays, asked);
    }
  }

  /** Works out what later views read of a row. */
  void precede(Place place, RowRays rays, AskedFields asked) {
    Dose dose = values.protocol().dose();
    if (dose == null || !asked.any(ProtocolField.values())) {
      return;
    }
    sum(place, rays);
    double[] quantaOf = place.beam().quanta();
    if (asked.pixels(ProtocolField.SIGNAL) != null) {
      lightOfObject.put(place.view(), place.row(), times(quantaOf, mean));
    }
    if (asked.any(NOISY)) {
      double drawn = 1 - dose.presentShare(place.view());
      noisyLight.put(place.view(), place.row(), noisy(place, drawn, rays));
      lightOfAir.put(place.view(), place.row(), times(quantaOf, open));
    }
  }

  /** Sums behind the object: of several rays of a pixel the mean. */
  private void sum(Place place, RowRays rays) {
    if (rays.perPixel() == 1) {
      from(place.beam().takeOff());
      sums.sum(rays.values(), rays.offsets()[0], pixels, mean, variance);
    } else {
      average(place, rays);
    }
    if (!place.beam().isEven()) {
      from(place.beam().takeOff());
      open(place.beam().bowtie());
    }
  }

  private void average(Place place, RowRays rays) {
    int side = rays.sideBySide();
    int length = pixels * side;
    if (rayMean.length < length) {
      rayMean = new double[length];
      rayVariance = new double[length];
    }
    from(repeated(place.beam().takeOff(), side));
    Arrays.fill(mean, 0);
    Arrays.fill(variance, 0);
    for (int[] line : rays.offsets()) {
      sums.sum(rays.values(), line, length, rayMean, rayVariance);
      for (int i = 0; i < length; i++) {
        mean[i / side] += rayMean[i];
        variance[i / side] += rayVariance[i];
      }
    }
    for (int i = 0; i < pixels; i++) {
      mean[i] /= rays.perPixel();
      variance[i] /= rays.perPixel();
    }
  }

  private static double @Nullable [] repeated(double @Nullable [] values, int times) {
    if (values == null || times == 1) {
      return values;
    }
    double[] repeated = new double[values.length * times];
    Arrays.setAll(repeated, i -> values[i / times]);
    return repeated;
  }

  private void from(double @Nullable [] takeOff) {
    try {
      sums.from(takeOff);
    } catch (InputException e) {
      throw new InputException(
          "protocol %s: %s".formatted(values.protocol().name(), e.getMessage()), e);
    }
  }

  /** Sums without object. */
  private void open(float @Nullable [] bowtie) {
    if (bowtie == null) {
      sums.open(pixels, open, row);
    } else {
      System.arraycopy(bowtie, 0, nothing, layerOffsets[layerOffsets.length - 1], pixels);
      sums.sum(nothing, layerOffsets, pixels, open, row);
    }
  }

  private void clean(Place place, AskedFields asked) {
    float[] transmission = asked.pixels(ProtocolField.TRANSMISSION);
    for (int i = 0; transmission != null && i < pixels; i++) {
      transmission[i] = (float) (mean[i] / open[i]);
    }
    if (asked.any(ProtocolField.LINE_INTEGRAL, ProtocolField.WATER_CORRECTED)) {
      for (int i = 0; i < pixels; i++) {
        row[i] = Logarithms.integral(mean[i], open[i]);
      }
      asked.put(ProtocolField.LINE_INTEGRAL, row);
      corrected(place, row, ProtocolField.WATER_CORRECTED, asked);
    }
  }

  private void corrected(Place place, double[] integrals, ProtocolField field, AskedFields asked) {
    float[] into = asked.pixels(field);
    if (into != null) {
      water.find(integrals, place.beam(), thickness);
      for (int i = 0; i < pixels; i++) {
        into[i] = (float) (values.waterAttenuation() * thickness[i]);
      }
    }
  }

  /**
   * Works out what is measured.
   *
   * @param present the part of the variance that the areal densities have already
   */
  private void measured(Place place, double present, RowRays rays, AskedFields asked) {
    double[] quantaOf = place.beam().quanta();
    if (asked.pixels(ProtocolField.SIGNAL) != null) {
      asked.put(ProtocolField.SIGNAL, read(place, times(quantaOf, mean), lightOfObject, null, 0));
    }
    if (asked.any(NOISY)) {
      // The noise of the reference's electronics is there, in parts of the smaller signal.
      double drawn = Math.sqrt(1 - present * present);
      double[] light = noisy(place, 1 - present, rays);
      double[] noisy = read(place, light, noisyLight, electrons, drawn);
      asked.put(ProtocolField.NOISY, noisy);
      double[] air = read(place, times(quantaOf, open), lightOfAir, null, 0);
      double least = halfQuantum * values.protocol().electronics().gain();
      for (int i = 0; i < pixels; i++) {
        // A pixel that reads nothing even without object says nothing of it.
        row[i] =
            air[i] >= least ? Logarithms.integral(Math.max(noisy[i], least), air[i]) : Double.NaN;
      }
      asked.put(ProtocolField.NOISY_LINE_INTEGRAL, row);
      corrected(place, row, ProtocolField.NOISY_WATER_CORRECTED, asked);
    }
  }

  /** Returns what the detector reads, of the light of this view and of earlier ones. */
  private double[] read(
      Place place,
      double[] light,
      EarlierSignals earlier,
      @Nullable NoiseStream noise,
      double share) {
    earlier.put(place.view(), place.row(), light);
    return chain.read(
        place.view(),
        place.row(),
        (view, row) -> view == place.view() ? light : earlier.get(view, row),
        noise,
        share);
  }

  private double[] times(double[] factors, double[] some) {
    double[] product = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      product[i] = factors[i] * some[i];
    }
    return product;
  }

  /**
   * Returns what the quanta add with noise.
   *
   * @param drawn the part of the variance that is drawn
   */
  private double[] noisy(Place place, double drawn, RowRays rays) {
    double[] noisy = times(place.beam().quanta(), mean);
    if (drawn == 0) {
      return noisy;
    }
    for (int i = 0; i < pixels; i++) {
      quanta.at(place.view(), place.row(), i);
      double factor = place.beam().quanta()[i];
      double wanted = noisy[i];
      // Also where the numbers of the object are none: negative densities without end.
      if (!(wanted / (halfQuantum * drawn) <= Poisson.GREATEST_MEAN)) {
        throw new InputException(
            "%s: the signal %s in view %d, row %d, column %d: noise is drawn for up to %.0e quanta"
                .formatted(
                    values.protocol().name(),
                    wanted,
                    place.view(),
                    place.row(),
                    i,
                    Poisson.GREATEST_MEAN));
      }
      noisy[i] =
          values.protocol().quantumNoise() == Protocol.QuantumModel.COMPOUND
              ? signal
                  .spectrum()
                  .central()
                  .whole()
                  .noisy(quanta, factor, rays.values(), rays.offsets()[0], i)
              : QuantumNoise.matched(quanta, wanted, factor * variance[i] * drawn);
    }
    return noisy;
  }
}
