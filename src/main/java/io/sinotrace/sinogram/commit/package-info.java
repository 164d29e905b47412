/**
 * The dataset on disk, and how a scan appears in it all at once: ownership, the lock, staging, the
 * commit, the recovery of a run that was killed, and reading by manifest.
 *
 * <pre>
 * _sinotrace.json               the marker of a sinogram dataset
 * sinogram/scan=ID/*.parquet    view, row, line_integral: one row a detector row of a view
 * views/scan=ID/*.parquet       one row a view: angle, source, detector_center, u, v, n
 * scans/ID.json                 the manifest: what the scan was made from, its files and checksums
 * preview/ID-*.png              pictures
 * _staging/lock.json            the run that is writing; beside it its heartbeat
 * _staging/run-UUID/owner.json  staging directory of a run, and its process
 * _staging/run-UUID/ID/         a scan of it: see {@link io.sinotrace.sinogram.commit.ScanCommit}
 * </pre>
 *
 * <p>Only what a marker, manifest or journal names is ever replaced or deleted.
 */
@NullMarked
package io.sinotrace.sinogram.commit;

import org.jspecify.annotations.NullMarked;
