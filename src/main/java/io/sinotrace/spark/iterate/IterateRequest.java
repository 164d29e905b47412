package io.sinotrace.spark.iterate;

import io.sinotrace.InputException;
import io.sinotrace.description.image.ImageFormat;
import io.sinotrace.description.image.ImageGrid;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.sinogram.ValueColumn;
import org.jspecify.annotations.Nullable;

/**
 * Which image of a scan is wanted.
 *
 * @param image that is wanted; its filter is not used
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

  /**
   * Returns what says which image of a column is wanted: on the grid of the volume that was
   * scanned, by a name that is no column's nor another method's.
   *
   * @param muWater mu of water in 1/mm, for CT numbers in Hounsfield units; 0 for the values as
   *     they are
   * @param window the values that are black and white in the picture; null for the range of most
   * @throws InputException if the column does not go with CT numbers
   */
  public static ImageSpec image(
      ValueColumn column, IterativeMethod method, double muWater, @Nullable DisplayWindow window) {
    return new ImageSpec(
        column,
        column.name() + "-" + method,
        new FilterSettings(FilterWindow.RAM_LAK, 1),
        ImageGrid.OF_VOLUME,
        muWater,
        ImageFormat.NIFTI,
        window,
        null);
  }
}
