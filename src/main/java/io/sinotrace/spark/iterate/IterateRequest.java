package io.sinotrace.spark.iterate;

import io.sinotrace.InputException;
import io.sinotrace.description.image.ImageSpec;

/**
 * Which image of a scan is wanted.
 *
 * @param image that is wanted, in NIfTI; its filter is not used
 * @param iterations how many, at least 1
 * @param nonNegative whether voxels below 0 are set to 0 after each iteration; of SIRT alone
 * @param overwrite whether an image with other settings is replaced
 */
public record IterateRequest(
    ImageSpec image,
    IterativeMethod method,
    int iterations,
    boolean nonNegative,
    boolean overwrite) {
  /** The most iterations. */
  public static final int MOST_ITERATIONS = 10_000;

  /**
   * Checks the numbers.
   *
   * @throws InputException if one is out of range, or CGLS is to be non-negative
   */
  public IterateRequest {
    if (iterations < 1 || iterations > MOST_ITERATIONS) {
      throw new InputException(
          "%d iterations: expected 1 to %d".formatted(iterations, MOST_ITERATIONS));
    }
    if (nonNegative && method != IterativeMethod.SIRT) {
      throw new InputException(
          "%s has no non-negative form: expected %s".formatted(method, IterativeMethod.SIRT));
    }
  }
}
