/**
 * HDF5 volumes: finds the dataset in a file and reads it; writes one. {@link
 * io.sinotrace.volume.io.hdf5.Hdf5Head} is for files whose numbers are written apart.
 */
@NullMarked
package io.sinotrace.volume.io.hdf5;

import org.jspecify.annotations.NullMarked;
