package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Setting;
import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The staging directory of a run, with a file in it that names the run's process. */
final class StagedRun {
  private static final String RUN = "run-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** Names the process; a directory without it is not one of a run. */
  static final String OWNER = "owner.json";

  private static final Pattern NAME = Pattern.compile(RUN);
  private static final Pattern SCAN = Pattern.compile("_staging/" + RUN + "/[A-Za-z0-9_-]+");
  private static final Pattern IMAGE = Pattern.compile("_staging/" + RUN + "/([^/]+)");

  private final Storage storage;
  private final DatasetPaths paths;
  private final Path directory;

  private StagedRun(Storage storage, DatasetPaths paths, Path directory) {
    this.storage = storage;
    this.paths = paths;
    this.directory = directory;
  }

  /** Returns one for this run; nothing is made yet. */
  static StagedRun fresh(Storage storage, DatasetPaths paths) {
    return new StagedRun(storage, paths, new Path(paths.staging(), "run-" + UUID.randomUUID()));
  }

  /** Returns those that are there. A directory without that file is none, whatever its name. */
  static List<StagedRun> there(Storage storage, DatasetPaths paths) throws IOException {
    List<StagedRun> runs = new ArrayList<>();
    for (Entry entry : storage.list(paths.staging())) {
      StagedRun run = new StagedRun(storage, paths, entry.path());
      if (mayBeRun(entry) && storage.exists(run.ownerFile())) {
        runs.add(run);
      }
    }
    return runs;
  }

  /** Returns whether something in the staging directory is a directory with the name of one. */
  static boolean mayBeRun(Entry entry) {
    return entry.isDirectory() && NAME.matcher(entry.name()).matches();
  }

  /** Returns whether a path, from the dataset's root, is that of a scan being prepared. */
  static boolean isStagedScan(String path) {
    return SCAN.matcher(path).matches();
  }

  /** Returns whether a path, from the dataset's root, is that of an image being prepared. */
  static boolean isStagedImage(String path) {
    Matcher parts = IMAGE.matcher(path);
    return parts.matches() && ImageName.ofStaging(parts.group(parts.groupCount())) != null;
  }

  /** Something that was committed from a directory of a run, and is to be moved to its place. */
  private record Committed(StagedMove move, Set<String> files) {}

  private Path ownerFile() {
    return new Path(directory, OWNER);
  }

  Path directory() {
    return directory;
  }

  /** Returns where a scan is prepared, or an image by {@link ImageName#staging}. */
  Path scan(String id) {
    return new Path(directory, id);
  }

  /** Returns where a scan is prepared, from the dataset's root. */
  private String staged(String id) {
    return "%s/%s/%s".formatted(paths.staging().getName(), directory.getName(), id);
  }

  /** Makes the directory and that file. */
  void make() throws IOException {
    storage.makeDirectories(directory);
    storage.write(ownerFile(), LockOwner.here().json());
  }

  /** Returns which process it is, or was; one of unknown origin if that cannot be read. */
  LockOwner owner() throws IOException {
    byte[] content = storage.read(ownerFile());
    return LockOwner.parse(content == null ? new byte[0] : content);
  }

  /** Returns the ids of the scans that it has a directory of. */
  List<String> scans() throws IOException {
    return storage.list(directory).stream()
        .filter(Entry::isDirectory)
        .map(Entry::name)
        .filter(id -> isStagedScan(staged(id)))
        .toList();
  }

  /** Returns the images, in words, that it has a directory of. */
  List<String> images() throws IOException {
    return storage.list(directory).stream()
        .filter(Entry::isDirectory)
        .map(entry -> ImageName.ofStaging(entry.name()))
        .flatMap(Stream::ofNullable)
        .map(ImageName::inWords)
        .toList();
  }

  /** Returns when the run began to write, in milliseconds by the storage's clock. */
  long began() throws IOException {
    Entry entry = storage.entry(ownerFile());
    return entry == null ? 0 : entry.modified();
  }

