/**
 * Elementary functions of float64 that have the same bits on every machine.
 *
 * <p>The JDK's {@code Math.exp} and {@code Math.log} may differ in the last bit from one JVM or
 * processor to the next. These are made of IEEE 754 operations alone, each rounded in one way.
 */
@NullMarked
package io.sinotrace.physics.arithmetic;

import org.jspecify.annotations.NullMarked;
