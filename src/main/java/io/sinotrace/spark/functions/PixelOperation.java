package io.sinotrace.spark.functions;

import java.util.function.DoubleUnaryOperator;

/** An operation on each pixel, in {@link StrictMath}, so that every machine gives the same bits. */
enum PixelOperation {
  /** exp(-x), by Beer-Lambert. */
  TRANSMISSION(0) {
    @Override
    DoubleUnaryOperator with(double[] parameters) {
      return x -> StrictMath.exp(-x);
    }
  },

  /** -ln(x): Infinity of 0, NaN of less. */
  LOG(0) {
    @Override
    DoubleUnaryOperator with(double[] parameters) {
      // Subtracted from 0, so that the result for 1 is 0 and not -0.
      return x -> 0 - StrictMath.log(x);
    }
  },

  /** From 0 at centre - width/2 to 1 at centre + width/2, and level beyond. */
  WINDOW(2) {
    @Override
    DoubleUnaryOperator with(double[] parameters) {
      double centre = parameters[0];
      double width = parameters[1];
      if (!(width > 0)) {
        throw new IllegalArgumentException(
            "sinotrace_window: a width of %s; expected one above 0".formatted(width));
      }
      return x -> Math.max(0, Math.min(1, (x - centre) / width + 0.5));
    }
  };

  private final int parameters;

  PixelOperation(int parameters) {
    this.parameters = parameters;
  }

  /** Returns how many parameters it has beside the pixel. */
  int parameters() {
    return parameters;
  }

  /** Returns the operation with these parameters. */
  abstract DoubleUnaryOperator with(double[] parameters);
}
