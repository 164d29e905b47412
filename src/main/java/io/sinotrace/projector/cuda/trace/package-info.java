/** Tracing on one GPU: how the pixels of a tile are cut into launches, run and copied back. */
@NullMarked
package io.sinotrace.projector.cuda.trace;

import org.jspecify.annotations.NullMarked;
