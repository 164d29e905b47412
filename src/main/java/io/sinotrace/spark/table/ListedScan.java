package io.sinotrace.spark.table;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A scan that a dataset lists.
 *
 * @param manifest null if it cannot be read
 * @param problem why not; or what is wrong with the scan's files, if they were looked for; null if
 *     nothing is
 */
record ListedScan(String id, @Nullable ScanManifest manifest, @Nullable String problem) {
  /**
   * Reads a scan's manifest.
   *
   * @param files whether to look for the scan's files too
   */
  static ListedScan read(CommittedScans scans, String id, boolean files) throws IOException {
    try {
      FinishedScan scan = scans.open(id);
      return new ListedScan(id, scan.manifest(), files ? scan.damage() : null);
    } catch (InputException e) {
      return new ListedScan(id, null, e.getMessage());
    }
  }

  /** Returns whether it can be used, in one word. */
  String state() {
    return manifest == null ? "unreadable" : problem == null ? "complete" : "damaged";
  }
}
