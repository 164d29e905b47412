/**
 * The table: line integrals as rows of a DataSource V2 that are computed when they are read, or
 * read from a dataset.
 *
 * <p>A query goes from {@link io.sinotrace.spark.table.TableOptions} to {@link
 * io.sinotrace.spark.table.ProjectionTable}, which finds the {@link
 * io.sinotrace.spark.table.RowSource}: {@link io.sinotrace.spark.table.TracedScans} or {@link
 * io.sinotrace.spark.table.StoredScans}. {@link io.sinotrace.spark.table.ProjectionScanBuilder}
 * takes filters, limit and columns, and cuts the source's tiles down to {@link
 * io.sinotrace.spark.table.Selection}s, one a partition; {@link
 * io.sinotrace.spark.table.ProjectionScan} tells the planner of them; {@link
 * io.sinotrace.spark.table.ProjectionReaderFactory} makes their rows, from what each partition's
 * {@link io.sinotrace.spark.table.RowTask} opens.
 *
 * <p>{@link io.sinotrace.spark.table.ScansTable} is the other table, of the scans of a dataset.
 */
@NullMarked
package io.sinotrace.spark.table;

import org.jspecify.annotations.NullMarked;
