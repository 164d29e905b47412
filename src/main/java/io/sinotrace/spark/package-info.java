/**
 * The engine: the only room that knows Spark.
 *
 * <p>Two doors lead into it. {@link io.sinotrace.spark.ProjectionSource} is a table whose rows are
 * computed when they are read; {@link io.sinotrace.spark.SinogramJob} writes them as a dataset.
 * Both plan with {@link io.sinotrace.spark.ScanPlan} and trace with {@link
 * io.sinotrace.spark.TileTracer}.
 */
@NullMarked
package io.sinotrace.spark;

import org.jspecify.annotations.NullMarked;
