/**
 * Volume files, one reader a format: NIfTI-1, MetaImage, NumPy and HDF5, from any Hadoop file
 * system.
 */
@NullMarked
package io.sinotrace.volume.io;

import org.jspecify.annotations.NullMarked;
