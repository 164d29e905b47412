/**
 * Images of stored scans by iteration: {@link io.sinotrace.spark.iterate.IterateJob} solves {@code
 * A x = y} for the image x, with A the projector and y a value column, by the methods of {@link
 * io.sinotrace.spark.iterate.IterativeMethod}.
 *
 * <p>The vectors of a method are of two kinds, values of rays and voxels of the image. Both are cut
 * into parts, which tasks compute and keep in files ({@link
 * io.sinotrace.spark.iterate.StoredVector}, {@link io.sinotrace.spark.iterate.PartTask}); {@link
 * io.sinotrace.spark.iterate.ScanVectors} has the operations. No part of a vector, and no sum over
 * one, depends on how it is cut, so the image does not either.
 */
@NullMarked
package io.sinotrace.spark.iterate;

import org.jspecify.annotations.NullMarked;
