package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.Columns;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

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

  Path images() {
    return new Path(root, "images");
  }

  Path images(String id) {
    return new Path(images(), partition(id));
  }

  Path imageManifest(ImageName image) {
    return new Path(images(image.id()), image.file());
  }

  /** Returns where the slices of all images lie. */
  Path slices() {
    return new Path(images(), "slices");
  }

  /** Returns where the slices of an image of a scan lie. */
  Path slices(String name, String id) {
    return new Path(slices(), "%s=%s/%s".formatted(Columns.IMAGE, name, partition(id)));
  }

  /** Returns of which image the directory of that name holds slices; "" for something else. */
  static String imageOfPartition(String name) {
    String prefix = Columns.IMAGE + "=";
    return name.startsWith(prefix) ? name.substring(prefix.length()) : "";
  }

  /** Returns the name of a scan's directory, by which readers of Parquet know its id. */
  private static String partition(String id) {
    return Columns.SCAN + "=" + id;
  }

  /** Returns whose directory one of that name is; "" for the name of something else. */
  static String idOfPartition(String name) {
    String prefix = partition("");
    return name.startsWith(prefix) ? name.substring(prefix.length()) : "";
  }

  Path manifests() {
    return new Path(root, "scans");
  }

  /**
   * Returns where a manifest of a scan lies: the first is {@code ID.json}, later ones {@code
   * ID.N.json}; the highest number counts.
   */
  Path manifest(String id, int number) {
    return new Path(manifests(), number == 1 ? id + JSON : "%s.%d%s".formatted(id, number, JSON));
  }

  /**
   * Whose manifest a file is, by its name.
   *
   * @param id of the scan
   * @param number from 1
   */
  record ManifestName(String id, int number) {
    private static final Pattern PATTERN =
        Pattern.compile("([A-Za-z0-9_-]+)(?:\\.([1-9][0-9]{0,8}))?\\.json");

    /** Returns null for the name of something else. */
    static @Nullable ManifestName of(String name) {
      Matcher parts = PATTERN.matcher(name);
      if (!parts.matches()) {
        return null;
      }
      String number = parts.group(2);
      return new ManifestName(parts.group(1), number == null ? 1 : Integer.parseInt(number));
    }
  }

  Path previews() {
    return new Path(root, "preview");
  }

  Path preview(String name) {
    return new Path(previews(), name);
  }

  Path staging() {
    return new Path(root, "_staging");
  }
}
