package io.sinotrace.physics.protocol;

import io.sinotrace.InputException;
import io.sinotrace.physics.detector.Afterglow;
import io.sinotrace.physics.detector.DetectorChain;
import io.sinotrace.physics.protocol.SignalRow.Place;
import io.sinotrace.physics.random.NoiseKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Works out a protocol's values, a detector row at a time. Not for several threads. */
public final class ProtocolRow {
  private final ProtocolValues values;
  private final int pixels;
  private final SignalRow[] signals;

  /** Areal densities along the rays of a row, those of the bowtie last. */
  private float[] layers = new float[0];

  ProtocolRow(ProtocolValues values, NoiseKey noise, int detectorRows, int pixels) {
    this.values = values;
    this.pixels = pixels;
    Protocol protocol = values.protocol();
    DetectorChain chain =
        new DetectorChain(
            protocol.crosstalk(),
            protocol.afterglow(),
            protocol.electronics(),
            protocol.broken().on(detectorRows, pixels));
    this.signals = new SignalRow[values.signals().size()];
    Arrays.setAll(signals, s -> new SignalRow(values, s, chain, noise, pixels));
  }

  /**
   * Works out a row. With afterglow, the row has to be worked out in the {@link
   * Afterglow#earlierViews} before as well, or to have {@linkplain #precede preceded}; views are
   * worked out in ascending order.
   *
   * @param view its number in the scan
   * @param row its number on the detector
   * @param beam meant for its pixels
   * @param rays of its pixels
   * @param out receives the pixels of each field in the order of {@link ProtocolValues#fieldNames},
   *     from index 0; null where one is not asked for
   * @throws InputException if there are more quanta than noise can be drawn for, or a ray does not
   *     leave the anode
   */
  public void compute(int view, int row, PixelBeam beam, RowRays rays, float[] @Nullable [] out) {
    Place place = new Place(view, row, beam);
    each(place, rays, out, SignalRow::compute);
  }

  /**
   * Takes note of a row of an earlier view, of which later ones read the afterglow.
   *
   * @param out which fields are asked for: those that are not null, which stay as they are
   * @throws InputException as of {@link #compute}
   */
  public void precede(int view, int row, PixelBeam beam, RowRays rays, float[] @Nullable [] out) {
    Place place = new Place(view, row, beam);
    each(place, rays, out, SignalRow::precede);
  }

  /** What is done with the row of a signal. */
  private interface Step {
    void of(SignalRow signal, Place place, RowRays rays, AskedFields asked);
  }

  private void each(Place place, RowRays rays, float[] @Nullable [] out, Step step) {
    float[] bowtie = place.beam().bowtie();
    RowRays all = bowtie == null ? rays : behind(bowtie, rays);
    for (int s = 0; s < signals.length; s++) {
      step.of(signals[s], place, all, new AskedFields(values.fields(), s, out));
    }
  }

  /** Returns the rays with the bowtie as one material more, the same for all rays of a pixel. */
  private RowRays behind(float[] bowtie, RowRays rays) {
    int length = pixels * rays.sideBySide();
    int materials = rays.offsets()[0].length;
    int[][] offsets = new int[rays.offsets().length][materials + 1];
    int needed = offsets.length * (materials + 1) * length;
    if (layers.length < needed) {
      layers = new float[needed];
    }
    int at = 0;
    for (int line = 0; line < offsets.length; line++) {
      for (int m = 0; m <= materials; m++) {
        offsets[line][m] = at;
        if (m < materials) {
          System.arraycopy(rays.values(), rays.offsets()[line][m], layers, at, length);
        } else {
          for (int i = 0; i < length; i++) {
            layers[at + i] = bowtie[i / rays.sideBySide()];
          }
        }
        at += length;
      }
    }
    return new RowRays(layers, offsets, rays.sideBySide());
  }
}
