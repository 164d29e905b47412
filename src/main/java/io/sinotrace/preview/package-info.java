/**
 * Preview pictures of a scan, which show at a glance what was computed.
 *
 * <p>{@link io.sinotrace.preview.ScanPreview} makes the charts of a projection, a radiograph and a
 * sinogram; {@code chart} draws an array with axes and a colour bar, and {@code raster} has the
 * pixels, their shades and the PNG file.
 *
 * <p>Everything down to the glyphs is drawn here with nothing but {@code java.base}, so that a
 * picture needs neither fonts nor a display. With Java2D, and so with any chart library (XChart
 * 3.8.8 and JFreeChart 1.5.6 were tried), text is an error where there is no font file or no
 * fontconfig library, as in slim containers, even with a font of one's own; and any drawing is an
 * error where {@code DISPLAY} names a window server that is gone.
 */
@NullMarked
package io.sinotrace.preview;

import org.jspecify.annotations.NullMarked;
