/** Projectors that run on the processor. */
@NullMarked
package io.sinotrace.projector.cpu;

import org.jspecify.annotations.NullMarked;
