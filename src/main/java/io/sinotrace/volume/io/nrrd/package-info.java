/** NRRD volumes ({@code .nrrd}, {@code .nhdr} with its data file): read. */
@NullMarked
package io.sinotrace.volume.io.nrrd;

import org.jspecify.annotations.NullMarked;
