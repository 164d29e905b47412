/**
 * Preview pictures of a scan, which show at a glance what was computed.
 *
 * <p>{@link io.sinotrace.preview.ScanPreview} makes the charts of a projection, a radiograph and a
 * sinogram; {@code chart} draws an array with axes and a colour bar, and {@code raster} has the
 * pixels, their shades and the PNG file.
 *
 * <p>Everything down to the glyphs is drawn here with nothing but {@code java.base}, so that a
 * picture needs neither fonts nor a display. Java2D, and so any chart library on it such as XChart
 * 3.8.8 and JFreeChart 1.5.6, fails to draw text where there is no font file or no fontconfig
 * library, as in slim containers, even with a font of its own; and fails to draw anything where
 * {@code DISPLAY} names a window server that does not exist any more.
 */
@NullMarked
package io.sinotrace.preview;

import org.jspecify.annotations.NullMarked;
