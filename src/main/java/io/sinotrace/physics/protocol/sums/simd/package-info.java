/** Sums of exponentials, a vector of pixels at a time. */
@NullMarked
package io.sinotrace.physics.protocol.sums.simd;

import org.jspecify.annotations.NullMarked;
