/**
 * The table: line integrals as rows of a DataSource V2 that are computed when they are read.
 *
 * <p>A query goes from {@link io.sinotrace.spark.table.TableOptions} to {@link
 * io.sinotrace.spark.table.ProjectionTable}, which plans; {@link
 * io.sinotrace.spark.table.ProjectionScanBuilder} takes filters, limit and columns, and cuts the
 * tiles down to {@link io.sinotrace.spark.table.Selection}s, one a partition; {@link
 * io.sinotrace.spark.table.ProjectionScan} tells the planner of them; {@link
 * io.sinotrace.spark.table.ProjectionReaderFactory} makes their rows.
 */
@NullMarked
package io.sinotrace.spark.table;

import org.jspecify.annotations.NullMarked;
