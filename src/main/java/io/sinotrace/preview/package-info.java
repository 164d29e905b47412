/**
 * Preview pictures of a scan, which show at a glance what was computed.
 *
 * <p>A {@link io.sinotrace.preview.Chart} is an array with axes and a colour bar; {@link
 * io.sinotrace.preview.ScanPreview} makes the charts of a projection, a radiograph and a sinogram.
 * Everything down to the glyphs is drawn here with nothing but {@code java.base}, so that no
 * machine is too slim for a picture. With Java2D, and so with any chart library, text is an error
 * where there is no font file or no fontconfig library, even with a font of one's own, and any
 * drawing is one where {@code DISPLAY} names a window server that is gone.
 */
@NullMarked
package io.sinotrace.preview;

import org.jspecify.annotations.NullMarked;
