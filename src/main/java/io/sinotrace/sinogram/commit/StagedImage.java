package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.storage.NamedOutput;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image of a scan: {@code NAME.nii.gz}, {@code NAME.png} and the manifest {@code NAME.json} in
 * the scan's directory of images.
 *
 * <p>All are written in the staging directory of the run and then moved, the manifest first: an
 * image without one is never replaced, and one that its manifest does not fit is not complete. In
 * an object store, where files appear whole, they are written to their places.
 */
public final class StagedImage {
  private final Storage storage;
  private final Path places;
  private final String name;
  private final Path directory;

  StagedImage(Storage storage, DatasetPaths paths, String id, String name, Path directory) {
    this.storage = storage;
    this.places = paths.images(id);
    this.name = name;
    this.directory = directory;
  }

  /** Returns the name of the image's file. */
  public String imageName() {
    return name + ".nii.gz";
  }

  /** Returns where the image is once it is published, as a person would type it. */
  public String shown() {
    return Storage.shown(new Path(places, imageName()));
  }

  /**
   * Returns the manifest of the image that is there; null if there is none, or it is not complete.
   *
   * @throws InputException if what is there is not ours
   */
  public @Nullable ImageManifest existing() throws IOException {
    Path file = new Path(places, name + ".json");
    byte[] content = storage.read(file);
    Entry image = storage.entry(new Path(places, imageName()));
    if (content == null) {
      if (image != null && !storage.isObjectStore()) {
        throw new InputException(
            "%s is in the way: no manifest is beside it; expected nothing there"
                .formatted(shown()));
      }
      return null;
    }
    ImageManifest manifest = ImageManifest.parse(content, file);
    return image != null && image.length() == manifest.bytes() ? manifest : null;
  }

  /** Returns where tasks write their parts; it is made. */
  public Path parts() throws IOException {
    storage.makeDirectories(directory);
    return directory;
  }

  /** Begins to write the image. */
  public NamedOutput image() throws IOException {
    if (storage.isObjectStore()) {
      return storage.create(new Path(places, imageName()));
    }
    return storage.create(new Path(directory, imageName()));
  }

  /** Puts the image that was written, its picture and its manifest in their places. */
  public void publish(ImageManifest manifest, byte[] png) throws IOException {
    storage.makeDirectories(places);
    if (!storage.isObjectStore()) {
      storage.delete(new Path(places, imageName()));
    }
    storage.write(new Path(places, name + ".json"), manifest.json());
    storage.write(new Path(places, name + ".png"), png);
    if (!storage.isObjectStore()) {
      storage.moveOver(new Path(directory, imageName()), new Path(places, imageName()));
    }
    storage.deleteTree(directory);
  }
}
