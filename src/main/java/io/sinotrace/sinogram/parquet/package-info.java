/** Sinograms and views as Parquet: written page by page, and read back. */
@NullMarked
package io.sinotrace.sinogram.parquet;

import org.jspecify.annotations.NullMarked;
