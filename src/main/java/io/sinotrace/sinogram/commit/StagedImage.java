package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.sinogram.storage.NamedOutput;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image of a scan: the manifest {@code NAME.json} in the scan's directory of images, and the
 * image and its picture, {@code NAME-HASH.nii.gz} and {@code .png}, with a hash of the settings.
 *
 * <p>Image and picture are written in the staging directory of the run and moved to their places;
 * in an object store, where files appear whole, they are written there. Then the manifest that
 * names them takes the place of the one before, in one step, and what that one named is deleted. So
 * whoever reads by manifest has an image with its own settings, also where several are made at
 * once.
 */
public final class StagedImage {
  private static final int HASH_DIGITS = 8;

  private final Storage storage;
  private final Path places;
  private final String name;
  private final String prefix;
  private final Path directory;

  StagedImage(
      Storage storage,
      DatasetPaths paths,
      String id,
      String name,
      JsonNode settings,
      Path directory) {
    this.storage = storage;
    this.places = paths.images(id);
    this.name = name;
    this.prefix = name + "-" + hash(settings);
    this.directory = directory;
  }

  private static String hash(JsonNode settings) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(Json.MAPPER.writeValueAsBytes(settings));
      return HexFormat.of().formatHex(sum).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the name of the image's file. */
  public String imageName() {
    return prefix + ".nii.gz";
  }

  /** Returns the name of its picture. */
  public String pictureName() {
    return prefix + ".png";
  }

  /** Returns where a file of an image is, as a person would type it. */
  public String shown(String file) {
    return Storage.shown(new Path(places, file));
  }

  /** Returns where the manifest is, as a person would type it. */
  public String shownManifest() {
    return shown(name + ".json");
  }

  /**
   * Returns the manifest of the image that is there; null if there is none, or it is not complete.
   *
   * @throws InputException if what is there is not ours
   */
  public @Nullable ImageManifest existing() throws IOException {
    ImageManifest manifest = manifest();
    if (manifest == null) {
      return null;
    }
    Entry image = storage.entry(new Path(places, manifest.image()));
    return image != null && image.length() == manifest.bytes() ? manifest : null;
  }

  private @Nullable ImageManifest manifest() throws IOException {
    Path file = new Path(places, name + ".json");
    byte[] content = storage.read(file);
    return content == null ? null : ImageManifest.parse(content, file);
  }

  /** Returns where tasks write their parts; it is made. */
  public Path parts() throws IOException {
    storage.makeDirectories(directory);
    return directory;
  }

  /** Begins to write the image. */
  public NamedOutput image() throws IOException {
    return storage.create(new Path(storage.isObjectStore() ? places : directory, imageName()));
  }

  /** Puts the image that was written, its picture and its manifest in their places. */
  public void publish(ImageManifest manifest, byte[] png) throws IOException {
    ImageManifest before = manifest();
    storage.makeDirectories(places);
    if (!storage.isObjectStore()) {
      storage.moveOver(new Path(directory, imageName()), new Path(places, imageName()));
    }
    storage.write(new Path(places, pictureName()), png);
    storage.write(new Path(places, name + ".json"), manifest.json());
    if (before != null && !before.image().equals(manifest.image())) {
      storage.delete(new Path(places, before.image()));
      storage.delete(new Path(places, before.picture()));
    }
    storage.deleteTree(directory);
  }
}
