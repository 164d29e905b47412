package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import io.sinotrace.sinogram.storage.Storage.Upload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Removes from a dataset what runs that died have left, of scans and of images, and manifests that
 * newer ones have replaced. Only what has our names, in a directory with our marker, is removed,
 * and only if it is older than any run that may still need it; the moves of committed scans are
 * finished first. In an object store the Parquet files of runs that died lie in the places of
 * scans, and stay while other runs are alive; see {@link PruneMark}.
 */
public final class Prune {
  private static final String UUID_TEXT = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private static final String CLOCK = "_clock-";

  /** A small file that a process was about to put in its place, or to look at the clock by. */
  private static final Pattern DRAFT =
      Pattern.compile(
          "\\.(%s\\.)?%s\\.tmp|%s%2$s".formatted(Pattern.quote(SetAside.FILE), UUID_TEXT, CLOCK));

  private final Storage storage;
  private final DatasetPaths paths;

  /** When something was last written to be removed: no run that may need it is as old. */
  private long before;

  private final List<Path> directories = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final List<Upload> uploads = new ArrayList<>();
  private final List<String> moved = new ArrayList<>();

  /** Staging directories of scans that a dry run would have moved. */
  private final Set<Path> toMove = new HashSet<>();

  /** Whether other runs are alive. */
  private boolean otherRuns;

  /** Shows runs that begin that this goes on; null where they need not know. */
  private @Nullable Path mark;

  /** Files of scans whose manifests cannot be read are left alone. */
  private final Set<String> unknown = new HashSet<>();

  /** Whether images whose scan is there no more are removed. */
  private final boolean withoutScan;

  /** These images, in words. */
  private List<String> ofNoScan = List.of();

  private Prune(Storage storage, DatasetPaths paths, long before, boolean withoutScan) {
    this.storage = storage;
    this.paths = paths;
    this.before = before;
    this.withoutScan = withoutScan;
  }

  /**
   * What was removed and finished, or would be.
   *
   * @param paths of files and directories, as a person would type them
   * @param bytes that this frees: of all files in them
   * @param moved ids of scans, and images in words, whose files a run that died had committed but
   *     not moved to their places, and which are there now, or would be
   * @param ofNoScan images, in words, whose scan is there no more
   */
  public record Result(List<String> paths, long bytes, List<String> moved, List<String> ofNoScan) {}

  /**
   * Prunes a dataset.
   *
   * @param olderThan how long ago something was last written, by the storage's clock, to be removed
   * @param withoutScan whether images whose scan is there no more are removed; else they are told
   * @param dryRun whether to find out only
   * @return what was removed, or would be
   * @throws InputException if the path is not a dataset with our marker
   */
  public static Result run(
      String dataset, Duration olderThan, boolean withoutScan, boolean dryRun, Configuration conf)
      throws IOException {
    Path root = new Path(dataset);
    return run(Storage.of(root, conf), root, olderThan, withoutScan, dryRun);
  }

  static Result run(Storage storage, Path root, Duration olderThan, boolean dryRun)
      throws IOException {
    return run(storage, root, olderThan, false, dryRun);
  }

  private static Result run(
      Storage storage, Path root, Duration olderThan, boolean withoutScan, boolean dryRun)
      throws IOException {
    DatasetPaths paths = new DatasetPaths(root);
    if (!new Ownership(storage, paths).isMarked()) {
      throw new InputException(
          "%s: expected a sinogram dataset, a directory with %s in it"
              .formatted(Storage.shown(root), paths.marker().getName()));
    }
    Prune prune = new Prune(storage, paths, now(storage, root) - olderThan.toMillis(), withoutScan);
    long bytes;
    try {
      if (storage.isObjectStore() && !dryRun) {
        prune.mark = PruneMark.make(storage, paths);
      }
      prune.find(dryRun);
      bytes = prune.bytes();
      if (!dryRun) {
        prune.delete();
      }
    } finally {
      if (prune.mark != null) {
        storage.delete(prune.mark);
      }
    }
    if (!dryRun) {
      storage.delete(paths.staging());
    }
    return new Result(
        prune.found(),
        bytes,
        prune.moved.stream().map(ImageName::inWords).toList(),
        List.copyOf(prune.ofNoScan));
  }

