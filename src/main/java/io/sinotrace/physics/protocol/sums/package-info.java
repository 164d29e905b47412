/**
 * Sums of exponentials behind rows of pixels: one pixel at a time, or as many as a vector of the
 * processor has lanes, with the same bits.
 */
@NullMarked
package io.sinotrace.physics.protocol.sums;

import org.jspecify.annotations.NullMarked;
