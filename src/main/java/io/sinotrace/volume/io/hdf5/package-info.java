/** HDF5 volumes: finds the dataset in a file and reads it; writes one. */
@NullMarked
package io.sinotrace.volume.io.hdf5;

import org.jspecify.annotations.NullMarked;
