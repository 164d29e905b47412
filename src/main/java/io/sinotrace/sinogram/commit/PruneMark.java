package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * Shows that somebody prunes a dataset in an object store, where files that no manifest names lie
 * among the others: those of a run that died, which a new run would write again under the same
 * names, and must not lose to a deletion that was decided before.
 *
 * <p>Prune first makes this mark, then looks for runs that are alive, and leaves such files alone
 * if there is one. A run first makes its own directory, then looks for marks, and if there is one
 * takes names that no other run has. The store shows everybody what was put before; so at least one
 * of the two sees the other.
 */
final class PruneMark {
  private static final String PREFIX = "prune-";
  private static final String NAME = PREFIX + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private PruneMark() {}

  /** Makes one; it is to be deleted when nothing is deleted any more. */
  static Path make(Storage storage, DatasetPaths paths) throws IOException {
    Path mark = new Path(paths.staging(), PREFIX + UUID.randomUUID());
    storage.write(mark, LockOwner.here().json());
    return mark;
  }

  /** Returns whether something among the runs is a mark. */
  static boolean is(Entry entry) {
    return !entry.isDirectory() && entry.name().matches(NAME);
  }

  /** Returns whether there is one. */
  static boolean isThere(Storage storage, DatasetPaths paths) throws IOException {
    return storage.isObjectStore()
        && storage.list(paths.staging()).stream().anyMatch(PruneMark::is);
  }
}