  private void find(boolean dryRun) throws IOException {
    unknown.addAll(images(readManifests()).unknown());
    findDrafts(paths.root());
    findDrafts(paths.manifests());
    findRuns(dryRun);
    Catalog catalog = readManifests();
    findManifests(catalog);
    boolean manifestsOnly = otherRuns && storage.isObjectStore();
    if (!manifestsOnly) {
      findFiles(catalog);
    }
    PrunedImages images = images(catalog);
    if (storage.isObjectStore() && !dryRun) {
      images.show();
    }
    files.addAll(images.find(before, manifestsOnly));
    ofNoScan = images.ofNoScan();
    findUploads();
  }

  /**
   * Reads the manifests and notes of which scans nothing is known.
   *
   * @throws IOException if the storage fails, since the files of a scan look as if nobody needed
   *     them while its manifest cannot be read
   */
  private Catalog readManifests() throws IOException {
    Catalog catalog = Catalog.read(storage, paths);
    for (Map.Entry<String, Catalog.Unreadable> entry : catalog.unreadable().entrySet()) {
      if (entry.getValue().ofStorage()) {
        throw new IOException(entry.getValue().why());
      }
      unknown.add(entry.getKey());
    }
    return catalog;
  }

  private PrunedImages images(Catalog catalog) throws IOException {
    return new PrunedImages(storage, paths, catalog, withoutScan);
  }

  private void delete() throws IOException {
    for (Path directory : directories) {
      storage.deleteTree(directory);
    }
    storage.deleteAll(files);
    for (Upload upload : uploads) {
      storage.abort(upload);
    }
  }

  private List<String> found() {
    return Stream.concat(
            Stream.concat(directories.stream(), files.stream()).map(Storage::shown),
            uploads.stream()
                .map(upload -> Storage.shown(upload.path()) + " (an unfinished upload)"))
        .toList();
  }

  /** Returns the length of what was found; nobody tells that of uploads. */
  private long bytes() throws IOException {
    long bytes = 0;
    for (Path path : directories) {
      bytes += bytes(storage.entry(path));
    }
    for (Path path : files) {
      bytes += bytes(storage.entry(path));
    }
    return bytes;
  }

  private long bytes(@Nullable Entry entry) throws IOException {
    // What a dry run has not moved would not be removed.
    if (entry == null || toMove.contains(entry.path())) {
      return 0;
    }
    if (!entry.isDirectory()) {
      return entry.length();
    }
    long bytes = 0;
    for (Entry inside : storage.list(entry.path())) {
      bytes += bytes(inside);
    }
    return bytes;
  }

  /** Returns the storage's own time: clocks of machines differ. */
  private static long now(Storage storage, Path root) throws IOException {
    Path probe = new Path(root, CLOCK + UUID.randomUUID());
    storage.write(probe, new byte[] {0});
    try {
      // Listed, as what it is compared with is: asked for one object, a store may tell seconds
      // only.
      return storage.list(root).stream()
          .filter(entry -> entry.name().equals(probe.getName()))
          .mapToLong(Entry::modified)
          .findFirst()
          .orElseThrow(
              () -> new IOException(Storage.shown(probe) + " was written, and is not there"));
    } finally {
      storage.delete(probe);
    }
  }

  private void findDrafts(Path directory) throws IOException {
    for (Entry entry : storage.list(directory)) {
      if (isDraft(entry) && entry.modified() <= before) {
        files.add(entry.path());
      }
    }
  }

  static boolean isDraft(Entry entry) {
    return DRAFT.matcher(entry.name()).matches() && !entry.isDirectory();
  }

