/**
 * One ray at a time: the canonical arithmetic written down plainly. It runs on every JVM, and every
 * other backend is held against its bits.
 */
@NullMarked
package io.sinotrace.projector.cpu.scalar;

import org.jspecify.annotations.NullMarked;
