/** Rays that share nothing, one in each lane of a vector, for any geometry. */
@NullMarked
package io.sinotrace.projector.cpu.simd.rays;

import org.jspecify.annotations.NullMarked;
