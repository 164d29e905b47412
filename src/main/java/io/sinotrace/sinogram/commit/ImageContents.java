package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that the manifest of an image names, and the copy of it for people, in their places or,
 * while the image is being published, in its staging directory.
 */
final class ImageContents {
  private final Storage storage;
  private final DatasetPaths paths;
  private final ImageName name;
  private final ImageManifest image;
  private final List<Expected> files = new ArrayList<>();

  /**
   * A file as it should be.
   *
   * @param kind of the part that it belongs to
   * @param bytes long; -1 if that is not known
   * @param sum SHA-256 of a file beside the manifest, CRC32C of one of slices; null if it is not
   *     known
   */
  private record Expected(String kind, Path place, long bytes, @Nullable String sum) {
    /**
     * Returns whether it has values of the image, which pictures and the copy for people do not.
     */
    boolean hasValues() {
      return kind.equals(ImageLayout.SLICES) || place.getName().endsWith(".nii.gz");
    }
  }

  ImageContents(Storage storage, DatasetPaths paths, ImageName name, ImageManifest image) {
    this.storage = storage;
    this.paths = paths;
    this.name = name;
    this.image = image;
    Path places = paths.images(name.id());
    for (String file : image.files()) {
      ImageManifest.FileSum sum = image.sum(file);
      files.add(
          new Expected(
              ImageLayout.FILES,
              new Path(places, file),
              sum == null ? -1 : sum.bytes(),
              sum == null ? null : sum.sha256()));
    }
    Path slices = paths.slices(name.name(), name.id());
    for (ScanManifest.File file : image.slices()) {
      files.add(
          new Expected(
              ImageLayout.SLICES, new Path(slices, file.name()), file.bytes(), file.crc32c()));
    }
    if (!storage.isObjectStore()) {
      // There it may come later than the image.
      files.add(new Expected(ImageLayout.FILES, paths.imageManifest(name.shown()), -1, null));
    }
  }

  private @Nullable Entry find(Expected file) throws IOException {
    return StagedMove.find(storage, paths.root(), image.staging(), file.kind, file.place);
  }

  /**
   * Checks that every file is there and has its length; returns what is wrong with one, or null.
   */
  @Nullable String damage() throws IOException {
    return damage(files);
  }

  /** Does so for the files that have values of the image. */
  @Nullable String damageOfValues() throws IOException {
    return damage(files.stream().filter(Expected::hasValues).toList());
  }

  private @Nullable String damage(List<Expected> files) throws IOException {
    // As a rule all are in their places, of which one listing each tells.
    Map<Path, Entry> there = new HashMap<>();
    for (Path directory : files.stream().map(file -> file.place.getParent()).distinct().toList()) {
      storage.list(directory).forEach(entry -> there.put(entry.path(), entry));
    }
    String staging = image.staging();
    boolean moved = staging == null || !storage.exists(new Path(paths.root(), staging));
    for (Expected file : files) {
      Entry entry = moved ? there.get(file.place) : null;
      String damage =
          ScanContents.damage(file.place, entry == null ? find(file) : entry, file.bytes);
      if (damage != null) {
        return damage;
      }
    }
    return null;
  }

  /**
   * Reads all files, each once, and compares lengths and checksums.
   *
   * @throws InputException that says what is damaged
   */
  void check(Configuration conf) throws IOException {
    for (Expected file : files) {
      Entry entry = find(file);
      String damage = ScanContents.damage(file.place, entry, file.bytes);
      if (entry == null || damage != null) {
        throw new InputException(String.valueOf(damage));
      }
      if (file.sum != null) {
        String sum =
            file.kind.equals(ImageLayout.FILES)
                ? FileChecksum.sha256(entry.path(), conf)
                : FileChecksum.crc32c(entry.path(), conf);
        if (!sum.equals(file.sum)) {
          throw new InputException(
              "%s has the checksum %s, not %s; delete it, and make the image again"
                  .formatted(Storage.shown(entry.path()), sum, file.sum));
        }
      }
    }
    checkShown();
  }

  private void checkShown() throws IOException {
    Path place = paths.imageManifest(name.shown());
    Entry entry = StagedMove.find(storage, paths.root(), image.staging(), ImageLayout.FILES, place);
    byte[] content = entry == null ? null : storage.read(entry.path());
    // By what it says: another version may write the same otherwise.
    boolean same =
        content != null
            && ImageManifest.parse(content, place).inItsPlace().equals(image.inItsPlace());
    if (!same && !storage.isObjectStore()) {
      throw new InputException(
          "%s is not the copy of %s that it should be; delete it, and make the image again"
              .formatted(Storage.shown(place), name.file()));
    }
  }
}
