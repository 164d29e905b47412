package io.sinotrace.spark.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Seed;
import io.sinotrace.spark.task.LeaseCache.Lease;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeaseCacheTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(0);

  private final List<String> made = Collections.synchronizedList(new ArrayList<>());
  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());
  private final LeaseCache<String, String> cache = new LeaseCache<>(10, closed::add);

  /** Leases a value of 4 bytes: two of them are within the budget, three are not. */
  private Lease<String> lease(String key) {
    return cache.lease(
        key,
        4,
        () -> {
          made.add(key);
          return key;
        });
  }

  @Test
  void theValueUsedLeastRecentlyGoesFirst() {
    lease("a").close();
    lease("b").close();
    lease("a").close();
    lease("c").close();
    assertEquals(List.of("b"), closed);
    lease("a").close();
    lease("b").close();
    assertEquals(List.of("a", "b", "c", "b"), made);
    assertEquals(List.of("b", "c"), closed);
  }

  @Test
  void aLeasedValueNeverGoes() {
    Lease<String> a = lease("a");
    Lease<String> again = lease("a");
    Lease<String> b = lease("b");
    Lease<String> c = lease("c");
    assertEquals(List.of(), closed, "all in use, beyond the budget");
    a.close();
    a.close();
    lease("d").close();
    assertEquals(List.of(), closed, "a lease that is closed twice counts once");
    again.close();
    b.close();
    c.close();
    lease("e").close();
    assertEquals(List.of("a", "b", "c"), closed, "as many as there is no room for, d stays");
  }

  @Test
  void aCloserThatFailsLeavesNobodyWaiting() {
    LeaseCache<String, String> failing =
        new LeaseCache<>(
            0,
            value -> {
              throw new IllegalStateException("cannot close " + value);
            });
    failing.lease("a", 1, () -> "a").close();
    assertThrows(IllegalStateException.class, () -> failing.lease("b", 1, () -> "b"));
    assertEquals("b", failing.lease("b", 1, () -> "b").value(), "the next call tries again");
  }

  @Test
  void nothingGoesUntilThereIsNoRoom() {
    cache.lease("large", 1000, () -> "large").close();
    assertEquals(List.of(), closed);
    lease("a").close();
    assertEquals(List.of("large"), closed);
  }

  @Test
  void whatGoesIsClosedBeforeTheNextIsMade() {
    lease("a").close();
    lease("b").close();
    cache
        .lease(
            "c",
            4,
            () -> {
              assertEquals(List.of("a"), closed);
              return "c";
            })
        .close();
    assertEquals(List.of("a"), closed);
  }

  @Test
  void manyThreadsMakeAValueOnceAndWaitForIt() throws Exception {
    int threads = 8;
    CountDownLatch all = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<String>> found = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        found.add(
            pool.submit(
                () -> {
                  all.countDown();
                  assertTrue(all.await(10, TimeUnit.SECONDS));
                  try (Lease<String> lease = lease("a")) {
                    return lease.value();
                  }
                }));
      }
      for (Future<String> one : found) {
        assertSame("a", one.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertEquals(List.of("a"), made);
  }

  @Test
  void anotherValueDoesNotWaitForOneThatIsBeingMade() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> slow =
          pool.submit(
              () ->
                  cache
                      .lease(
                          "slow",
                          4,
                          () -> {
                            begun.countDown();
                            awaitUnchecked(go);
                            return "slow";
                          })
                      .close());
      awaitUnchecked(begun);
      lease("a").close();
      lease("b").close();
      assertEquals(List.of("a"), closed, "what is being made is in use");
      go.countDown();
      slow.get();
    } finally {
      pool.shutdownNow();
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFaultOfTheInputIsKeptAndGoesLikeAValue() {
    InputException fault = new InputException("no volume");
    AtomicInteger tries = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      assertSame(fault, assertThrows(InputException.class, () -> failing(fault, tries)));
    }
    assertEquals(1, tries.get());
    lease("b").close();
    lease("c").close();
    assertThrows(InputException.class, () -> failing(fault, tries));
    assertEquals(2, tries.get());
    assertEquals(List.of("b"), closed, "there is nothing of a fault to close");
  }

  @Test
  void anyOtherFailureIsNotKept() {
    AtomicInteger tries = new AtomicInteger();
    assertThrows(
        InsufficientMemoryException.class,
        () -> failing(new InsufficientMemoryException("no room"), tries));
    assertThrows(IllegalStateException.class, () -> failing(new IllegalStateException(), tries));
    assertEquals(2, tries.get());
    Throwable error =
        assertThrows(
            RuntimeException.class,
            () ->
                cache.lease(
                    "a",
                    4,
                    () -> {
                      throw new OutOfMemoryError("Java heap space");
                    }));
    assertTrue(error.getCause() instanceof OutOfMemoryError, error::toString);
    assertEquals("a", lease("a").value());
  }

  private void failing(RuntimeException failure, AtomicInteger tries) {
    cache
        .lease(
            "a",
            4,
            () -> {
              tries.incrementAndGet();
              throw failure;
            })
        .close();
  }

  @Test
  void noOrderOfThreadsClosesAValueInUse() throws Exception {
    AtomicInteger[] open = new AtomicInteger[6];
    for (int k = 0; k < open.length; k++) {
      open[k] = new AtomicInteger();
    }
    LeaseCache<Integer, Integer> shared = new LeaseCache<>(3, k -> open[k].decrementAndGet());
    AtomicBoolean wrong = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      SplittableRandom random = new SplittableRandom(SEED.value() + t);
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 5000; i++) {
                  int key = random.nextInt(open.length);
                  try (Lease<Integer> lease =
                      shared.lease(
                          key,
                          1,
                          () -> {
                            open[key].incrementAndGet();
                            return key;
                          })) {
                    // Made once more before the last one was closed, or closed while it is leased.
                    wrong.compareAndSet(false, open[lease.value()].get() < 1);
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(false, wrong.get());
  }
}
