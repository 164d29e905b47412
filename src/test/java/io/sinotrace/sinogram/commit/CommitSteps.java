package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.FailingInput;
import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Kills a run at the steps of a first writing and of a replacement, and the one after it in what it
 * does about that, and looks at the dataset after every step: as a reader by manifest does, and as
 * one does who looks at directories alone.
 */
public final class CommitSteps {
  private static final String ID = "head";
  private static final int OLD = 2;
  private static final int NEW = 3;

  /** What lies about in the dataset and is somebody's. */
  private static final List<String> THEIRS =
      List.of(
          "notes.txt",
          "sinogram/notes.txt",
          "sinogram/scan=head/.DS_Store",
          "sinogram/scan=another/mine.parquet",
          "views/notes.txt",
          "scans/notes.json",
          "preview/holiday.png",
          "_staging/notes.txt",
          "_staging/run-old/mine.txt",
          "_staging/run-01234567-89ab-cdef-0123-456789abcdef/mine.txt");

  private final Storage real;
  private final Path base;
  private final boolean replaced;
  private Path root;
  private DatasetPaths paths;
  private int runs;
  private boolean newSeen;

  private CommitSteps(Storage real, Path base, boolean replaced) {
    this.real = real;
    this.base = base;
    this.replaced = replaced;
    this.root = base;
    this.paths = new DatasetPaths(base);
  }

  /**
   * Tries all of it.
   *
   * @param base an empty directory
   * @param stride the run is killed at every so many of its steps
   * @param thorough whether the second run is killed at every step too; else at one
   */
  public static void run(Path base, int stride, boolean thorough) throws Throwable {
    for (boolean replaced : new boolean[] {false, true}) {
      new CommitSteps(Storage.of(base, SampleScan.CONF), base, replaced).run(stride, thorough);
    }
  }

  private void run(int stride, boolean thorough) throws Throwable {
    prepare();
    int steps = write(Integer.MAX_VALUE);
    System.out.println(root + ": " + steps + " steps");
    assertTrue(steps > 25, () -> "only " + steps + " steps");
    checkEnd(NEW);
    for (int first = 0; first < steps; first += stride) {
      boolean killed = true;
      for (int second = thorough ? 0 : 7 * first % 31; killed; second++) {
        prepare();
        killed = killTwice(first, second) && thorough;
      }
    }
  }

  /**
   * Kills a run at a step and the one after it at another; a third one ends. Returns whether the
   * second one had come that far.
   */
  private boolean killTwice(int first, int second) throws Throwable {
    String name = "CommitSteps-%s-%d-%d".formatted(replaced ? "replaced" : "first", first, second);
    return FailingInput.check(
        name,
        root,
        () -> {
          assertEquals(first, write(first));
          boolean committed = newSeen;
          boolean killed = open(second) == second;
          open(Integer.MAX_VALUE);
          checkEnd(committed ? NEW : replaced ? OLD : 0);
          return killed;
        });
  }

  /** Makes a dataset of its own, as it is before. */
  private void prepare() throws IOException {
    root = new Path(base, "%s-%d".formatted(replaced ? "replaced" : "first", runs++));
    paths = new DatasetPaths(root);
    newSeen = false;
    try (SinogramDataset dataset = SinogramDataset.open(real, root, said -> {})) {
      if (replaced) {
        new SampleScan(OLD).write(dataset, ID);
      } else {
        new SampleScan(OLD, "file:/volumes/other.nii").write(dataset, "other");
      }
    }
    for (String file : THEIRS) {
      Path path = new Path(root, file);
      real.makeDirectories(path.getParent());
      real.write(path, file.getBytes(StandardCharsets.UTF_8));
    }
  }

  private int write(int last) throws IOException {
    SteppedStorage storage = new SteppedStorage(real, last, this::look);
    try (SinogramDataset dataset = SinogramDataset.open(storage, root, said -> {})) {
      new SampleScan(NEW).write(dataset, ID);
      // By the catalog of the run that wrote it.
      assertEquals(NEW, views(dataset.catalog()));
    } catch (SteppedStorage.Died e) {
      look("died");
    }
    return storage.steps();
  }

