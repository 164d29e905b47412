/**
 * The dataset as it lies on disk, and how scans get into it whole: ownership, the lock, staging,
 * the commit and what becomes of one that was killed, and reading by manifest.
 *
 * <pre>
 * _sinotrace.json               the marker: this directory is a sinogram dataset
 * sinogram/scan=ID/*.parquet    view, row, line_integral: one row a detector row of a view
 * views/scan=ID/*.parquet       one row a view: angle, source, detector_center, u, v, n
 * scans/ID.json                 the manifest: what the scan was made from, its files and checksums
 * preview/ID-*.png              pictures
 * _staging/lock.json            whose run it is; beside it heartbeat, its sign of life
 * _staging/run-UUID/owner.json  work in progress of a run, and whose it is
 * _staging/run-UUID/ID/         a scan of it: see {@link io.sinotrace.sinogram.commit.ScanCommit}
 * </pre>
 *
 * <p>Nothing that no marker, manifest or journal names is replaced or deleted.
 */
@NullMarked
package io.sinotrace.sinogram.commit;

import org.jspecify.annotations.NullMarked;
