package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a pool whose threads wait. */
@Timeout(60)
class ThreadsTest {
  @Test
  void whoWaitsForWhatCannotComeIsInterrupted() throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Future<?> waiting =
        pool.submit(
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
            });
    begun.await();
    AtomicInteger asked = new AtomicInteger();
    Threads.end(pool, () -> asked.incrementAndGet() > 2);
    assertTrue(interrupted.get());
    assertTrue(waiting.isDone());
    assertEquals(3, asked.get(), "not before it is lost");
  }

  @Test
  void whatIsRunningIsWaitedFor() {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    AtomicBoolean done = new AtomicBoolean();
    Future<?> running =
        pool.submit(
            () -> {
              Thread.sleep(20);
              done.set(true);
              return 1;
            });
    Thread.currentThread().interrupt();
    Threads.end(pool);
    assertTrue(Thread.interrupted(), "whoever ends it is interrupted still");
    assertTrue(done.get());
    assertFalse(running.isCancelled());
  }
}
