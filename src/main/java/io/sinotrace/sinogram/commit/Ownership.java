package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Decides what may be replaced or deleted: in a directory with the marker (or with manifests, of
 * versions that wrote no marker) the files that the manifests name. Nothing else is ever touched.
 */
final class Ownership {
  private static final int FORMAT = 1;

  private final Storage storage;
  private final DatasetPaths paths;

  /** The content of the marker. */
  private record Marker(String dataset, int format, String sinotrace) {}

  Ownership(Storage storage, DatasetPaths paths) {
    this.storage = storage;
    this.paths = paths;
  }

  /**
   * Checks that a directory is a dataset, or empty, or not there yet, without touching it. Hidden
   * files do not count: file browsers leave them.
   *
   * @throws InputException if it is a file, or holds something else, which is named
   */
  void check() throws IOException {
    Path there = paths.root();
    Entry entry = storage.entry(there);
    while (entry == null && there.getParent() != null) {
      there = there.getParent();
      entry = storage.entry(there);
    }
    if (entry != null && !entry.isDirectory()) {
      throw new InputException(
          Setting.OUTPUT,
          "%s is a file; expected a directory, or nothing yet".formatted(Storage.shown(there)));
    }
    List<Entry> entries = visible(paths.root());
    if (!entries.isEmpty() && !isMarked() && !hasManifest()) {
      throw new InputException(
          Setting.OUTPUT,
          ("%s holds something else (%s), and nothing says that Sinotrace made it;"
                  + " expected a sinogram dataset, or nothing yet")
              .formatted(Storage.shown(paths.root()), entries.get(0).name()));
    }
  }

  /** Marks a directory that was checked as a dataset. */
  void claim() throws IOException {
    if (!storage.exists(paths.marker())) {
      storage.makeDirectories(paths.root());
      storage.createNew(
          paths.marker(),
          Json.MAPPER.writeValueAsBytes(new Marker("sinogram", FORMAT, ScanManifest.version())));
    }
  }

  /** Deletes a directory that holds nothing but the marker. */
  void release() throws IOException {
    List<Entry> entries = visible(paths.root());
    if (entries.stream().allMatch(entry -> entry.name().equals(paths.marker().getName()))) {
      storage.delete(paths.marker());
      storage.delete(paths.root());
    }
  }

  private List<Entry> visible(Path directory) throws IOException {
    return storage.list(directory).stream().filter(entry -> !entry.isHidden()).toList();
  }

  private boolean isMarked() throws IOException {
    byte[] content = storage.read(paths.marker());
    if (content == null) {
      return false;
    }
    if (content.length == 0) {
      // A run is just writing it, or was killed while it did.
      return true;
    }
    Marker marker;
    try {
      marker = Json.MAPPER.readValue(content, Marker.class);
    } catch (IOException e) {
      return false;
    }
    if (marker.format() > FORMAT) {
      throw new InputException(
          "%s: a dataset of format %d: expected %d, or a newer Sinotrace"
              .formatted(Storage.shown(paths.marker()), marker.format(), FORMAT));
    }
    return "sinogram".equals(marker.dataset());
  }

  private boolean hasManifest() throws IOException {
    for (Entry entry : storage.list(paths.manifests())) {
      if (ScanCatalog.isManifest(storage, entry)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Checks that no file which is not of the dataset lies where a scan is to go.
   *
   * @param old the scan that is there; null if there is none
   * @param previews names of the new scan's pictures
   * @throws InputException if one does, which is named
   */
  void requireFree(String id, @Nullable ScanManifest old, Collection<String> previews)
      throws IOException {
    requireFree(paths.sinogram(id), sinogramNames(old));
    requireFree(paths.views(id), viewsNames(old));
    requireFree(previews, old);
  }

  /** Checks that a directory holds nothing but what is named, and hidden files. */
  void requireFree(Path directory, Set<String> names) throws IOException {
    Entry entry = storage.entry(directory);
    if (entry != null && !entry.isDirectory()) {
      throw inTheWay(directory);
    }
    for (Entry inside : visible(directory)) {
      if (inside.isDirectory() || !names.contains(inside.name())) {
        throw inTheWay(inside.path());
      }
    }
  }

  /** Checks that there are no pictures of these names but the old scan's. */
  void requireFree(Collection<String> previews, @Nullable ScanManifest old) throws IOException {
    for (String preview : previews) {
      boolean ours = old != null && old.previews().contains(preview);
      if (!ours && storage.exists(paths.preview(preview))) {
        throw inTheWay(paths.preview(preview));
      }
    }
  }

  private static InputException inTheWay(Path path) {
    return new InputException(
        Setting.OUTPUT,
        "%s is in the way: no manifest of the dataset names it; expected nothing there"
            .formatted(Storage.shown(path)));
  }

  static Set<String> sinogramNames(@Nullable ScanManifest scan) {
    return scan == null
        ? Set.of()
        : Set.copyOf(scan.files().stream().map(ScanManifest.File::name).toList());
  }

  static Set<String> viewsNames(@Nullable ScanManifest scan) {
    return scan == null ? Set.of() : Set.of(scan.viewsName());
  }
}
