package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that a manifest names, in their places or, while the scan is being published, in its
 * staging directory.
 */
final class ScanContents {
  private final Storage storage;
  private final DatasetPaths paths;
  private final ScanManifest scan;

  ScanContents(Storage storage, DatasetPaths paths, ScanManifest scan) {
    this.storage = storage;
    this.paths = paths;
    this.scan = scan;
  }

  /** Returns where a file of the sinogram belongs. */
  Path place(ScanManifest.File file) {
    return new Path(paths.sinogram(scan.id()), file.name());
  }

  /** Returns where the file of views belongs. */
  Path viewsPlace() {
    return new Path(paths.views(scan.id()), scan.viewsName());
  }

  /** Finds a file of the sinogram; null if it is nowhere. */
  @Nullable Entry find(ScanManifest.File file) throws IOException {
    return find(place(file), ScanLayout.SINOGRAM);
  }

  /** Finds the file of views; null if it is nowhere. */
  @Nullable Entry findViews() throws IOException {
    return find(viewsPlace(), ScanLayout.VIEWS);
  }

  private @Nullable Entry find(Path place, String kind) throws IOException {
    return StagedMove.find(storage, paths.root(), scan.staging(), kind, place);
  }

  /**
   * Checks that every file is there and has its length; returns what is wrong with one, or null.
   */
  @Nullable String damage() throws IOException {
    Map<String, Entry> there =
        storage.list(paths.sinogram(scan.id())).stream()
            .collect(Collectors.toMap(Entry::name, Function.identity()));
    String staging = scan.staging();
    boolean moved = staging == null || !storage.exists(new Path(paths.root(), staging));
    for (ScanManifest.File file : scan.files()) {
      Entry entry = moved ? there.get(file.name()) : find(file);
      String damage = damage(place(file), entry == null ? find(file) : entry, file.bytes());
      if (damage != null) {
        return damage;
      }
    }
    ScanManifest.File views = scan.views();
    return damage(viewsPlace(), findViews(), views == null ? -1 : views.bytes());
  }

  /**
   * Returns what is wrong with a file, or null.
   *
   * @param place where it belongs
   * @param entry what was found; null if nothing was
   * @param bytes its length by the manifest; -1 if it says nothing
   */
  static @Nullable String damage(Path place, @Nullable Entry entry, long bytes) {
    if (entry == null || entry.isDirectory()) {
      return Storage.shown(place) + " is missing";
    }
    if (bytes < 0 ? entry.length() == 0 : entry.length() != bytes) {
      return "%s has %d bytes%s"
          .formatted(
              Storage.shown(entry.path()), entry.length(), bytes < 0 ? "" : ", not " + bytes);
    }
    return null;
  }
}
