package io.sinotrace.physics.protocol;

import io.sinotrace.InputException;
import io.sinotrace.physics.detector.Afterglow;
import io.sinotrace.physics.detector.DetectorChain;
import io.sinotrace.physics.detector.QuantumNoise;
import io.sinotrace.physics.random.NoiseKey;
import io.sinotrace.physics.random.NoiseSource;
import io.sinotrace.physics.random.NoiseStream;
import io.sinotrace.physics.random.Poisson;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Works out a protocol's values, a detector row at a time. Not for several threads. */
public final class ProtocolRow {
  private final ProtocolValues values;
  private final int pixels;
  private final DetectorChain chain;
  private final OfSignal[] signals;

  /** Areal densities of a row, those of the bowtie last; empty without a bowtie. */
  private final float[] layers;

  private final int[] layerOffsets;

  ProtocolRow(ProtocolValues values, NoiseKey noise, int detectorRows, int pixels) {
    this.values = values;
    this.pixels = pixels;
    Protocol protocol = values.protocol();
    this.chain =
        new DetectorChain(
            protocol.crosstalk(),
            Afterglow.NONE,
            protocol.electronics(),
            protocol.broken().on(detectorRows, pixels));
    int materials = values.signals().get(0).spectrum().whole().materials();
    this.layers = new float[protocol.bowtie() == null ? 0 : materials * pixels];
    this.layerOffsets = new int[materials];
    Arrays.setAll(layerOffsets, m -> m * pixels);
    this.signals = new OfSignal[values.signals().size()];
    Arrays.setAll(signals, s -> new OfSignal(s, noise));
  }

  /**
   * Works out a row.
   *
   * @param view its number in the scan
   * @param row its number on the detector
   * @param beam meant for its pixels
   * @param densities areal densities in g/cm^2
   * @param offsets where in {@code densities} those of each material begin
   * @param out receives the pixels of each field in the order of {@link ProtocolValues#fieldNames},
   *     from index 0; null where one is not asked for
   * @throws InputException if there are more quanta than noise can be drawn for
   */
  public void compute(
      int view,
      int row,
      PixelBeam beam,
      float[] densities,
      int[] offsets,
      float[] @Nullable [] out) {
    float[] some = densities;
    int[] at = offsets;
    if (beam.bowtie() != null) {
      for (int m = 0; m < offsets.length; m++) {
        System.arraycopy(densities, offsets[m], layers, layerOffsets[m], pixels);
      }
      System.arraycopy(beam.bowtie(), 0, layers, layerOffsets[offsets.length], pixels);
      some = layers;
      at = layerOffsets;
    }
    for (int s = 0; s < signals.length; s++) {
      signals[s].compute(new Place(view, row, beam), some, at, new Asked(s, out));
    }
  }

  /** Where a row is, and what of the beam is meant for it. */
  private record Place(int view, int row, PixelBeam beam) {}

  /** The fields of a signal that are asked for. */
  private final class Asked {
    private final int first;
    private final float[] @Nullable [] out;

    Asked(int signal, float[] @Nullable [] out) {
      this.first = signal * values.fields().size();
      this.out = out;
    }

    float @Nullable [] pixels(ProtocolField field) {
      int index = values.fields().indexOf(field);
      return index < 0 ? null : out[first + index];
    }

    boolean any(ProtocolField... some) {
      for (ProtocolField field : some) {
        if (pixels(field) != null) {
          return true;
        }
      }
      return false;
    }

    void put(ProtocolField field, double[] row) {
      float[] into = pixels(field);
      for (int i = 0; into != null && i < row.length; i++) {
        into[i] = (float) row[i];
      }
    }
  }

  /** One signal of the detector. */
  private final class OfSignal {
    private final ProtocolValues.Signal signal;
    private final SpectrumSums sums;
    private final WaterCurve.Inverse water;
    private final NoiseStream quanta;
    private final NoiseStream electrons;
    private final double[] mean;
    private final double[] variance;
    private final double[] open;
    private final double[] row;
    private final double[] thickness;
    private final float[] nothing;
    private final double halfQuantum;

