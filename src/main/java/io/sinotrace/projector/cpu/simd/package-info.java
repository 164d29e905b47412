/**
 * Many rays at a time in the vector registers of the processor: the backend, and which tracer each
 * view of a tile is for. Views whose detector columns run along an axis of the grid are traced in
 * {@code rows}, all others in {@code rays}.
 */
@NullMarked
package io.sinotrace.projector.cpu.simd;

import org.jspecify.annotations.NullMarked;
