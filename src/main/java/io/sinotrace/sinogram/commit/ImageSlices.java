package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

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
  private final Storage storage;
  private final Path place;
  private final Path staging;

  ImageSlices(Storage storage, Path place, Path staging) {
    this.storage = storage;
    this.place = place;
    this.staging = staging;
  }

  private Path fresh() {
    return new Path(staging, ImageLayout.SLICES);
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

  /** Returns whether tasks write to the place itself, under the names that files keep. */
  public boolean isInPlace() {
    return storage.isObjectStore();
  }

  /** Returns the directory that tasks write to; it is made. */
  public Path written() throws IOException {
    Path directory =
        isInPlace() ? place : new Path(staging, ImageLayout.WORK + "/" + ImageLayout.SLICES);
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
}
