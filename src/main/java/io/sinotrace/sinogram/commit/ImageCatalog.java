package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Parallel;
import io.sinotrace.sinogram.commit.Catalog.Unreadable;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The images of a dataset by their manifests, of which the one with the highest number counts. */
public final class ImageCatalog {
  private final Storage storage;
  private final DatasetPaths paths;
  private final List<CommittedImage> images = new ArrayList<>();
  private final Map<ImageName, Unreadable> unreadable;

  /** A manifest, or why it is not known. */
  private record Reading(
      ImageName name, @Nullable ImageManifest manifest, @Nullable Unreadable why) {}

  private ImageCatalog(Storage storage, DatasetPaths paths, Map<ImageName, Unreadable> unreadable) {
    this.storage = storage;
    this.paths = paths;
    this.unreadable = unreadable;
  }

  /** Reads the manifests of all images of a dataset. */
  public static ImageCatalog read(String dataset, Configuration conf) throws IOException {
    Path root = new Path(dataset);
    return read(Storage.of(root, conf), new DatasetPaths(root));
  }

  static ImageCatalog read(Storage storage, DatasetPaths paths) throws IOException {
    List<String> ids =
        storage.list(paths.images()).stream()
            .map(entry -> DatasetPaths.idOfPartition(entry.name()))
            .filter(id -> !id.isEmpty())
            .toList();
    List<ImageName> names = new ArrayList<>();
    Parallel.map(ids, id -> List.copyOf(newest(storage, paths, id).values()))
        .forEach(names::addAll);
    Map<ImageName, Unreadable> unreadable = new LinkedHashMap<>();
    ImageCatalog catalog = new ImageCatalog(storage, paths, unreadable);
    for (Reading reading : Parallel.map(names, name -> reading(storage, paths, name))) {
      if (reading.manifest() != null) {
        catalog.images.add(new CommittedImage(reading.name(), reading.manifest()));
      } else if (reading.why() != null) {
        unreadable.put(reading.name(), reading.why());
      }
    }
    return catalog;
  }

  /** Returns the newest manifest of each image of a scan, by the image's name. */
  static Map<String, ImageName> newest(Storage storage, DatasetPaths paths, String id)
      throws IOException {
    Map<String, ImageName> newest = new TreeMap<>();
    for (Entry entry : storage.list(paths.images(id))) {
      ImageName name = entry.isDirectory() ? null : ImageName.ofManifest(id, entry.name());
      if (name != null) {
        newest.merge(name.name(), name, (a, b) -> a.number() > b.number() ? a : b);
      }
    }
    return newest;
  }

  /**
   * Reads a manifest; null if it is not there.
   *
   * @throws InputException if it is none
   */
  static @Nullable ImageManifest read(Storage storage, DatasetPaths paths, ImageName name)
      throws IOException {
    Path file = paths.imageManifest(name);
    byte[] content = storage.read(file);
    return content == null ? null : ImageManifest.parse(content, file);
  }

  private static Reading reading(Storage storage, DatasetPaths paths, ImageName name)
      throws IOException {
    try {
      ImageManifest manifest = read(storage, paths, name);
      ImageName now = manifest == null ? newest(storage, paths, name.id()).get(name.name()) : name;
      if (name.equals(now) && manifest == null) {
        // A local file that must not be read says that it is not there.
        throw new IOException("it is listed, but cannot be opened");
      }
      // A newer one has taken its place since the listing, or the image was taken away.
      return now == null || manifest != null
          ? new Reading(name, manifest, null)
          : reading(storage, paths, now);
    } catch (InputException e) {
      return unusable(storage, paths, name, e);
    } catch (IOException e) {
      // Of one image: the others are there all the same.
      String file = Storage.shown(paths.imageManifest(name));
      String why = "%s cannot be read: %s".formatted(file, Messages.reason(e));
      return new Reading(name, null, new Unreadable(why, true));
    }
  }

  private static Reading unusable(
      Storage storage, DatasetPaths paths, ImageName name, InputException fault)
      throws IOException {
    return new Reading(
        name,
        null,
        isForeign(storage, paths, name) ? null : new Unreadable(fault.getMessage(), false));
  }

  /**
   * Returns whether a file that is no manifest is somebody else's: one with a name such as {@code
   * notes.json}, of which there is nothing that an image has.
   */
  private static boolean isForeign(Storage storage, DatasetPaths paths, ImageName name)
      throws IOException {
    if (name.number() > 0 || storage.exists(paths.slices(name.name(), name.id()))) {
      return false;
    }
    return storage.list(paths.images(name.id())).stream()
        .noneMatch(entry -> name.equals(ImageName.ofFile(name.id(), entry.name())));
  }

  /** Returns all whose manifests can be read, ordered by scan and name. */
  public List<CommittedImage> all() {
    return List.copyOf(images);
  }

  /** Returns why newest manifests cannot be used. */
  public Map<ImageName, Unreadable> unreadable() {
    return Map.copyOf(unreadable);
  }

  /**
   * Looks for the files of all images: whether they are there, with their lengths.
   *
   * @return what is wrong, in one line, of those of which something is
   */
  public Map<ImageName, String> damage() throws IOException {
    List<String> found =
        Parallel.map(
            images,
            image -> {
              ImageContents contents =
                  new ImageContents(storage, paths, image.name(), image.manifest());
              String wrong = contents.damage();
              return wrong == null ? "" : wrong;
            });
    Map<ImageName, String> damage = new LinkedHashMap<>();
    for (int k = 0; k < images.size(); k++) {
      if (!found.get(k).isEmpty()) {
        damage.put(images.get(k).name(), found.get(k));
      }
    }
    return damage;
  }

  /**
   * Compares what images were made from with the scans that are there.
   *
   * @return why not from those, in one line, of the images of which this is so
   */
  public Map<ImageName, String> outdated(Catalog scans) {
    Map<ImageName, String> outdated = new LinkedHashMap<>();
    for (CommittedImage image : images) {
      String id = image.name().id();
      CommittedScan scan = scans.get(id);
      if (scan == null) {
        if (scans.unreadable(id) == null) {
          outdated.put(image.name(), "its scan is there no more");
        }
      } else if (!scan.fingerprint().equals(image.manifest().scanFingerprint())) {
        outdated.put(image.name(), "made from an older scan, which was replaced since");
      }
    }
    return outdated;
  }
}
