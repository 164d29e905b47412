/**
 * The dataset on disk, and how a scan appears in it all at once: ownership, staging, the commit,
 * the recovery of a run that was killed, and reading by manifest.
 *
 * <pre>
 * _sinotrace.json               the marker of a sinogram dataset
 * sinogram/scan=ID/*.parquet    view, row, line_integral: one row a detector row of a view
 * views/scan=ID/*.parquet       one row a view: angle, source, detector_center, u, v, n
 * scans/ID.json, ID.2.json, ... the manifest: what the scan was made from, its files and checksums;
 *                               the highest number counts
 * preview/ID-*.png              pictures
 * _staging/run-UUID/owner.json  staging directory of a run, and its process; beside it its heartbeat
 * _staging/run-UUID/ID/         a scan of it: see {@link io.sinotrace.sinogram.commit.StagedMove}
 * _staging/run-UUID/image.ID.NAME/   an image of it, likewise
 * images/scan=ID/NAME@1.json    the manifest of an image, as of a scan; NAME.json is a copy for people
 * images/scan=ID/NAME-*         the image in NIfTI, and pictures
 * images/slices/image=NAME/scan=ID/*.parquet   z, y, mu: one row a line of the image
 * </pre>
 *
 * <p>Only what a manifest names, or has a name of ours in a directory with the marker, is ever
 * replaced or deleted.
 */
@NullMarked
package io.sinotrace.sinogram.commit;

import org.jspecify.annotations.NullMarked;
