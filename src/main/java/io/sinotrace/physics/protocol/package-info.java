/**
 * What a detector measures behind an object: the sum over a beam's spectrum, reduced to a few
 * energies, and evaluated for rows of pixels.
 */
@NullMarked
package io.sinotrace.physics.protocol;

import org.jspecify.annotations.NullMarked;
