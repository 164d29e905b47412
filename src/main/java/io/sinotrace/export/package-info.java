/**
 * A scan in the terms of other programs: the order and type of its pixels, the files they lie in,
 * and its geometry as each of them means it.
 *
 * <p>A format is an {@link io.sinotrace.export.ExportFormat}; it says what every byte but the
 * pixels is, and where the pixels go, so that a scan is written as its rows are read. {@link
 * io.sinotrace.export.ExportFormats} lists them. Nothing here opens a file.
 */
@NullMarked
package io.sinotrace.export;

import org.jspecify.annotations.NullMarked;
