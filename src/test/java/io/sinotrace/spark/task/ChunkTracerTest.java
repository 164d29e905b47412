package io.sinotrace.spark.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Five views of 2^21 pixels, of which two are traced at a time: chunks [0, 2), [2, 4), [4, 5). */
@Timeout(60)
class ChunkTracerTest {
  private static final int ROWS = 1024;
  private static final int COLUMNS = 2048;
  private static final int VIEW_PIXELS = 1 << 21;
  private static final int VIEWS = 5;

  /** Writes the number of the view into a view's first and last pixel. */
  private static class FakeProjector implements Projector {
    final boolean offloads;
    final BlockingQueue<Tile> begun = new LinkedBlockingQueue<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    long pixelsAtATime = 1;

    /** What the chunk that begins with view 2 throws. */
    @Nullable Throwable fault;

    /** What the chunk that begins with view 2 waits for. */
    @Nullable CountDownLatch gate;

    FakeProjector(boolean offloads) {
      this.offloads = offloads;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public String backend() {
      return "double";
    }

    @Override
    public void project(Tile tile, float[] out) {
      begun.add(tile);
      threads.add(Thread.currentThread());
      if (tile.viewFrom() == 2) {
        wait(gate);
        if (fault instanceof Error error) {
          throw error;
        } else if (fault instanceof RuntimeException exception) {
          throw exception;
        }
      }
      for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
        int at = (view - tile.viewFrom()) * VIEW_PIXELS;
        out[at] = view;
        out[at + VIEW_PIXELS - 1] = view;
      }
    }

    private static void wait(@Nullable CountDownLatch gate) {
      try {
        if (gate != null) {
          gate.await();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody should interrupt this", e);
      }
    }

    @Override
    public boolean offloads() {
      return offloads;
    }

    @Override
    public long pixelsAtATime() {
      return pixelsAtATime;
    }
  }

  private static ChunkTracer tracer(Projector projector) {
    return new ChunkTracer(projector, VIEWS, ROWS, COLUMNS, 1);
  }

  /** Checks that the current chunk is of some views and holds their pixels. */
  private static void check(ChunkTracer chunks, int from, int to) {
    assertEquals(from, chunks.from());
    assertEquals(to, chunks.to());
    for (int view = from; view < to; view++) {
      int at = (view - from) * VIEW_PIXELS;
      assertEquals(view, chunks.pixels()[at]);
      assertEquals(view, chunks.pixels()[at + VIEW_PIXELS - 1]);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allViewsComeInOrder(boolean offloads) {
    FakeProjector projector = new FakeProjector(offloads);
    try (ChunkTracer chunks = tracer(projector)) {
      assertEquals(0, chunks.to());
      chunks.next();
      check(chunks, 0, 2);
      chunks.next();
      check(chunks, 2, 4);
      chunks.next();
      check(chunks, 4, 5);
    }
    assertEquals(
        List.of(new Tile(0, 2, 0, ROWS), new Tile(2, 4, 0, ROWS), new Tile(4, 5, 0, ROWS)),
        List.copyOf(projector.begun));
  }

  @Test
  void aProcessorsBackendTakesNoThreadAndNoSecondBuffer() {
    FakeProjector projector = new FakeProjector(false);
    try (ChunkTracer chunks = tracer(projector)) {
      chunks.next();
      float[] first = chunks.pixels();
      assertEquals(1, projector.begun.size());
      chunks.next();
      assertSame(first, chunks.pixels());
    }
    assertEquals(List.of(Thread.currentThread(), Thread.currentThread()), projector.threads);
  }

  @Test
  void theNextChunkIsTracedWhileThisOneIsUsed() throws InterruptedException {
    FakeProjector projector = new FakeProjector(true);
    try (ChunkTracer chunks = tracer(projector)) {
      chunks.next();
      assertEquals(0, projector.begun.take().viewFrom());
      float[] first = chunks.pixels();
      // Begins although nobody has asked for it, and leaves what is in use alone.
      assertEquals(2, projector.begun.take().viewFrom());
      check(chunks, 0, 2);
      chunks.next();
      assertNotSame(first, chunks.pixels());
      check(chunks, 2, 4);
      assertEquals(4, projector.begun.take().viewFrom());
    }
    assertFalse(projector.threads.contains(Thread.currentThread()));
    assertEquals(1, projector.threads.stream().distinct().count());
  }

  @Test
  void whatFitsOneChunkNeedsNoThread() {
    FakeProjector projector = new FakeProjector(true);
    projector.pixelsAtATime = 5L * VIEW_PIXELS;
    try (ChunkTracer chunks = tracer(projector)) {
      chunks.next();
      check(chunks, 0, 5);
    }
    assertEquals(List.of(Thread.currentThread()), projector.threads);
  }

  @Test
  void faultsAreTheCallersAndKeepTheirType() {
    for (Throwable fault :
        List.of(
            new InputException("bad"),
            new IllegalStateException("GPU 0"),
            new OutOfMemoryError())) {
      for (boolean offloads : List.of(false, true)) {
        FakeProjector projector = new FakeProjector(offloads);
        projector.fault = fault;
        try (ChunkTracer chunks = tracer(projector)) {
          chunks.next();
          assertSame(fault, assertThrows(Throwable.class, chunks::next));
        }
      }
    }
  }

  @Test
  void closingEarlyWaitsForWhatIsBeingTraced() throws InterruptedException {
    FakeProjector projector = new FakeProjector(true);
    CountDownLatch gate = new CountDownLatch(1);
    projector.gate = gate;
    ChunkTracer chunks = tracer(projector);
    chunks.next();
    assertEquals(0, projector.begun.take().viewFrom());
    assertEquals(2, projector.begun.take().viewFrom());
    CountDownLatch closed = new CountDownLatch(1);
    Thread closer =
        new Thread(
            () -> {
              chunks.close();
              assertTrue(Thread.currentThread().isInterrupted());
              closed.countDown();
            });
    closer.start();
    // As Spark does to a task that it kills.
    closer.interrupt();
    assertFalse(closed.await(300, TimeUnit.MILLISECONDS));
    gate.countDown();
    assertTrue(closed.await(30, TimeUnit.SECONDS));
    projector.threads.get(1).join(30_000);
    assertFalse(projector.threads.get(1).isAlive());
    assertEquals(2, projector.threads.size());
  }

  @Test
  void waitingIsWhatIsTimed() throws InterruptedException {
    FakeProjector projector = new FakeProjector(true);
    CountDownLatch gate = new CountDownLatch(1);
    projector.gate = gate;
    try (ChunkTracer chunks = tracer(projector)) {
      chunks.next();
      long before = chunks.waitedNanos();
      Thread opener =
          new Thread(
              () -> {
                try {
                  Thread.sleep(200);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                gate.countDown();
              });
      opener.start();
      chunks.next();
      assertTrue(chunks.waitedNanos() - before > 100_000_000);
      opener.join();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // 2^22 pixels at a time, in whole views, at least one
    "90, 2097152, 1, 2",
    "90, 2097153, 1, 1",
    "90, 100000000, 1, 1",
    "90, 1000, 1, 90",
    // or what the backend wants, rounded up to whole views, at most all
    "90, 2097152, 4194305, 3",
    "90, 2097152, 6291456, 3",
    "90, 2097152, 6291457, 4",
    "90, 2097152, 9223372036854775807, 90",
    "90, 1, 9223372036854775807, 90"
  })
  void chunksAreOfWholeViews(int views, int viewPixels, long pixelsAtATime, int expected) {
    assertEquals(expected, ChunkTracer.chunkViews(views, viewPixels, 1, pixelsAtATime, 1));
  }
}
