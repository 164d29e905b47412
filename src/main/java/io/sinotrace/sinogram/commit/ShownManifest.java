package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;

/**
 * The manifest of an image that is for people and their programs: {@code NAME.json}, whatever the
 * number of its writing. It is a copy of the newest that comes last, when all files that it names
 * are in their places, and before those of the image that was replaced go.
 *
 * <p>Where files can be renamed, it is moved in like the other files; in an object store each who
 * writes it looks afterwards whether that was still the newest, so that the last one sets it right.
 */
final class ShownManifest {
  private ShownManifest() {}

  /** Returns what it says. */
  static byte[] content(ImageManifest manifest) throws IOException {
    return manifest.inItsPlace().json();
  }

  /** Makes it what it should be, in an object store, if there is an image. */
  static void write(Storage storage, DatasetPaths paths, ImageName image) throws IOException {
    Path place = paths.imageManifest(image.shown());
    ImageName written = null;
    while (true) {
      ImageName newest = ImageCatalog.newest(storage, paths, image.id()).get(image.name());
      if (newest == null || newest.number() == 0 || newest.equals(written)) {
        return;
      }
      ImageManifest manifest = ImageCatalog.read(storage, paths, newest);
      if (manifest != null) {
        byte[] content = content(manifest);
        if (!Arrays.equals(content, storage.read(place))) {
          storage.write(place, content);
        }
        written = newest;
      }
    }
  }
}
