/** MetaImage volumes ({@code .mha}, {@code .mhd} with its data file): read. */
@NullMarked
package io.sinotrace.volume.io.metaimage;

import org.jspecify.annotations.NullMarked;
