/**
 * A stand-in for the CUDA driver, built from src/test/native: kernels run on the processor, under a
 * driver that is stricter than a real one.
 */
@NullMarked
package io.sinotrace.standin;

import org.jspecify.annotations.NullMarked;
