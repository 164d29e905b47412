/**
 * Reads CT series in DICOM: files of slices, found by their headers, as volumes in Hounsfield
 * units.
 */
@NullMarked
package io.sinotrace.volume.io.dicom;

import org.jspecify.annotations.NullMarked;
