/**
 * The row kernels: rays of one detector column that share their path in the plane across the
 * detector's rows, so that the path is worked out once a column and the rows lie in the lanes.
 */
@NullMarked
package io.sinotrace.projector.cpu.simd.rows;

import org.jspecify.annotations.NullMarked;