  private int open(int last) throws IOException {
    SteppedStorage storage = new SteppedStorage(real, last, this::look);
    try {
      SinogramDataset.open(storage, root, said -> {}).close();
    } catch (SteppedStorage.Died e) {
      look("died");
    }
    return storage.steps();
  }

  private static int views(Catalog catalog) {
    CommittedScan scan = catalog.get(ID);
    return scan == null ? 0 : scan.manifest().geometry().views();
  }

  private void look(String step) throws IOException {
    int views = byManifest();
    if (newSeen) {
      assertEquals(NEW, views, step);
    } else {
      assertTrue(views == (replaced ? OLD : 0) || views == NEW, step + ": " + views);
    }
    newSeen |= views == NEW;
    Set<String> sinogram = byDirectory(paths.sinogram(ID));
    Set<String> poses = byDirectory(paths.views(ID));
    assertTrue(sinogram.size() <= 1, step + ": files of two scans");
    assertTrue(poses.size() <= 1, step + ": views of two scans");
    assertTrue(sinogram.isEmpty() || sinogram.equals(poses), step + ": views of another scan");
    int files = files(paths.sinogram(ID)).size();
    assertTrue(files == 0 || (files == OLD && replaced) || files == NEW, step);
  }

  /** Returns the number of views of the scan, 0 if there is none; fails if it is not whole. */
  private int byManifest() throws IOException {
    ManifestName name = Catalog.newest(real, paths).get(ID);
    if (name == null) {
      return 0;
    }
    Path file = paths.manifest(ID, name.number());
    ScanManifest scan = ScanManifest.parse(Objects.requireNonNull(real.read(file)), file);
    ScanContents contents = new ScanContents(real, paths, scan);
    for (ScanManifest.File part : scan.files()) {
      check(part, contents.find(part));
    }
    check(Objects.requireNonNull(scan.views()), contents.findViews());
    return scan.geometry().views();
  }

  private void check(ScanManifest.File file, @Nullable Entry entry) throws IOException {
    assertNotNull(entry, file.name());
    byte[] content = real.read(entry.path());
    assertNotNull(content, file.name());
    CRC32C crc = new CRC32C();
    crc.update(content);
    assertEquals(file.crc32c(), "%08x".formatted(crc.getValue()));
  }

  private List<String> files(Path directory) throws IOException {
    return real.list(directory).stream()
        .map(Entry::name)
        .filter(name -> name.endsWith(".parquet"))
        .toList();
  }

  /** Returns what tells one writing from another, of the files that there are. */
  private Set<String> byDirectory(Path directory) throws IOException {
    return files(directory).stream()
        .map(name -> name.split("[-.]", -1)[0])
        .collect(Collectors.toSet());
  }

  /** Checks that there is a scan, whole, and nothing else of ours, and all that is theirs. */
  private void checkEnd(int views) throws IOException {
    look("at the end");
    Prune.run(real, root, Duration.ZERO, false);
    look("pruned");
    assertEquals(views, byManifest());
    assertEquals(views, files(paths.sinogram(ID)).size());
    assertEquals(views > 0 ? 1 : 0, files(paths.views(ID)).size());
    if (views > 0) {
      assertEquals(views, FinishedScan.read(real, root, ID, SampleScan.CONF, SampleScan::read));
    }
    for (String file : THEIRS) {
      byte[] content = real.read(new Path(root, file));
      assertNotNull(content, file + " is gone");
      assertEquals(file, new String(content, StandardCharsets.UTF_8));
    }
    assertEquals(
        Set.of("notes.txt", "run-old", "run-01234567-89ab-cdef-0123-456789abcdef"),
        names(paths.staging()));
    Set<String> pictures = new TreeSet<>(Set.of("holiday.png"));
    if (views > 0) {
      pictures.add(new SampleScan(views).preview());
    }
    if (!replaced) {
      pictures.add(new SampleScan(OLD).preview());
    }
    assertEquals(pictures, names(paths.preview("x").getParent()));
    Catalog catalog = Catalog.read(real, paths);
    assertEquals(views, views(catalog));
    assertEquals(Map.of(), catalog.damage(List.copyOf(catalog.all())));
  }

  private Set<String> names(Path directory) throws IOException {
    return real.list(directory).stream()
        .map(Entry::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
