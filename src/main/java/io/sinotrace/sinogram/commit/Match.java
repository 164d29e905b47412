package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.commit.TracedScan.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A scan that is wanted, among those that are there.
 *
 * @param id its name in the dataset: that of the scan that is there, if there is one
 * @param there the scan in whose place it goes; null if there is none
 */
public record Match(String id, @Nullable ScanManifest there) {
  /** Returns the scan that is there if its values are those that are wanted, or null. */
  public @Nullable ScanManifest same(Origin origin) {
    return there != null && there.fingerprint().equals(origin.fingerprint()) ? there : null;
  }
}
