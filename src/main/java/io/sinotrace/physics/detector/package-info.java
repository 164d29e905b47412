/**
 * What a detector's pixels make of the quanta that arrive: how much signal one of each energy
 * gives, and the stages from there to the number that is read.
 */
@NullMarked
package io.sinotrace.physics.detector;

import org.jspecify.annotations.NullMarked;
