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
    sums.sum(nothing, layerOffsets, pixels, open, row);
  }

  /** Works out a row: what is asked for of it. */
  void compute(Place place, float[] densities, int[] offsets, AskedFields asked) {
    if (!asked.any(ProtocolField.values())) {
      return;
    }
    sum(place, densities, offsets);
    clean(place, asked);
    Dose dose = values.protocol().dose();
    if (dose != null) {
      lightOfObject.forgetBefore(place.view());
      noisyLight.forgetBefore(place.view());
      lightOfAir.forgetBefore(place.view());
      measured(place, dose.presentShare(place.view()), densities, offsets, asked);
    }
  }

  /** Works out what later views read of a row. */
  void precede(Place place, float[] densities, int[] offsets, AskedFields asked) {
    Dose dose = values.protocol().dose();
    if (dose == null || !asked.any(ProtocolField.values())) {
      return;
    }
    sum(place, densities, offsets);
    double[] quantaOf = place.beam().quanta();
    if (asked.pixels(ProtocolField.SIGNAL) != null) {
      lightOfObject.put(place.view(), place.row(), times(quantaOf, mean));
    }
    if (asked.any(NOISY)) {
      double drawn = 1 - dose.presentShare(place.view());
      noisyLight.put(place.view(), place.row(), noisy(place, drawn, densities, offsets));
      lightOfAir.put(place.view(), place.row(), times(quantaOf, open));
    }
  }

  private void sum(Place place, float[] densities, int[] offsets) {
    from(place.beam());
    sums.sum(densities, offsets, pixels, mean, variance);
    if (!place.beam().isEven()) {
      open(place.beam().bowtie());
    }
  }

  private void from(PixelBeam beam) {
    try {
      sums.from(beam.takeOff());
    } catch (InputException e) {
      throw new InputException(
          "protocol %s: %s".formatted(values.protocol().name(), e.getMessage()), e);
    }
  }

  /** Sums without object. */
  private void open(float @Nullable [] bowtie) {
    if (bowtie != null) {
      System.arraycopy(bowtie, 0, nothing, layerOffsets[layerOffsets.length - 1], pixels);
    }
    sums.sum(nothing, layerOffsets, pixels, open, row);
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
  private void measured(
      Place place, double present, float[] densities, int[] offsets, AskedFields asked) {
    double[] quantaOf = place.beam().quanta();
    if (asked.pixels(ProtocolField.SIGNAL) != null) {
      asked.put(ProtocolField.SIGNAL, read(place, times(quantaOf, mean), lightOfObject, null, 0));
    }
    if (asked.any(NOISY)) {
      // The noise of the reference's electronics is there, in parts of the smaller signal.
      double drawn = Math.sqrt(1 - present * present);
      double[] light = noisy(place, 1 - present, densities, offsets);
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
  private double[] noisy(Place place, double drawn, float[] densities, int[] offsets) {
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
              ? signal.spectrum().central().whole().noisy(quanta, factor, densities, offsets, i)
              : QuantumNoise.matched(quanta, wanted, factor * variance[i] * drawn);
    }
    return noisy;
  }
}
