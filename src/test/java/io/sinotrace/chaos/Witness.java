package io.sinotrace.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.sinogram.commit.FinishedScan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dataset all the time while it is written, in a thread: by its manifests and by its
 * directories alone, with our own reader and with Spark. Every scan that it sees must be whole, and
 * must be there from then on.
 */
final class Witness implements AutoCloseable {
  private static final Configuration CONF = new Configuration();

  /** Scans seen before that are looked at again each time. */
  private static final int AGAIN = 8;

  /** How often the whole of it is read with Spark, which takes a core a second. */
  private static final long SPARK_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A rest after each look: it must not keep the run from its work. */
  private static final long REST_MILLIS = 15;

  private final Path root;
  private final Undisturbed expected;
  private final SplittableRandom random;
  private final Thread thread;
  private volatile boolean ended;
  private volatile @Nullable Throwable fault;

  /** Scans that were seen by their manifests. */
  private final Set<String> committed = new TreeSet<>();

  /** Scans that were seen by their directories. */
  private final Set<String> published = new TreeSet<>();

  private int looks;
  private int tables;

  /**
   * Begins to read.
   *
   * @param root of the dataset, which need not be there yet
   */
  Witness(Path root, Undisturbed expected, SplittableRandom random) {
    this.root = root;
    this.expected = expected;
    this.random = random;
    this.thread = new Thread(this::watch, "witness");
    thread.start();
  }

  private void watch() {
    try {
      long spark = System.nanoTime();
      while (!ended) {
        look();
        if (System.nanoTime() - spark > SPARK_NANOS) {
          readTables();
          spark = System.nanoTime();
        }
        Thread.sleep(REST_MILLIS);
      }
      look();
    } catch (Throwable e) {
      fault = e;
    }
  }

  private void look() throws IOException {
    looks++;
    lookAtDirectories();
    lookAtManifests();
  }

  private void lookAtDirectories() throws IOException {
    TreeSet<String> now = new TreeSet<>();
    for (Path directory : DatasetFiles.list(root.resolve("sinogram"))) {
      now.add(directory.getFileName().toString().substring("scan=".length()));
    }
    assertHolds(now, published);
    for (String id : now) {
      if (published.add(id) || isAgain(published.size())) {
        // The views come before the pixels.
        for (String kind : List.of("sinogram", "views")) {
          assertEquals(
              expected.files(kind, id),
              DatasetFiles.sums(root.resolve("%s/scan=%s".formatted(kind, id))),
              kind + " of " + id);
        }
      }
    }
  }

  private void lookAtManifests() throws IOException {
    CommittedScans scans = CommittedScans.of(new org.apache.hadoop.fs.Path(root.toString()), CONF);
    List<String> ids = scans.ids();
    assertHolds(ids, committed);
    for (String id : ids) {
      if (committed.add(id)) {
        FinishedScan scan = scans.open(id);
        expected.checkManifest(scan.manifest());
        scan.verify();
      } else if (isAgain(committed.size())) {
        assertNull(scans.open(id).damage());
      }
    }
  }

  /** Draws some of so many. */
  private boolean isAgain(int all) {
    return random.nextInt(all) < AGAIN;
  }

  private static void assertHolds(Iterable<String> now, Set<String> earlier) {
    TreeSet<String> gone = new TreeSet<>(earlier);
    now.forEach(gone::remove);
    assertTrue(gone.isEmpty(), () -> "were there, and are not: " + gone);
  }

  private void readTables() {
    if (!published.isEmpty()) {
      tables++;
      Undisturbed.checkRows(Undisturbed.table(root), committed);
      Undisturbed.checkRows(Undisturbed.plain(root), published);
    }
  }

  /** Fails if it has seen anything that must not be. */
  void check() {
    Throwable seen = fault;
    if (seen != null) {
      throw new AssertionError("a reader has seen: " + seen.getMessage(), seen);
    }
  }

  /** Looks once more, ends and fails as {@link #check} does; returns what it did, in words. */
  String end() throws InterruptedException {
    close();
    thread.join();
    check();
    return "%d looks, %d tables read, %d scans seen".formatted(looks, tables, committed.size());
  }

  @Override
  public void close() {
    ended = true;
  }
}
