/** Arrays as pixels: their shades, a canvas to draw on, and PNG files. */
@NullMarked
package io.sinotrace.preview.raster;

import org.jspecify.annotations.NullMarked;
