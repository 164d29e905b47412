package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A dataset in memory to which several runs write the same scan, at once and some of them dying,
 * and what may be seen of it after every operation of any of them.
 */
final class CommitModel {
  private static final Path ROOT = new Path("/out");

  /** More than the operations of all runs. */
  private static final long AGE = 1_000_000;

  private static final DatasetPaths PATHS = new DatasetPaths(ROOT);

  /** What lies about in the dataset and is somebody's. */
  private static final List<String> THEIRS =
      List.of(
          "notes.txt",
          "sinogram/notes.txt",
          "sinogram/scan=head/.DS_Store",
          "sinogram/scan=other/mine.parquet",
          "scans/notes.txt",
          "preview/holiday.png",
          "_staging/notes.txt",
          "_staging/run-01234567-89ab-cdef-0123-456789abcdef/mine.txt");

  private final MemoryStorage storage;
  private final Interleaving runs;

  /** The scans that were committed at any time. */
  private final Set<Integer> committed = new HashSet<>();

  private int newest;
  private boolean seen;
  private final boolean first;

  /** How many of the runs made the commit. */
  private final List<CommitOutcome> outcomes = new ArrayList<>();

  /**
   * Makes a dataset.
   *
   * @param old the scan that is there; 0 for none
   */
  CommitModel(boolean objectStore, int old) throws IOException {
    storage = new MemoryStorage(objectStore);
    first = old == 0;
    runs = new Interleaving(storage, this::look);
    try (SinogramDataset dataset = open(storage)) {
      for (String file : THEIRS) {
        Path path = new Path(ROOT, file);
        storage.makeDirectories(path.getParent());
        storage.write(path, ModelScan.content(file));
      }
      if (old > 0) {
        assertEquals(CommitOutcome.COMMITTED, new ModelScan(old).write(storage, dataset));
      }
    }
    look("before");
  }

  private static SinogramDataset open(Storage storage) throws IOException {
    return SinogramDataset.open(storage, ROOT, said -> {});
  }

  /** Adds a run that writes a scan. */
  void add(String name, int scan) {
    runs.add(
        name,
        storage -> {
          try (SinogramDataset dataset = open(storage)) {
            ModelScan wanted = new ModelScan(scan);
            CommittedScan there = dataset.catalog().get(ModelScan.ID);
            outcomes.add(
                there != null && there.fingerprint().equals(wanted.fingerprint())
                    ? CommitOutcome.ALREADY_THERE
                    : wanted.write(storage, dataset));
          }
        });
  }

  /** Adds somebody who prunes what is older than the runs that are there. */
  void addPruner(String name) {
    runs.add(name, storage -> Prune.run(storage, ROOT, Duration.ofMillis(AGE / 2), false));
  }

  /** Leaves in an object store what a run that died long ago had written of a scan. */
  void leave(int scan) throws IOException {
    Path run = new Path(PATHS.staging(), "run-01234567-89ab-cdef-0123-456789abcdee");
    storage.write(new Path(run, StagedRun.OWNER), LockOwner.here().json());
    String staging = new Path(run, ModelScan.ID).toString();
    new ModelScan(scan)
        .trace(storage, new ScanDestination(ROOT.toString(), ModelScan.ID, staging, true, ""));
    storage.pass(AGE);
  }

  /** Adds a run that only finishes what others have committed. */
  void addFinisher(String name) {
    runs.add(name, storage -> open(storage).close());
  }

  /** Adds a reader by manifest, which reads all files some times. */
  void addReader(String name, int times) {
    runs.add(
        name,
        storage -> {
          for (int k = 0; k < times; k++) {
            read(storage);
          }
        });
  }

  private static void read(Storage storage) throws IOException {
    for (int attempt = 0; attempt < 10; attempt++) {
      ManifestName newest = Catalog.newest(storage, PATHS).get(ModelScan.ID);
      if (newest == null || isWhole(storage, newest)) {
        return;
      }
    }
    throw new AssertionError("found no whole scan");
  }

  private static boolean isWhole(Storage storage, ManifestName name) throws IOException {
    ScanManifest scan = parse(storage, name);
    if (scan == null) {
      return false;
    }
    ScanContents contents = new ScanContents(storage, PATHS, scan);
    List<Entry> found = new ArrayList<>();
    for (ScanManifest.File file : scan.files()) {
      found.add(contents.find(file));
    }
    found.add(contents.findViews());
    for (Entry entry : found) {
      byte[] content = entry == null ? null : storage.read(entry.path());
      if (entry == null || content == null) {
        return false;
      }
      assertArrayEquals(ModelScan.content(entry.name()), content);
    }
    return true;
  }

