/**
 * Preview pictures of a scan, for a person who wants to see at once what was computed.
 *
 * <p>A {@link io.sinotrace.sinogram.preview.Chart} is an array with axes and a colour bar; {@link
 * io.sinotrace.sinogram.preview.ScanPreview} makes the charts of a projection, a radiograph and a
 * sinogram. Everything down to the glyphs is drawn here with nothing but {@code java.base}: Java2D
 * needs native font and window libraries that slim machines lack, and its pixels vary with the
 * release. So a picture has the same pixels on every machine.
 */
@NullMarked
package io.sinotrace.sinogram.preview;

import org.jspecify.annotations.NullMarked;
