/**
 * The engine: the only room that knows Spark.
 *
 * <p>Two doors lead into it. {@link io.sinotrace.spark.ProjectionSource} is a table whose rows are
 * computed when they are read; {@link io.sinotrace.spark.SinogramJob} writes them as a dataset.
 * Both plan with {@link io.sinotrace.spark.ScanPlan} and trace with {@link
 * io.sinotrace.spark.TileTracer}.
 *
 * <p>A query of the table goes {@link io.sinotrace.spark.TableOptions} to {@link
 * io.sinotrace.spark.ProjectionTable}, which plans; {@link
 * io.sinotrace.spark.ProjectionScanBuilder} takes filters, limit and columns, and cuts the tiles
 * down to {@link io.sinotrace.spark.Selection}s, one a partition; {@link
 * io.sinotrace.spark.ProjectionScan} tells the planner of them; {@link
 * io.sinotrace.spark.ProjectionReaderFactory} makes their rows.
 */
@NullMarked
package io.sinotrace.spark;

import org.jspecify.annotations.NullMarked;
