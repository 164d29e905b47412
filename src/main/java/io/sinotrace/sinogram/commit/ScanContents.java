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
    return find(place(file), ScanCommit.SINOGRAM);
  }

  /** Finds the file of views; null if it is nowhere. */
  @Nullable Entry findViews() throws IOException {
    return find(viewsPlace(), ScanCommit.VIEWS);
  }

  private @Nullable Entry find(Path place, String kind) throws IOException {
    String staging = scan.staging();
    if (staging != null) {
      // First here, since an older file of the same name may still be in the place; a file is moved
      // there once.
      Path staged = new Path(new Path(paths.root(), staging), kind);
      Entry entry = storage.entry(new Path(staged, place.getName()));
      if (entry != null) {
        return entry;
      }
    }
    return storage.entry(place);
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
      String damage = damage(place(file), entry == null ? find(file) : entry, file);
      if (damage != null) {
        return damage;
      }
    }
    return damage(viewsPlace(), findViews(), scan.views());
  }

  /**
   * Returns what is wrong with a file, or null.
   *
   * @param place where it belongs
   * @param entry what was found; null if nothing was
   * @param file what the manifest says of it; null if nothing
   */
  static @Nullable String damage(
      Path place, @Nullable Entry entry, ScanManifest.@Nullable File file) {
    if (entry == null || entry.isDirectory()) {
      return Storage.shown(place) + " is missing";
    }
    if (file == null ? entry.length() == 0 : entry.length() != file.bytes()) {
      return "%s has %d bytes%s"
          .formatted(
              Storage.shown(entry.path()),
              entry.length(),
              file == null ? "" : ", not " + file.bytes());
    }
    return null;
  }
}
