/**
 * Images of stored scans: {@link io.sinotrace.spark.image.ImageJob} makes one and commits it.
 * {@link io.sinotrace.spark.image.SlabRun} cuts it into slabs of planes, a task each; {@link
 * io.sinotrace.spark.image.RowQuery} asks the table for the detector rows that a slab depends on;
 * {@link io.sinotrace.spark.image.SlabTask} reads and reconstructs them on an executor; {@link
 * io.sinotrace.spark.image.PartVolume} puts the slabs together.
 */
@NullMarked
package io.sinotrace.spark.image;

import org.jspecify.annotations.NullMarked;
