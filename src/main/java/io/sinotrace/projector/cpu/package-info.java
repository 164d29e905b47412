/** Projectors that run on the processor: what the scalar and the SIMD backend share. */
@NullMarked
package io.sinotrace.projector.cpu;

import org.jspecify.annotations.NullMarked;
