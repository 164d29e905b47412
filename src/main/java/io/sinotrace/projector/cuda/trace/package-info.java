/**
 * Tracing on one GPU: what stays on the device, how its volumes lie there, the kernels, and how the
 * pixels of a tile are launched and copied back.
 */
@NullMarked
package io.sinotrace.projector.cuda.trace;

import org.jspecify.annotations.NullMarked;
