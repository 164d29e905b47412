package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds among the images of a dataset what {@link Prune} removes: files with names of ours that no
 * manifest names, manifests that newer ones have replaced, and, if wanted, images whose scan is
 * there no more.
 */
final class PrunedImages {
  private final Storage storage;
  private final DatasetPaths paths;
  private final Catalog scans;
  private final boolean withoutScan;

  /** Images by their names, of no number. */
  private final Map<ImageName, CommittedImage> images = new HashMap<>();

  /** As above, those whose manifests are none: all that may be theirs stays. */
  private final Set<ImageName> unknown = new HashSet<>();

  private final List<String> ofNoScan = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();

  /**
   * Reads the manifests of the images.
   *
   * @param scans that there are, and those of which nothing is known
   * @param withoutScan whether images whose scan is there no more are removed
   * @throws IOException if the storage fails, since the files of an image look as if nobody needed
   *     them while its manifest cannot be read
   */
  PrunedImages(Storage storage, DatasetPaths paths, Catalog scans, boolean withoutScan)
      throws IOException {
    this.storage = storage;
    this.paths = paths;
    this.scans = scans;
    this.withoutScan = withoutScan;
    ImageCatalog catalog = ImageCatalog.read(storage, paths);
    for (Map.Entry<ImageName, Catalog.Unreadable> one : catalog.unreadable().entrySet()) {
      if (one.getValue().ofStorage()) {
        throw new IOException(one.getValue().why());
      }
      unknown.add(one.getKey().shown());
    }
    for (CommittedImage image : catalog.all()) {
      images.put(image.name().shown(), image);
      if (isGone(image.name().id())) {
        ofNoScan.add(image.name().inWords());
      }
    }
  }

  /** Returns the names that staging directories of images have whose manifests are none. */
  Set<String> unknown() {
    return unknown.stream().map(ImageName::staging).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the images whose scan is there no more, in words. */
  List<String> ofNoScan() {
    return ofNoScan;
  }

  private boolean isGone(String id) {
    return scans.get(id) == null && scans.unreadable(id) == null;
  }

  private boolean goes(String id) {
    return withoutScan && isGone(id);
  }

  /** Sets right, in an object store, manifests for people that runs which died have not written. */
  void show() throws IOException {
    for (CommittedImage image : images.values()) {
      ShownManifest.write(storage, paths, image.name());
    }
  }

  /**
   * Finds it.
   *
   * @param before when something was last written to be removed
   * @param manifestsOnly whether files that no manifest names stay, since runs may be about to
   *     commit them
   */
  List<Path> find(long before, boolean manifestsOnly) throws IOException {
    for (Entry directory : storage.list(paths.images())) {
      String id = DatasetPaths.idOfPartition(directory.name());
      for (Entry file : id.isEmpty() ? List.<Entry>of() : storage.list(directory.path())) {
        boolean removed =
            Prune.isDraft(file)
                || isReplaced(id, file)
                || (!manifestsOnly && isNobodys(file, ImageName.ofFile(id, file.name())));
        add(file, removed, before);
      }
    }
    if (!manifestsOnly) {
      findSlices(before);
    }
    return files;
  }

  private void findSlices(long before) throws IOException {
    for (Entry image : storage.list(paths.slices())) {
      String name = DatasetPaths.imageOfPartition(image.name());
      for (Entry scan : name.isEmpty() ? List.<Entry>of() : storage.list(image.path())) {
        String id = DatasetPaths.idOfPartition(scan.name());
        for (Entry file : id.isEmpty() ? List.<Entry>of() : storage.list(scan.path())) {
          boolean ours = FileIdentity.isSinogram(file.name());
          add(file, ours && isNobodys(file, new ImageName(id, name, 0)), before);
        }
      }
    }
  }

  private void add(Entry file, boolean removed, long before) {
    if (removed && !file.isDirectory() && file.modified() <= before) {
      files.add(file.path());
    }
  }

  /** Returns whether a file is a manifest that a newer one has replaced, or whose scan is gone. */
  private boolean isReplaced(String id, Entry file) {
    ImageName name = ImageName.ofManifest(id, file.name());
    CommittedImage newest = name == null ? null : images.get(name.shown());
    return name != null && newest != null && (name.isReplacedBy(newest.name()) || goes(id));
  }

  /**
   * Returns whether no manifest names a file.
   *
   * @param owner the image, of no number, that its name and place are of; null for none
   */
  private boolean isNobodys(Entry file, @Nullable ImageName owner) {
    if (owner == null || unknown.contains(owner)) {
      return false;
    }
    CommittedImage image = images.get(owner);
    return image == null
        || goes(owner.id())
        || !(image.manifest().files().contains(file.name())
            || image.manifest().sliceNames().contains(file.name()));
  }
}
