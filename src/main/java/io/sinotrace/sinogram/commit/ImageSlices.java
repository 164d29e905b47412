package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Parquet files of an image: {@code images/slices/image=NAME/scan=ID/*.parquet}, so that
 * readers of Parquet find the images of all scans, and all images of a scan, without manifests.
 *
 * <p>The directory appears by one rename, and goes by one: a reader of directories sees the old
 * image, then none for a moment, then the new one. In an object store, which has no renames, it may
 * see files of both; manifests are the safe door there, since the names of files differ where their
 * content does.
 */
public final class ImageSlices {
  /** More than the steps in which another process may be faster. */
  private static final int MAX_ATTEMPTS = 20;

  private final Storage storage;
  private final Path place;
  private final Path staging;

  ImageSlices(Storage storage, Path place, Path staging) {
    this.storage = storage;
    this.place = place;
    this.staging = staging;
  }

  private Path fresh() {
    return new Path(staging, "slices");
  }

  /** Returns where they lie, as a person would type it. */
  String shown() {
    return Storage.shown(place);
  }

  /**
   * Checks that nothing else is in their place.
   *
   * @throws InputException if something is, which is named
   */
  void requireOurs() throws IOException {
    for (Entry entry : storage.list(place)) {
      if (!entry.isHidden() && (entry.isDirectory() || !FileIdentity.isSinogram(entry.name()))) {
        throw new InputException(
            "%s is in the way: expected the slices of an image, or nothing, in its directory"
                .formatted(Storage.shown(entry.path())));
      }
    }
  }

  /** Returns which of some files is not there, or has not its length; null if all are. */
  @Nullable String damage(List<ScanManifest.File> files) throws IOException {
    Map<String, Long> lengths = new HashMap<>();
    if (!files.isEmpty()) {
      storage.list(place).forEach(entry -> lengths.put(entry.name(), entry.length()));
    }
    for (ScanManifest.File file : files) {
      Long length = lengths.get(file.name());
      if (length == null || length != file.bytes()) {
        return Storage.shown(new Path(place, file.name()));
      }
    }
    return null;
  }

  /** Returns whether tasks write to the place itself, under the names that files keep. */
  public boolean isInPlace() {
    return storage.isObjectStore();
  }

  /** Returns the directory that tasks write to; it is made. */
  public Path written() throws IOException {
    Path directory = isInPlace() ? place : new Path(staging, "work");
    storage.makeDirectories(directory);
    return directory;
  }

  /**
   * Takes a file that a task has written for one of the image's.
   *
   * @param written its name in {@link #written}
   * @param name that it is to have
   */
  public void take(String written, String name) throws IOException {
    if (!isInPlace()) {
      storage.makeDirectories(fresh());
      storage.move(new Path(written(), written), new Path(fresh(), name));
    }
  }

  /** Puts the files that were taken in the place of those that are there. */
  void moveIn(List<ScanManifest.File> files) throws IOException {
    if (isInPlace()) {
      return;
    }
    List<Path> cleared = new ArrayList<>();
    boolean moved = false;
    for (int attempt = 1; !moved; attempt++) {
      try {
        if (storage.exists(place)) {
          Path old = new Path(staging, "old-" + attempt);
          storage.move(place, old);
          cleared.add(old);
        }
        if (!files.isEmpty()) {
          storage.makeDirectories(place.getParent());
          storage.move(fresh(), place);
        }
        moved = true;
      } catch (IOException e) {
        // Another process may have been faster in one step.
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
    for (Path old : cleared) {
      moveBack(old);
    }
  }

  /** Moves back what is not of an image, such as the files of a file browser. */
  private void moveBack(Path old) throws IOException {
    for (Entry entry : storage.list(old)) {
      if (!FileIdentity.isSinogram(entry.name())) {
        storage.makeDirectories(place);
        storage.move(entry.path(), new Path(place, entry.name()));
      }
    }
  }

  /** Returns the files of one manifest that the next has not and that have not been moved. */
  List<Path> replaced(List<ScanManifest.File> before, List<ScanManifest.File> now) {
    List<String> names = now.stream().map(ScanManifest.File::name).toList();
    return isInPlace()
        ? before.stream()
            .map(ScanManifest.File::name)
            .filter(name -> !names.contains(name))
            .map(name -> new Path(place, name))
            .toList()
        : List.of();
  }
}
