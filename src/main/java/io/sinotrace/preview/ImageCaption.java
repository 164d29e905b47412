package io.sinotrace.preview;

import io.sinotrace.preview.raster.ColourMap;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.preview.raster.Shading;

/**
 * What the pictures of an image say of it.
 *
 * @param title such as the scan and the name of the image
 * @param line how it was made
 * @param values what its values are, with their unit
 * @param muWater mu of water in 1/mm, if they are drawn as CT numbers; 0 if they are drawn as they
 *     are
 * @param sidesKnown whether the world's axes are known to be the patient's, RAS+
 */
public record ImageCaption(
    String title, String line, String values, double muWater, boolean sidesKnown) {
  /** Changes values of the image to those that are drawn. */
  void convert(float[] values) {
    for (int i = 0; i < values.length && muWater > 0; i++) {
      values[i] = (float) (1000 * (values[i] / muWater - 1));
    }
  }

  /** Returns shades of grey over a window. */
  Shading shading(DisplayWindow window) {
    return new Shading(ColourMap.GREY, window);
  }
}
