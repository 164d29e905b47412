package io.sinotrace.physics.detector;

import io.sinotrace.InputException;
import io.sinotrace.physics.random.NoiseStream;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a detector behind the quanta, in the order in which they act: crosstalk, afterglow,
 * gain, electronic noise, saturation, converter, broken pixels.
 */
public record DetectorChain(
    Crosstalk crosstalk, Afterglow afterglow, Electronics electronics, PixelMap pixels) {
  /** The signal of the quanta, with their noise or without. */
  @FunctionalInterface
  public interface Quanta {
    /**
     * Returns the signal of all columns of a row in a view. The same row of the same view has the
     * same signal whenever it is asked for.
     */
    double[] row(int view, int row);
  }

  /**
   * Checks it.
   *
   * @throws InputException if there are hot pixels, but no greatest number that they could read
   */
  public DetectorChain {
    if (pixels.anyHot() && electronics.greatest() == Double.POSITIVE_INFINITY) {
      throw new InputException(
          "hot pixels of a detector without saturation or converter: expected one of them, whose"
              + " greatest number they read");
    }
  }

  /**
   * Returns the numbers that are read of a row in a view.
   *
   * @param stream the electronic noise of the picture; null for what is read without
   * @param share the part of that noise's standard deviation that is drawn
   */
  public double[] read(
      int view, int row, Quanta quanta, @Nullable NoiseStream stream, double share) {
    double[] signal = afterglow.read(view, v -> crosstalk.spread(quanta.row(v, row)));
    double[] numbers = new double[signal.length];
    for (int c = 0; c < numbers.length; c++) {
      if (stream != null) {
        stream.at(view, row, c);
      }
      numbers[c] = electronics.read(signal[c], stream, share);
    }
    pixels.apply(row, numbers, electronics.greatest());
    return numbers;
  }
}
