/**
 * Sinogram datasets: how they are cut into tiles, written as Parquet, committed and described.
 *
 * <pre>
 * sinogram/scan=ID/*.parquet   view, row, line_integral: one row a detector row of a view
 * views/scan=ID/*.parquet      one row a view: angle, source, detector_center, u, v, n
 * scans/ID.json                the commit: what the scan was made from, its files and checksums
 * preview/ID-*.png             pictures
 * _staging/RUN/                work in progress
 * _staging/lock.json           whose run it is; beside it heartbeat, its sign of life
 * </pre>
 */
@NullMarked
package io.sinotrace.sinogram;

import org.jspecify.annotations.NullMarked;
