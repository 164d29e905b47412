package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.commit.TracedScan.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Where a wanted scan goes in a dataset.
 *
 * @param id its id in the dataset: that of the scan that is there, if there is one
 * @param existing the scan that it replaces; null if there is none
 */
public record ScanMatch(String id, @Nullable ScanManifest existing) {
  /** Returns the scan that is there if its values are those that are wanted, or null. */
  public @Nullable ScanManifest same(Origin origin) {
    return existing != null && existing.fingerprint().equals(origin.fingerprint())
        ? existing
        : null;
  }
}
