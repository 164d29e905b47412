/** The ramp filter of detector rows. */
@NullMarked
package io.sinotrace.reconstruction.filter;

import org.jspecify.annotations.NullMarked;
