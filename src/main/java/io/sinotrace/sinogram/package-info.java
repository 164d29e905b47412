/**
 * The sinogram dataset. Its files are written and read in {@code parquet}; how they become a
 * dataset is in {@code commit}; the file systems they lie on are in {@code storage}.
 */
@NullMarked
package io.sinotrace.sinogram;

import org.jspecify.annotations.NullMarked;
