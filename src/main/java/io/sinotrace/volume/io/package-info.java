/**
 * Volume files: the door to all formats, each of which has a room of its own (NIfTI, MetaImage,
 * NRRD, NumPy, HDF5, TIFF, VTK, DICOM, raw binaries), on any Hadoop file system.
 *
 * <p>A reader understands its format's header and hands the numbers, in float64, to one sink that
 * converts them to what they mean. What a header claims is checked against the size of its file
 * before anything is allocated, and no header or link makes a reader open a file outside the
 * volume's own folder.
 */
@NullMarked
package io.sinotrace.volume.io;

import org.jspecify.annotations.NullMarked;
