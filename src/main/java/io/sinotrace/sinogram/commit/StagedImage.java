package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.sinogram.storage.NamedOutput;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image of a scan: the manifest {@code NAME.json} in the scan's directory of images, the image
 * and its pictures, {@code NAME-HASH.nii.gz} and {@code .png}, with a hash of the settings, and the
 * Parquet files of its slices, in {@link ImageSlices a directory of their own}.
 *
 * <p>All are written in the staging directory of the run and moved to their places; in an object
 * store, where files appear whole, they are written there. Then the manifest that names them takes
 * the place of the one before, in one step, and what that one named is deleted. So whoever reads by
 * manifest has an image with its own settings, also where several are made at once.
 */
public final class StagedImage {
  private static final int HASH_DIGITS = 8;

  private final Storage storage;
  private final Path places;
  private final String name;
  private final String prefix;
  private final Path directory;
  private final ImageSlices slices;

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
    this.slices = new ImageSlices(storage, paths.slices(name, id), directory);
  }

  /**
   * Returns the manifest of an image that is there, as of {@link #existing()}; nothing is written.
   *
   * @param name of the image among those of the scan
   * @throws InputException if what is there is not ours
   */
  public static @Nullable ImageManifest existing(
      String dataset, String id, String name, JsonNode settings, Configuration conf)
      throws IOException {
    Path path = new Path(dataset);
    Path root = path.getFileSystem(conf).makeQualified(path);
    DatasetPaths paths = new DatasetPaths(root);
    return new StagedImage(Storage.of(root, conf), paths, id, name, settings, root).existing();
  }

  private static String hash(JsonNode settings) {
    try {
      return Fingerprint.sha256(Json.MAPPER.writeValueAsBytes(settings)).substring(0, HASH_DIGITS);
    } catch (IOException e) {
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

  /** Returns the name of the picture that compares it with another. */
  public String comparisonName() {
    return prefix + "-comparison.png";
  }

  /** Returns where a file of an image is, as a person would type it. */
  public String shown(String file) {
    return Storage.shown(new Path(places, file));
  }

  /** Returns where the manifest is, as a person would type it. */
  public String shownManifest() {
    return shown(name + ".json");
  }

  /** Returns where an image is, as a person would type it. */
  public String shown(ImageManifest manifest) {
    return manifest.image() == null ? slices.shown() : shown(manifest.image());
  }

  /**
   * Returns the manifest of the image that is there; null if there is none, or it is not complete.
   *
   * @throws InputException if what is there is not ours
   */
  public @Nullable ImageManifest existing() throws IOException {
    slices.requireOurs();
    ImageManifest manifest = manifest();
    return manifest == null || damage(manifest) != null ? null : manifest;
  }

  /** Returns which file of an image is not there, or has not its length; null if all are. */
  @Nullable String damage(ImageManifest manifest) throws IOException {
    if (manifest.image() != null) {
      Entry image = storage.entry(new Path(places, manifest.image()));
      if (image == null || image.length() != manifest.bytes()) {
        return shown(manifest.image());
      }
    }
    return slices.damage(manifest.slices());
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

  /** Returns its slices. */
  public ImageSlices slices() {
    return slices;
  }

  /** Puts the image that was written, its picture and its manifest in their places. */
  public void publish(ImageManifest manifest, byte[] png) throws IOException {
    publish(manifest, Map.of(pictureName(), png));
  }

  /**
   * Puts the image that was written, its pictures and its manifest in their places.
   *
   * @param pictures by the names that the manifest has of them
   */
  public void publish(ImageManifest manifest, Map<String, byte[]> pictures) throws IOException {
    ImageManifest before = manifest();
    storage.makeDirectories(places);
    if (!storage.isObjectStore() && manifest.image() != null) {
      storage.moveOver(new Path(directory, manifest.image()), new Path(places, manifest.image()));
    }
    for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
      storage.write(new Path(places, picture.getKey()), picture.getValue());
    }
    slices.moveIn(manifest.slices());
    storage.write(new Path(places, name + ".json"), manifest.json());
    if (before != null) {
      delete(before, manifest);
    }
    storage.deleteTree(directory);
  }

  /** Deletes what a manifest names and the one in its place does not. */
  private void delete(ImageManifest before, ImageManifest now) throws IOException {
    List<Path> files = new ArrayList<>();
    before.files().stream()
        .filter(file -> !now.files().contains(file))
        .forEach(file -> files.add(new Path(places, file)));
    files.addAll(slices.replaced(before.slices(), now.slices()));
    storage.deleteAll(files);
  }
}
