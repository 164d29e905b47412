package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What an image of a dataset is found by, whichever of its writings is the newest: for tasks.
 *
 * @param dataset fully qualified path
 * @param id of the scan
 * @param name of the image among those of the scan
 */
public record ImageReference(String dataset, String id, String name) implements Serializable {
  /** How often it may be replaced, or moved to its place, while it is read. */
  private static final int MAX_ATTEMPTS = 5;

  /**
   * Reads all its files, each once, and compares them with the manifest. An image that is gone has
   * no fault.
   *
   * @throws InputException that says what is damaged
   */
  public void check(Configuration conf) throws IOException {
    Path root = new Path(dataset);
    Storage storage = Storage.of(root, conf);
    DatasetPaths paths = new DatasetPaths(root);
    ImageName seen = null;
    for (int attempt = 1; ; attempt++) {
      ImageName newest = ImageCatalog.newest(storage, paths, id).get(name);
      if (newest == null) {
        return;
      }
      try {
        ImageManifest manifest = ImageCatalog.read(storage, paths, newest);
        if (manifest == null) {
          throw new IOException("%s is gone".formatted(newest.file()));
        }
        new ImageContents(storage, paths, newest, manifest).check(conf);
        return;
      } catch (InputException | IOException e) {
        // What is still so when it is looked at once more is no matter of a moment.
        if (newest.equals(seen) || attempt == MAX_ATTEMPTS) {
          throw e;
        }
        seen = newest;
      }
    }
  }
}
