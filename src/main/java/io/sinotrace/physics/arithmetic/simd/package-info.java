/** The same functions, many numbers at a time in the vector registers of the processor. */
@NullMarked
package io.sinotrace.physics.arithmetic.simd;

import org.jspecify.annotations.NullMarked;