  private static @Nullable ScanManifest parse(Storage storage, ManifestName name)
      throws IOException {
    Path file = PATHS.manifest(name.id(), name.number());
    byte[] content = storage.read(file);
    return content == null ? null : ScanManifest.parse(content, file);
  }

  /** Returns the number of the newest scan; 0 if there is none. */
  private int scan() throws IOException {
    ManifestName name = Catalog.newest(storage, PATHS).get(ModelScan.ID);
    return name == null
        ? 0
        : Integer.parseInt(
            Objects.requireNonNull(parse(storage, name)).fingerprint().substring(12));
  }

  private void look(String step) throws IOException {
    ManifestName name = Catalog.newest(storage, PATHS).get(ModelScan.ID);
    if (name != null) {
      assertTrue(name.number() >= newest, step + ": an older manifest counts again");
      newest = name.number();
      committed.add(scan());
      assertTrue(isWhole(storage, name), step + ": scan " + scan() + " is not whole");
    } else {
      assertEquals(0, newest, step + ": no manifest any more");
    }
    if (!storage.isObjectStore()) {
      lookAtDirectories(step);
    }
  }

  private void lookAtDirectories(String step) throws IOException {
    Set<String> sinogram = names(PATHS.sinogram(ModelScan.ID));
    Set<String> views = names(PATHS.views(ModelScan.ID));
    if (!sinogram.isEmpty()) {
      int scan = Integer.parseInt(sinogram.iterator().next().substring(0, 12), 16);
      String prefix = new ModelScan(scan).prefix();
      assertTrue(committed.contains(scan), step + ": not committed: " + sinogram);
      assertEquals(Set.of(ModelScan.file(prefix, 0), ModelScan.file(prefix, 1)), sinogram, step);
      assertEquals(Set.of(ModelScan.views(prefix)), views, step + ": views of another scan");
      seen = true;
    } else {
      assertTrue(views.size() <= 1, step + ": views of several scans");
      assertTrue(!(first && seen && committed.size() == 1), step + ": it has gone again");
    }
  }

  private Set<String> names(Path directory) {
    Set<String> names = new TreeSet<>();
    for (Entry entry : storage.list(directory)) {
      if (entry.name().endsWith(".parquet")) {
        names.add(entry.name());
      }
    }
    return names;
  }

  /** Runs all in an order; returns the number of steps. */
  int run(Interleaving.Order order) throws Throwable {
    return runs.run(order);
  }

  List<CommitOutcome> outcomes() {
    return outcomes;
  }

  /**
   * Opens the dataset once more and prunes it: there is one scan, whole, and all that is theirs,
   * and nothing else.
   *
   * @param least the least number that the scan must have
   */
  void checkEnd(int least) throws IOException {
    open(storage).close();
    look("at the end");
    Prune.run(storage, ROOT, Duration.ZERO, false);
    look("pruned");
    int scan = scan();
    assertTrue(scan >= least, "scan " + scan + " is there");
    TreeSet<String> expected = new TreeSet<>();
    THEIRS.forEach(file -> expected.add(ROOT.toUri().getPath() + "/" + file));
    expected.add(PATHS.marker().toUri().getPath());
    if (scan > 0) {
      ManifestName name = new ManifestName(ModelScan.ID, newest);
      ScanManifest whole = Objects.requireNonNull(parse(storage, name));
      expected.add(PATHS.manifest(ModelScan.ID, newest).toUri().getPath());
      expected.add(PATHS.preview(new ModelScan(scan).picture()).toUri().getPath());
      expected.add(new Path(PATHS.views(ModelScan.ID), whole.viewsName()).toUri().getPath());
      for (ScanManifest.File file : whole.files()) {
        expected.add(new Path(PATHS.sinogram(ModelScan.ID), file.name()).toUri().getPath());
      }
    }
    TreeSet<String> there = new TreeSet<>(storage.files());
    if (storage.isObjectStore()) {
      // A run that dies right after its commit leaves the older pictures, or none.
      Set<String> ofCommitted = new TreeSet<>();
      committed.forEach(
          number ->
              ofCommitted.add(PATHS.preview(new ModelScan(number).picture()).toUri().getPath()));
      expected.removeAll(ofCommitted);
      there.removeAll(ofCommitted);
    }
    assertEquals(expected, there);
    for (String file : THEIRS) {
      assertArrayEquals(ModelScan.content(file), storage.read(new Path(ROOT, file)));
    }
    assertNotNull(storage.read(PATHS.marker()));
  }
}
