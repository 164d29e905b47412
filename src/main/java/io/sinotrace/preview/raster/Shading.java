package io.sinotrace.preview.raster;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The shades of a picture.
 *
 * @param window the line integrals that the darkest and the brightest shade stand for; null for the
 *     least and the greatest of each picture
 */
public record Shading(ColourMap colourMap, @Nullable DisplayWindow window) implements Serializable {
  /** Shades of grey from the least to the greatest value. */
  public static final Shading DEFAULT = new Shading(ColourMap.GREY, null);
}
