package io.sinotrace.preview.raster;

/**
 * A picture of an array without axes, a pixel for each element, in shades of grey: row 0 at the
 * bottom, values that are not finite in magenta.
 */
public final class GreyPicture {
  private GreyPicture() {}

  /** Returns the PNG file with the least finite value black and the greatest white. */
  public static byte[] png(Raster image) {
    return png(image, image.range());
  }

  /**
   * Returns the PNG file.
   *
   * @param low the value that is black, as are those beyond it
   * @param high the value that is white; may be below {@code low}
   * @throws IllegalArgumentException if both are the same, or one is not finite
   */
  public static byte[] png(Raster image, double low, double high) {
    return png(image, new DisplayWindow(low, high));
  }

  private static byte[] png(Raster image, DisplayWindow window) {
    Canvas canvas = new Canvas(image.columns(), image.rows());
    for (int r = 0; r < image.rows(); r++) {
      int line = (image.rows() - 1 - r) * image.columns();
      for (int c = 0; c < image.columns(); c++) {
        canvas.rgb()[line + c] = ColourMap.GREY.colour(window, image.mean(r, r + 1, c, c + 1));
      }
    }
    return canvas.png();
  }
}