  /** Returns when the run last showed that it lives, in milliseconds by the storage's clock. */
  long lastSign() throws IOException {
    long last = 0;
    for (String name : new String[] {ownerFile().getName(), Heartbeat.FILE}) {
      Entry entry = storage.entry(new Path(directory, name));
      last = entry == null ? last : Math.max(last, entry.modified());
    }
    return last;
  }

  /**
   * Finishes the moves of scans and images that were committed from here.
   *
   * @return why some cannot be finished
   */
  List<InputException> finish() throws IOException {
    List<InputException> faults = new ArrayList<>();
    Map<String, ManifestName> newest = Catalog.newest(storage, paths);
    for (Entry entry : storage.list(directory)) {
      Committed committed = committed(entry, newest);
      if (committed != null) {
        try {
          committed.move.finish(committed.files);
        } catch (InputException | IOException e) {
          // One scan that cannot be moved must not keep the others from being written.
          faults.add(
              new InputException(
                  Setting.OUTPUT,
                  "%s cannot be moved to its place: %s"
                      .formatted(Storage.shown(entry.path()), Messages.reason(e)),
                  e));
        }
      }
    }
    return faults;
  }

  /**
   * Returns the directories of scans and images that were committed from here and not yet moved to
   * their places: ids of scans, and {@link ImageName#staging}.
   */
  List<String> committed() throws IOException {
    List<String> names = new ArrayList<>();
    Map<String, ManifestName> newest = Catalog.newest(storage, paths);
    for (Entry entry : storage.list(directory)) {
      if (committed(entry, newest) != null) {
        names.add(entry.name());
      }
    }
    return names;
  }

  /** Returns whether it has a directory of one of these scans, or images. */
  boolean holdsAny(Set<String> ids) throws IOException {
    return storage.list(directory).stream().anyMatch(entry -> ids.contains(entry.name()));
  }

  /** Returns what was committed from a directory here; null if nothing was. */
  private @Nullable Committed committed(Entry entry, Map<String, ManifestName> newest)
      throws IOException {
    if (!entry.isDirectory()) {
      return null;
    }
    ImageName image = ImageName.ofStaging(entry.name());
    try {
      return image == null
          ? committedScan(newest.get(entry.name()))
          : committedImage(image, entry.path());
    } catch (InputException e) {
      return null;
    }
  }

  private @Nullable Committed committedScan(@Nullable ManifestName newest) throws IOException {
    Path file = newest == null ? null : paths.manifest(newest.id(), newest.number());
    byte[] content = file == null ? null : storage.read(file);
    if (newest == null || file == null || content == null) {
      return null;
    }
    ScanManifest manifest = ScanManifest.parse(content, file);
    Path place = scan(newest.id());
    return isFrom(place, manifest.staging())
        ? new Committed(
            new StagedMove(storage, place, new ScanLayout(paths, newest.id())),
            Set.copyOf(manifest.previews()))
        : null;
  }

  private @Nullable Committed committedImage(ImageName image, Path place) throws IOException {
    ImageName newest = ImageCatalog.newest(storage, paths, image.id()).get(image.name());
    ImageManifest manifest = newest == null ? null : ImageCatalog.read(storage, paths, newest);
    return manifest != null && isFrom(place, manifest.staging())
        ? new Committed(
            new StagedMove(storage, place, new ImageLayout(paths, image.id(), image.name())),
            Set.copyOf(manifest.files()))
        : null;
  }

  private boolean isFrom(Path place, @Nullable String staging) {
    return staging != null && new Path(paths.root(), staging).equals(place);
  }

  /** Finishes what was committed, and deletes the rest and the directory. */
  void end() throws IOException {
    if (storage.isObjectStore()) {
      storage.deleteTree(directory);
      return;
    }
    finish();
    Map<String, ManifestName> newest = Catalog.newest(storage, paths);
    for (Entry entry : storage.list(directory)) {
      if (entry.isDirectory() && committed(entry, newest) == null) {
        storage.deleteTree(entry.path());
      }
    }
    if (storage.list(directory).stream().noneMatch(Entry::isDirectory)) {
      storage.deleteTree(directory);
    }
  }
}
