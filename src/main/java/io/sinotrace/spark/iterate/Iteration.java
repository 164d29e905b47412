package io.sinotrace.spark.iterate;

import java.io.IOException;

/** A method at work. */
interface Iteration {
  /** Does one iteration; returns the norm of the residual {@code y - A x} after it. */
  double step() throws IOException;

  /** Returns the image as it is; until the next step. */
  StoredVector image();
}
