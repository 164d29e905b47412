package io.sinotrace.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.sinogram.commit.FinishedScan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dataset all the time while it is written, in a thread: by its manifests and by its
 * directories alone, with our own reader and with Spark. Every scan that it sees must be whole, and
 * must be there from then on. In an object store only those that it sees by their manifests need be
 * whole; by its directories alone it sees objects, each of which must be.
 */
final class Witness implements AutoCloseable {
  /** Scans seen before that are looked at again each time. */
  private static final int AGAIN = 8;

  /** How often the whole of it is read with Spark, which takes a core a second. */
  private static final long SPARK_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A rest after each look: it must not keep the run from its work. */
  private static final long REST_MILLIS = 15;

  private final DatasetFiles dataset;
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
   * @param dataset that need not be there yet
   */
  Witness(DatasetFiles dataset, Undisturbed expected, SplittableRandom random) {
    this.dataset = dataset;
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
    for (String directory : dataset.list("sinogram")) {
      now.add(directory.substring("scan=".length()));
    }
    assertHolds(now, published);
    for (String id : now) {
      if (published.add(id) || isAgain(published.size())) {
        // The views come before the pixels.
        for (String kind : List.of("sinogram", "views")) {
          assertWhole(kind, id);
        }
      }
    }
  }

  private void assertWhole(String kind, String id) throws IOException {
    Map<String, String> whole = expected.files(kind, id);
    Map<String, String> seen = dataset.sums("%s/scan=%s".formatted(kind, id));
    if (dataset.areObjects()) {
      whole = new TreeMap<>(whole);
      whole.keySet().retainAll(seen.keySet());
    }
    assertEquals(whole, seen, kind + " of " + id);
  }

  private void lookAtManifests() throws IOException {
    CommittedScans scans = CommittedScans.of(dataset.root(), dataset.conf());
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

  private void readTables() throws IOException {
    if (!published.isEmpty()) {
      tables++;
      Undisturbed.checkRows(Undisturbed.table(dataset), committed);
      if (!dataset.areObjects() || expected.hasSingleFiles()) {
        Undisturbed.checkRows(Undisturbed.plain(dataset), published);
      }
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
