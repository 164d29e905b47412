/**
 * The stored bytes of an HDF5 dataset: where its header, its chunks and their filters say they are.
 *
 * <p>A library finds the dataset in the file; its numbers are read here, as the HDF5 file format
 * specification has it, since that library numbers chunks by the wrong extent and knows no filter
 * masks. Every length is held against the size of the file before anything is allocated for it.
 */
@NullMarked
package io.sinotrace.volume.io.hdf5.dataset;

import org.jspecify.annotations.NullMarked;
