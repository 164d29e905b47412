package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What ends a run before all pieces are done. */
class PieceRunnerEndTest extends OnPieces {
  /** A writer that writes nothing. */
  private record Sound() implements PieceRunner.Writer {
    @Override
    public PieceResult write(WritePiece piece, String attempt, Configuration conf) {
      return new PieceResult(piece.key(), null, null);
    }
  }

  @Test
  void resultsThatCannotBeTakenEndTheRun() {
    Recorded refusing =
        new Recorded() {
          @Override
          public void received(PieceResult result) {
            throw new IllegalStateException("no room");
          }
        };
    PieceRunner runner = runner(new Sound(), refusing);
    assertThrows(IllegalStateException.class, () -> runner.run(tasks(1)));
  }

  /** A writer that waits until it is let go. */
  private record Waiting() implements PieceRunner.Writer {
    static final CountDownLatch BEGUN = new CountDownLatch(2);
    static final CountDownLatch END = new CountDownLatch(1);

    @Override
    public PieceResult write(WritePiece piece, String attempt, Configuration conf) {
      BEGUN.countDown();
      try {
        END.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new PieceResult(piece.key(), null, null);
    }
  }

  @Test
  void aRunThatIsInterruptedLeavesNoJobBehind() throws InterruptedException {
    List<Throwable> thrown = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              thrown.add(
                  assertThrows(
                      IOException.class, () -> runner(new Waiting(), results).run(tasks(1))));
              thrown.add(new Throwable("interrupted: " + Thread.currentThread().isInterrupted()));
            });
    thread.start();
    try {
      Waiting.BEGUN.await();
      thread.interrupt();
      thread.join();
      assertEquals(
          List.of("interrupted while scans were traced", "interrupted: true"),
          thrown.stream().map(Throwable::getMessage).toList());
      assertEquals(0, spark.sparkContext().dagScheduler().activeJobs().size());
    } finally {
      Waiting.END.countDown();
    }
    SparkSessions.awaitTasks(spark);
    assertEquals(Set.of(), results.received.keySet());
  }

  /** A writer that ends Spark. */
  private record Ending() implements PieceRunner.Writer {
    static final Queue<Thread> THREADS = new ConcurrentLinkedQueue<>();

    @Override
    public PieceResult write(WritePiece piece, String attempt, Configuration conf) {
      Thread thread = new Thread(spark::stop);
      THREADS.add(thread);
      thread.start();
      while (!spark.sparkContext().isStopped()) {
        Thread.onSpinWait();
      }
      return new PieceResult(piece.key(), null, null);
    }
  }

  @Test
  void theEndOfSparkIsToldAsSuch() throws InterruptedException {
    try {
      PieceRunner runner = runner(new Ending(), results);
      IOException e = assertThrows(IOException.class, () -> runner.run(tasks(1)));
      assertEquals("Spark has ended while scans were traced", e.getMessage());
      assertEquals(Map.of(), results.lost);
    } finally {
      for (Thread thread : Ending.THREADS) {
        thread.join();
      }
      spark = session();
    }
  }
}
