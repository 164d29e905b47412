package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.commit.TracedScan.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Where a wanted scan goes in a dataset.
 *
 * @param id its id in the dataset: that of the scan that is there, if there is one
 * @param there the scan that it replaces; null if there is none
 */
public record Match(String id, @Nullable ScanManifest there) {
  /** Returns the scan that is there if its values are those that are wanted, or null. */
  public @Nullable ScanManifest same(Origin origin) {
    return there != null && there.fingerprint().equals(origin.fingerprint()) ? there : null;
  }
}
