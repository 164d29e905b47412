package io.sinotrace.spark.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.spark.SparkSessions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskFailureTest {
  /** As a backend would throw it. */
  static final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeviceException(String message) {
      super(message);
    }
  }

  @Test
  void theCauseOfAFailedTaskIsToldInOneLine() {
    var context = JavaSparkContext.fromSparkContext(SparkSessions.local().sparkContext());
    SparkException e =
        assertThrows(
            SparkException.class,
            () ->
                context
                    .parallelize(List.of(1), 1)
                    .map(
                        i -> {
                          if (i == 1) {
                            throw new DeviceException("GPU 0: an illegal address\nand more");
                          }
                          return i;
                        })
                    .collect());
    assertEquals("DeviceException: GPU 0: an illegal address", TaskFailure.describe(e));
    assertEquals(OptionalInt.of(0), TaskFailure.task(e));
  }

  /** Of a job that Spark gave up there is no failed task, and the exception is a checked one. */
  @Test
  void whatSparkThrowsWithoutDeclaringItIsToldByName() {
    IOException e =
        TaskFailure.named("mu of head", new SparkException("Job 3 cancelled: it was shut down"));
    assertEquals("mu of head: Job 3 cancelled: it was shut down", e.getMessage());
    IOException reading = new IOException("reset");
    assertSame(reading, TaskFailure.named("mu of head", reading));
    IllegalStateException fault = new IllegalStateException("a fault of ours");
    assertSame(
        fault,
        assertThrows(IllegalStateException.class, () -> TaskFailure.named("mu of head", fault)));
  }

  @Test
  void faultsOfTheInputAndLackOfMemoryStayWhatTheyAre() {
    InputException input = new InputException("view 3 is NaN");
    assertSame(
        input, assertThrows(InputException.class, () -> TaskFailure.named("mu of head", input)));
    Exception carried = new SparkException("a task failed", input);
    assertEquals(
        "mu of head: view 3 is NaN",
        assertThrows(InputException.class, () -> TaskFailure.named("mu of head", carried))
            .getMessage());
    Exception memory = new SparkException("a task", new InsufficientMemoryException("a slab"));
    assertEquals(
        "mu of head: a slab",
        assertThrows(
                InsufficientMemoryException.class, () -> TaskFailure.named("mu of head", memory))
            .getMessage());
  }

  /** An exception that only carries another one through code which declares none is not named. */
  @Test
  void ofAnExceptionThatCarriesAnotherTheOtherIsTold() {
    assertEquals("FileNotFoundException: a.npy", told(new FileNotFoundException("a.npy"), null));
    assertEquals("reading a.npy: reset", told(new IOException("reset"), "reading a.npy: reset"));
  }

  private static @Nullable String told(IOException carried, @Nullable String message) {
    var context = JavaSparkContext.fromSparkContext(SparkSessions.local().sparkContext());
    SparkException e =
        assertThrows(
            SparkException.class,
            () ->
                context
                    .parallelize(List.of(1), 1)
                    .foreach(
                        i -> {
                          throw message == null
                              ? new UncheckedIOException(carried)
                              : new UncheckedIOException(message, carried);
                        }));
    return TaskFailure.describe(e);
  }

  @Test
  void whereNobodyIsLeftToTryThatIsSaid() {
    // Spark's words when every executor is excluded; it gives no cause then.
    SparkException e =
        new SparkException(
            """
            Job aborted due to stage failure:
            Aborting TaskSet 0.0 because task 3 (partition 3)
            cannot run anywhere due to node and executor excludeOnFailure.
            Most recent failure:
            Lost task 3.1 in stage 0.0 (TID 9) (10.0.0.5 executor 7): io.example.GpuException: GPU 1: \
            out of use
            \tat io.example.Device.check(Device.java:1)

            ExcludeOnFailure behavior can be configured via spark.excludeOnFailure.*.
            """);
    assertEquals(
        "GpuException: GPU 1: out of use (executor 7 on 10.0.0.5; and every executor that is left"
            + " has failed it too)",
        TaskFailure.describe(e));
    assertEquals(OptionalInt.of(3), TaskFailure.task(e));
  }

  @Test
  void aLostExecutorIsToldInSparksWords() {
    SparkException e =
        new SparkException(
            """
            Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times, most recent failure: \
            Lost task 0.3 in stage 0.0 (TID 6) (10.0.0.5 executor 3): ExecutorLostFailure (executor 3 \
            exited caused by one of the running tasks) Reason: Command exited with code 134
            Driver stacktrace:""");
    assertEquals(
        "ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Command"
            + " exited with code 134 (executor 3 on 10.0.0.5; the last of 4 attempts)",
        TaskFailure.describe(e));
  }

  @Test
  void whatIsNoFailureOfATaskIsLeftToOthers() {
    assertNull(TaskFailure.describe(new SparkException("Job 0 cancelled")));
    assertNull(TaskFailure.describe(new IllegalStateException("Lost task")));
    assertEquals(OptionalInt.empty(), TaskFailure.task(new SparkException("Job 0 cancelled")));
  }
}