    OfSignal(int number, NoiseKey noise) {
      this.signal = values.signals().get(number);
      this.sums = new SpectrumSums(signal.spectrum());
      this.water = new WaterCurve.Inverse(signal.water(), pixels);
      this.quanta = new NoiseStream(noise, NoiseSource.QUANTA, number);
      this.electrons = new NoiseStream(noise, NoiseSource.ELECTRONICS, number);
      this.mean = new double[pixels];
      this.variance = new double[pixels];
      this.open = new double[pixels];
      this.row = new double[pixels];
      this.thickness = new double[pixels];
      this.nothing = new float[layerOffsets.length * pixels];
      this.halfQuantum = signal.halfQuantum();
      // Without a bowtie that is the same for all rows.
      sums.sum(nothing, layerOffsets, pixels, open, row);
    }

    void compute(Place place, float[] densities, int[] offsets, Asked asked) {
      if (!asked.any(ProtocolField.values())) {
        return;
      }
      sums.sum(densities, offsets, pixels, mean, variance);
      float[] bowtie = place.beam.bowtie();
      if (bowtie != null) {
        open(bowtie);
      }
      clean(place, asked);
      if (values.protocol().dose() != null) {
        measured(place, densities, offsets, asked);
      }
    }

    /** Sums behind the bowtie alone. */
    private void open(float[] bowtie) {
      System.arraycopy(bowtie, 0, nothing, layerOffsets[layerOffsets.length - 1], pixels);
      sums.sum(nothing, layerOffsets, pixels, open, row);
    }

    private void clean(Place place, Asked asked) {
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

    private void corrected(Place place, double[] integrals, ProtocolField field, Asked asked) {
      float[] into = asked.pixels(field);
      if (into != null) {
        water.find(integrals, place.beam.bowtie(), thickness);
        for (int i = 0; i < pixels; i++) {
          into[i] = (float) (values.waterAttenuation() * thickness[i]);
        }
      }
    }

    private void measured(Place place, float[] densities, int[] offsets, Asked asked) {
      double[] quantaOf = place.beam.quanta();
      if (asked.pixels(ProtocolField.SIGNAL) != null) {
        asked.put(ProtocolField.SIGNAL, read(place, times(quantaOf, mean), null));
      }
      if (asked.any(
          ProtocolField.NOISY,
          ProtocolField.NOISY_LINE_INTEGRAL,
          ProtocolField.NOISY_WATER_CORRECTED)) {
        double[] noisy = read(place, noisy(place, densities, offsets), electrons);
        asked.put(ProtocolField.NOISY, noisy);
        double[] air = read(place, times(quantaOf, open), null);
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

    private double[] read(Place place, double[] light, @Nullable NoiseStream noise) {
      return chain.read(place.view, place.row, (view, row) -> light, noise);
    }

    private double[] times(double[] factors, double[] some) {
      double[] product = new double[pixels];
      for (int i = 0; i < pixels; i++) {
        product[i] = factors[i] * some[i];
      }
      return product;
    }

    /** Returns what the quanta add with noise. */
    private double[] noisy(Place place, float[] densities, int[] offsets) {
      double[] noisy = new double[pixels];
      for (int i = 0; i < pixels; i++) {
        quanta.at(place.view, place.row, i);
        double factor = place.beam.quanta()[i];
        double wanted = factor * mean[i];
        // Also where the numbers of the object are none: negative densities without end.
        if (!(wanted / halfQuantum <= Poisson.GREATEST_MEAN)) {
          throw new InputException(
              "%s: the signal %s in view %d, row %d, column %d: noise is drawn for up to %.0e quanta"
                  .formatted(
                      values.protocol().name(),
                      wanted,
                      place.view,
                      place.row,
                      i,
                      Poisson.GREATEST_MEAN));
        }
        noisy[i] =
            values.protocol().quantumNoise() == Protocol.QuantumModel.COMPOUND
                ? signal.spectrum().whole().noisy(quanta, factor, densities, offsets, i)
                : QuantumNoise.matched(quanta, wanted, factor * variance[i]);
      }
      return noisy;
    }
  }
}
