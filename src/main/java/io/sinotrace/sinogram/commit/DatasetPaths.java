package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.Columns;
import org.apache.hadoop.fs.Path;

/** The paths in a dataset. */
record DatasetPaths(Path root) {
  private static final String JSON = ".json";

  /**
   * The file that marks a dataset. Readers of Parquet ignore names that begin with an underscore.
   */
  Path marker() {
    return new Path(root, "_sinotrace.json");
  }

  Path sinogram(String id) {
    return new Path(root, "sinogram/" + partition(id));
  }

  Path views(String id) {
    return new Path(root, "views/" + partition(id));
  }

  /** Returns the name of a scan's directory, by which readers of Parquet know its id. */
  private static String partition(String id) {
    return Columns.SCAN + "=" + id;
  }

  Path manifests() {
    return new Path(root, "scans");
  }

  Path manifest(String id) {
    return new Path(manifests(), id + JSON);
  }

  /** Returns whether a file among the manifests may be one. */
  static boolean isManifestName(String name) {
    return name.endsWith(JSON) && !name.startsWith(".");
  }

  /** Returns whose manifest a file of that name is. */
  static String idOf(String name) {
    return name.substring(0, name.length() - JSON.length());
  }

  Path preview(String name) {
    return new Path(new Path(root, "preview"), name);
  }

  Path staging() {
    return new Path(root, "_staging");
  }

  Path lock() {
    return new Path(staging(), "lock.json");
  }
}
