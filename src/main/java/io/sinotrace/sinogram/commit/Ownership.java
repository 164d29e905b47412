package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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

  boolean isMarked() throws IOException {
    byte[] content = storage.read(paths.marker());
    if (content == null) {
      return false;
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
      ManifestName name = ManifestName.of(entry.name());
      if (name != null && !entry.isDirectory() && isManifest(entry, name)) {
        return true;
      }
    }
    return false;
  }

  private boolean isManifest(Entry entry, ManifestName name) throws IOException {
    byte[] content = storage.read(entry.path());
    try {
      return content != null && ScanManifest.parse(content, entry.path()).id().equals(name.id());
    } catch (InputException e) {
      return false;
    }
  }

  /**
   * Checks that no file which is not of the dataset lies where a scan is to go.
   *
   * @param old the scan that is there; null if there is none
   * @throws InputException if one does, which is named
   */
  void requireFree(String id, @Nullable ScanManifest old, TracedScan scan) throws IOException {
    // In an object store the new Parquet files, and those of runs that died, lie there already.
    boolean written = storage.isObjectStore();
    requireFree(
        paths.sinogram(id),
        name -> sinogramNames(old).contains(name) || (written && FileIdentity.isSinogram(name)));
    requireFree(
        paths.views(id),
        name -> viewsNames(old).contains(name) || (written && FileIdentity.isViews(name)));
    for (String preview : scan.previewNames()) {
      boolean ours = old != null && old.previews().contains(preview);
      if (!ours && storage.exists(paths.preview(preview))) {
        throw inTheWay(paths.preview(preview));
      }
    }
  }

  /** Checks that a directory holds nothing but what is ours, and hidden files. */
  private void requireFree(Path directory, Predicate<String> ours) throws IOException {
    // In an object store nothing is in the way of a directory, and each look is a request.
    Entry entry = storage.isObjectStore() ? null : storage.entry(directory);
    if (entry != null && !entry.isDirectory()) {
      throw inTheWay(directory);
    }
    for (Entry inside : visible(directory)) {
      if (inside.isDirectory() || !ours.test(inside.name())) {
        throw inTheWay(inside.path());
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