  private void findRuns(boolean dryRun) throws IOException {
    long oldest = before;
    for (StagedRun run : StagedRun.there(storage, paths)) {
      if (run.lastSign() > before) {
        otherRuns = true;
        // Its first file may be as old: clocks of storages may count in seconds.
        oldest = Math.min(oldest, run.began() - 1);
      } else {
        // What cannot be finished, or whose manifest cannot be read, may be a scan's only files.
        List<String> committed = run.committed();
        boolean unfinished = !dryRun && !run.finish().isEmpty();
        moved.addAll(committed);
        if (dryRun) {
          committed.forEach(id -> toMove.add(run.scan(id)));
        } else {
          moved.removeAll(run.committed());
        }
        if (!unfinished && !run.holdsAny(unknown)) {
          directories.add(run.directory());
        }
      }
    }
    for (Entry entry : storage.list(paths.staging())) {
      // A run that died before it wrote anything there.
      if (StagedRun.mayBeRun(entry)
          && entry.modified() <= before
          && storage.list(entry.path()).isEmpty()) {
        directories.add(entry.path());
      } else if (PruneMark.is(entry) && !entry.path().equals(mark) && entry.modified() <= before) {
        files.add(entry.path());
      }
    }
    // A run that has been going on for longer must find the manifests that came after it.
    before = oldest;
  }

  private void findManifests(Catalog catalog) throws IOException {
    Map<String, ManifestName> newest = Catalog.newest(storage, paths);
    for (Entry entry : storage.list(paths.manifests())) {
      ManifestName name = ManifestName.of(entry.name());
      ManifestName best = name == null ? null : newest.get(name.id());
      if (entry.modified() <= before
          && name != null
          && best != null
          && best.number() > name.number()) {
        files.add(entry.path());
        CommittedScan scan = catalog.get(name.id());
        if (scan != null && !otherRuns && storage.isObjectStore()) {
          findPictures(entry.path(), scan.manifest());
        }
      }
    }
  }

  /**
   * Finds the pictures of a replaced scan that the newest has not, and that a run which died has
   * not deleted.
   */
  private void findPictures(Path replaced, ScanManifest newest) throws IOException {
    byte[] content = storage.read(replaced);
    if (content == null) {
      return;
    }
    for (String preview : ScanManifest.parse(content, replaced).previews()) {
      Path picture = paths.preview(preview);
      if (!newest.previews().contains(preview) && storage.exists(picture)) {
        files.add(picture);
      }
    }
  }

  private void findFiles(Catalog catalog) throws IOException {
    Path sinograms = paths.sinogram("x").getParent();
    Path views = paths.views("x").getParent();
    for (Entry directory : storage.list(sinograms)) {
      CommittedScan scan = scanOf(directory, catalog);
      Set<String> names = Ownership.sinogramNames(scan == null ? null : scan.manifest());
      find(directory, FileIdentity::isSinogram, names);
    }
    for (Entry directory : storage.list(views)) {
      CommittedScan scan = scanOf(directory, catalog);
      Set<String> names = Ownership.viewsNames(scan == null ? null : scan.manifest());
      find(directory, FileIdentity::isViews, names);
    }
  }

  private static @Nullable CommittedScan scanOf(Entry directory, Catalog catalog) {
    return catalog.get(DatasetPaths.idOfPartition(directory.name()));
  }

  private void find(Entry directory, Predicate<String> ours, Set<String> named) throws IOException {
    if (!directory.isDirectory()
        || unknown.contains(DatasetPaths.idOfPartition(directory.name()))) {
      return;
    }
    for (Entry file : storage.list(directory.path())) {
      if (ours.test(file.name())
          && !named.contains(file.name())
          && !file.isDirectory()
          && file.modified() <= before) {
        files.add(file.path());
      }
    }
  }

  private void findUploads() throws IOException {
    for (Upload upload : storage.uploads(paths.root())) {
      Path directory = upload.path().getParent();
      if (isOurs(directory, upload.path().getName()) && upload.begun() <= before) {
        uploads.add(upload);
      }
    }
  }

  /** Returns whether a file of that name in a directory is, or would be, one of a dataset. */
  private boolean isOurs(Path directory, String name) {
    String id = DatasetPaths.idOfPartition(directory.getName());
    Path above = directory.getParent();
    return (directory.equals(paths.sinogram(id)) && FileIdentity.isSinogram(name))
        || (directory.equals(paths.views(id)) && FileIdentity.isViews(name))
        || (directory.equals(paths.images(id)) && ImageName.ofFile(id, name) != null)
        || (paths.slices().equals(above.getParent()) && FileIdentity.isSinogram(name));
  }
}
