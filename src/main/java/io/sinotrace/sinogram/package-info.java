/**
 * Sinograms in files: how scans are cut into tiles of work and into files, written as Parquet and
 * read back. How the files become a dataset is in {@code commit}.
 */
@NullMarked
package io.sinotrace.sinogram;

import org.jspecify.annotations.NullMarked;
