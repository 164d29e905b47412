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

  /** Areal densities of a row, those of the bowtie last; empty without a bowtie. */
  private final float[] layers;

  private final int[] layerOffsets;

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
    int materials = values.signals().get(0).spectrum().central().whole().materials();
    this.layers = new float[protocol.bowtie() == null ? 0 : materials * pixels];
    this.layerOffsets = new int[materials];
    Arrays.setAll(layerOffsets, m -> m * pixels);
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
   * @param densities areal densities in g/cm^2
   * @param offsets where in {@code densities} those of each material begin
   * @param out receives the pixels of each field in the order of {@link ProtocolValues#fieldNames},
   *     from index 0; null where one is not asked for
   * @throws InputException if there are more quanta than noise can be drawn for, or a ray does not
   *     leave the anode
   */
  public void compute(
      int view,
      int row,
      PixelBeam beam,
      float[] densities,
      int[] offsets,
      float[] @Nullable [] out) {
    Place place = new Place(view, row, beam);
    each(place, densities, offsets, out, SignalRow::compute);
  }

  /**
   * Takes note of a row of an earlier view, of which later ones read the afterglow.
   *
   * @param out which fields are asked for: those that are not null, which stay as they are
   * @throws InputException as of {@link #compute}
   */
  public void precede(
      int view,
      int row,
      PixelBeam beam,
      float[] densities,
      int[] offsets,
      float[] @Nullable [] out) {
    Place place = new Place(view, row, beam);
    each(place, densities, offsets, out, SignalRow::precede);
  }

  /** What is done with the row of a signal. */
  private interface Step {
    void of(SignalRow signal, Place place, float[] densities, int[] offsets, AskedFields asked);
  }

  private void each(
      Place place, float[] densities, int[] offsets, float[] @Nullable [] out, Step step) {
    float[] some = densities;
    int[] at = offsets;
    float[] bowtie = place.beam().bowtie();
    if (bowtie != null) {
      for (int m = 0; m < offsets.length; m++) {
        System.arraycopy(densities, offsets[m], layers, layerOffsets[m], pixels);
      }
      System.arraycopy(bowtie, 0, layers, layerOffsets[offsets.length], pixels);
      some = layers;
      at = layerOffsets;
    }
    for (int s = 0; s < signals.length; s++) {
      step.of(signals[s], place, some, at, new AskedFields(values.fields(), s, out));
    }
  }
}
