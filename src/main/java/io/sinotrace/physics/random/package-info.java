/**
 * Random numbers of noise that depend on what they are for and on nothing else: the same for every
 * order, split, retry and machine.
 */
@NullMarked
package io.sinotrace.physics.random;

import org.jspecify.annotations.NullMarked;
