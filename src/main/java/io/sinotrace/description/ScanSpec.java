package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One scan of a description: one volume.
 *
 * @param id its name in the dataset: {@code [a-z][a-z0-9_-]{0,99}}; not unique if there is a fault
 * @param volume where the volume comes from
 * @param fault why the scan cannot be computed, in one line; null if it can
 */
public record ScanSpec(String id, VolumeSource volume, @Nullable String fault)
    implements Serializable {
  /**
   * Refuses a scan that cannot be computed.
   *
   * @throws InputException if it has a fault
   */
  public void check() {
    if (fault != null) {
      throw new InputException(fault);
    }
  }
}
