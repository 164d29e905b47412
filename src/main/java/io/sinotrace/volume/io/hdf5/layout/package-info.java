/**
 * The stored bytes of an HDF5 dataset: where its header, its chunks and their filters say they are.
 *
 * <p>A library finds the dataset in the file; its numbers are read here, by the HDF5 file format
 * specification, since that library numbers chunks by the wrong extent and ignores filter masks.
 * Every length is checked against the size of the file before memory is allocated for it.
 */
@NullMarked
package io.sinotrace.volume.io.hdf5.layout;

import org.jspecify.annotations.NullMarked;
