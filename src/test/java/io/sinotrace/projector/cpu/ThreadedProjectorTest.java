package io.sinotrace.projector.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ThreadedProjectorTest {
  private static final int COLUMNS = 5;
  private static final int CHANNELS = 3;

  /**
   * Adds to each pixel its number in a scan of 100 rows a view, and a quarter of the channel's, so
   * that a second time shows.
   */
  private static class Counting extends CpuProjector {
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    boolean closed;

    Counting() {
      super(CHANNELS, COLUMNS);
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public String backend() {
      return "counting";
    }

    @Override
    public void project(Tile tile, float[] out, int first, int channelStride) {
      threads.add(Thread.currentThread());
      int at = first;
      for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
        for (int row = tile.rowFrom(); row < tile.rowTo(); row++) {
          for (int column = 0; column < COLUMNS; column++) {
            for (int c = 0; c < CHANNELS; c++) {
              out[at + c * channelStride] += (view * 100 + row) * COLUMNS + column + 0.25f * c;
            }
            at++;
          }
        }
      }
    }
  }

  @Test
  void theProjectorThatTracesIsClosed() {
    Counting one = new Counting();
    ThreadedProjector.of(one, 2).close();
    assertTrue(one.closed);
  }

  @ParameterizedTest
  @CsvSource({
    "16, 1, 112",
    "3, 2, 64",
    "2, 8, 10",
    "2, 7, 10",
    "3, 1, 10",
    "4, 3, 10",
    "4, 3, 1",
    "16, 5, 2",
    "7, 100, 1",
    "2, 1, 1"
  })
  void everyPixelIsTracedOnce(int threads, int views, int rows) {
    Tile tile = new Tile(3, 3 + views, 20, 20 + rows);
    float[] expected = new float[CHANNELS * views * rows * COLUMNS];
    new Counting().project(tile, expected);
    Counting one = new Counting();
    float[] actual = new float[expected.length];
    ThreadedProjector.of(one, threads).project(tile, actual);
    assertArrayEquals(expected, actual);
    assertTrue(one.threads.size() <= threads, one.threads::toString);
  }

  @Test
  void rowsAreCutIntoWholeVectors() {
    for (Tile piece : ThreadedProjector.cut(new Tile(0, 1, 0, 112), 16)) {
      assertEquals(16, piece.rows());
    }
    assertEquals(1, ThreadedProjector.cut(new Tile(0, 1, 0, 31), 16).size());
    assertEquals(2, ThreadedProjector.cut(new Tile(0, 1, 0, 384), 2).size());
  }

  @Test
  void theyWorkAtTheSameTime() {
    CyclicBarrier together = new CyclicBarrier(3);
    Projector three =
        ThreadedProjector.of(
            new Counting() {
              @Override
              public void project(Tile tile, float[] out, int first, int channelStride) {
                try {
                  together.await(50, TimeUnit.SECONDS);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }
            },
            3);
    three.project(new Tile(0, 3, 0, 1), new float[CHANNELS * 3 * COLUMNS]);
  }

  @Test
  void oneThreadIsTheCallersAlone() {
    Counting one = new Counting();
    assertSame(one, ThreadedProjector.of(one, 1));
  }

  @Test
  void whatAThreadThrowsReachesTheCaller() {
    for (Throwable thrown :
        new Throwable[] {new IllegalStateException("no"), new AssertionError()}) {
      Projector failing =
          ThreadedProjector.of(
              new Counting() {
                @Override
                public void project(Tile tile, float[] out, int first, int channelStride) {
                  if (tile.viewFrom() == 1) {
                    if (thrown instanceof Error error) {
                      throw error;
                    }
                    throw (RuntimeException) thrown;
                  }
                }
              },
              2);
      Throwable caught =
          assertThrows(
              Throwable.class,
              () -> failing.project(new Tile(0, 2, 0, 1), new float[CHANNELS * 2 * COLUMNS]));
      assertSame(thrown, caught);
    }
  }

  @Test
  void anInterruptDoesNotLeaveThreadsBehind() {
    Counting one = new Counting();
    Thread.currentThread().interrupt();
    ThreadedProjector.of(one, 4)
        .project(new Tile(0, 4, 0, 50), new float[CHANNELS * 200 * COLUMNS]);
    assertTrue(Thread.interrupted());
    one.threads.remove(Thread.currentThread());
    assertEquals(0, one.threads.stream().filter(Thread::isAlive).count());
  }
}
