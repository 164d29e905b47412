package io.sinotrace.spark.job;

import io.sinotrace.Messages;
import io.sinotrace.spark.task.TaskFailure;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkDriverExecutionException;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Runs the tasks of a batch as a few Spark jobs at a time. While the last tasks of one job run,
 * those of the next already use the other slots, so that no slot waits for the end of a job; and
 * the driver never holds the results of more than a few jobs.
 *
 * <p>A task returns the failure of a piece with it. Where a task fails itself, since its executor
 * died or is out of memory, Spark tries it again, on another executor if there is one; if that
 * fails as often as its settings allow, it ends the job, and names the task. The pieces of that
 * task are then run while no other job is, and the other tasks that are not done as one job again.
 * The task need not be at fault: another that ran beside it may have taken the executor with it. So
 * only the piece that fails while nothing else runs is lost.
 */
final class PieceRunner {
  /** Tasks of a job for each slot. */
  private static final int TASKS_PER_SLOT = 8;

  /** Jobs at a time: so that the next one has tasks ready when the first runs out of them. */
  private static final int JOBS = 2;

  /** A piece is tried so often where the storage or the machine may be at fault. */
  private static final int MAX_ATTEMPTS = 3;

  private static final ClassTag<List<PieceResult>> RESULTS = ClassTag$.MODULE$.apply(List.class);

  private final JavaSparkContext context;
  private final Broadcast<SerializableConfiguration> conf;
  private final Writer writer;
  private final Results results;
  private final int slots;

  /** How often pieces have failed that may succeed when tried again. */
  private final Map<WritePiece.Key, Integer> attempts = new ConcurrentHashMap<>();

  private final Deque<Job> jobs = new ArrayDeque<>();

  /** Held while a job runs; the write lock by one that runs alone. */
  private final ReadWriteLock running = new ReentrantReadWriteLock(true);

  private final String group = "sinotrace-" + UUID.randomUUID();
  private volatile boolean stopped;

  /** What a task does with each of its pieces, on an executor. */
  interface Writer extends Serializable {
    /**
     * Writes a piece. What it throws fails the task.
     *
     * @param attempt name of this attempt: no other attempt, of any piece, has it
     */
    PieceResult write(WritePiece piece, String attempt, Configuration conf);
  }

  /** Receives what becomes of the pieces; called by several threads, which it must not keep. */
  interface Results {
    /** A piece was written, or has a fault. */
    void received(PieceResult result);

    /** Returns whether a piece is still to be done. */
    boolean isWanted(WritePiece piece);

    /** The executors of a piece died, or it failed in a way that a task cannot return. */
    void lost(WritePiece piece, String why);
  }

  /**
   * A Spark job.
   *
   * @param tasks of it, each of which is a list of pieces
   * @param alone whether no other job runs meanwhile
   */
  private record Job(List<List<WritePiece>> tasks, boolean alone) {
    static Job ofPieces(List<WritePiece> pieces, boolean alone) {
      return new Job(pieces.stream().map(List::of).toList(), alone);
    }

    boolean isPiece() {
      return tasks.size() == 1 && tasks.get(0).size() == 1;
    }
  }

  PieceRunner(
      JavaSparkContext context,
      Broadcast<SerializableConfiguration> conf,
      Writer writer,
      int slots,
      Results results) {
    this.context = context;
    this.conf = conf;
    this.writer = writer;
    this.slots = slots;
    this.results = results;
  }

  /**
   * Runs tasks until each piece has a result. No job of it is left running when it returns.
   *
   * @throws IOException if Spark has ended, or the thread is interrupted
   */
  void run(List<List<WritePiece>> tasks) throws IOException {
    int size = TASKS_PER_SLOT * slots;
    for (int from = 0; from < tasks.size(); from += size) {
      jobs.add(
          new Job(List.copyOf(tasks.subList(from, Math.min(tasks.size(), from + size))), false));
    }
    ExecutorService threads = Executors.newFixedThreadPool(JOBS);
    try {
      List<Future<?>> loops =
          IntStream.range(0, JOBS).<Future<?>>mapToObj(k -> threads.submit(this::runJobs)).toList();
      for (Future<?> loop : loops) {
        await(loop, threads);
      }
    } catch (ExecutionException e) {
      Throwable why = Objects.requireNonNull(e.getCause());
      if (context.sc().isStopped()) {
        throw new IOException("Spark has ended while scans were traced", why);
      }
      throw unchecked(why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while scans were traced", e);
    } finally {
      stop();
      Threads.end(threads, () -> context.sc().isStopped());
    }
  }

  /**
   * Waits for a loop. A job that is submitted while Spark ends may never be told of it: whoever
   * waits for it is interrupted.
   */
  private void await(Future<?> loop, ExecutorService threads)
      throws ExecutionException, InterruptedException {
    while (true) {
      try {
        loop.get(Threads.LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        if (context.sc().isStopped()) {
          threads.shutdownNow();
        }
      }
    }
  }

  /** Starts no more jobs and cancels those that run. */
  void stop() {
    stopped = true;
    try {
      context.sc().cancelJobGroupAndFutureJobs(group);
    } catch (IllegalStateException e) {
      if (!context.sc().isStopped()) {
        throw e;
      }
    }
  }

  private void runJobs() {
    boolean complete = false;
    try {
      for (Job job = next(); job != null && !stopped; job = next()) {
        Lock turn = job.alone() ? running.writeLock() : running.readLock();
        turn.lock();
        try {
          putBack(stopped ? List.of() : runJob(job));
        } finally {
          turn.unlock();
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        stop();
      }
    }
  }

  /** Puts jobs before all others: their scans wait for nothing else. */
  private void putBack(List<Job> again) {
    synchronized (jobs) {
      for (int k = again.size() - 1; k >= 0; k--) {
        jobs.addFirst(again.get(k));
      }
    }
  }

  /** Takes the next job, without the pieces of scans that were given up. */
  private @Nullable Job next() {
    synchronized (jobs) {
      for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
        List<List<WritePiece>> wanted =
            job.tasks().stream()
                .map(task -> task.stream().filter(results::isWanted).toList())
                .filter(task -> !task.isEmpty())
                .toList();
        if (!wanted.isEmpty()) {
          return new Job(wanted, job.alone());
        }
      }
      return null;
    }
  }

  /** Runs a job; returns those that are to follow. */
  private List<Job> runJob(Job job) {
    List<List<WritePiece>> tasks = job.tasks();
    boolean[] done = new boolean[tasks.size()];
    List<WritePiece> retries = new ArrayList<>();
    List<Job> next = new ArrayList<>();
    context.sc().setJobGroup(group, description(tasks), false);
    try {
      context
          .sc()
          .runJob(
              context.parallelize(tasks, tasks.size()).rdd(),
              new Task(writer, conf),
              new Receiver(
                  (task, written) -> {
                    done[task] = true;
                    retries.addAll(handOn(tasks.get(task), written));
                  }),
              RESULTS);
    } catch (Throwable e) {
      // Scala declares no exceptions, so the compiler does not know of Spark's own.
      if (!(e instanceof SparkException failure)
          || e instanceof SparkDriverExecutionException
          || context.sc().isStopped()) {
        throw unchecked(e);
      }
      if (!stopped) {
        next.addAll(again(job, done, failure));
      }
    }
    if (!retries.isEmpty()) {
      next.add(Job.ofPieces(retries, false));
    }
    return next;
  }

  /** Hands on the results of a task but those of pieces to be tried again, which it returns. */
  private List<WritePiece> handOn(List<WritePiece> task, List<PieceResult> written) {
    List<WritePiece> retries = new ArrayList<>();
    for (int k = 0; k < written.size(); k++) {
      PieceResult result = written.get(k);
      ScanFault fault = result.fault();
      boolean mayPass =
          fault != null
              && (fault.kind() == ScanFault.Kind.FAILURE
                  || fault.kind() == ScanFault.Kind.CHANGING);
      if (mayPass && attempts.merge(result.piece(), 1, Integer::sum) < MAX_ATTEMPTS) {
        retries.add(task.get(k));
      } else {
        results.received(result);
      }
    }
    return retries;
  }

  private static RuntimeException unchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
  }

  /** Returns what is to follow a job that failed; the piece that did so alone is lost. */
  private List<Job> again(Job job, boolean[] done, SparkException failure) {
    if (job.alone() && job.isPiece()) {
      String why = TaskFailure.describe(failure);
      results.lost(job.tasks().get(0).get(0), why == null ? Messages.reason(failure) : why);
      return List.of();
    }
    List<List<WritePiece>> left = new ArrayList<>();
    for (int k = 0; k < done.length; k++) {
      if (!done[k]) {
        left.add(job.tasks().get(k));
      }
    }
    OptionalInt failed = TaskFailure.task(failure);
    if (failed.isPresent()) {
      List<WritePiece> suspect = job.tasks().get(failed.getAsInt());
      left.removeIf(task -> task == suspect);
      return left.isEmpty()
          ? List.of(Job.ofPieces(suspect, true))
          : List.of(Job.ofPieces(suspect, true), new Job(left, false));
    }
    if (left.size() == 1) {
      return List.of(Job.ofPieces(left.get(0), true));
    }
    // No task failed: their results were too large for the driver, say. Of fewer they may not be.
    int half = left.size() / 2;
    return List.of(
        new Job(left.subList(0, half), false), new Job(left.subList(half, left.size()), false));
  }

  private static String description(List<List<WritePiece>> tasks) {
    String first = tasks.get(0).get(0).id();
    List<WritePiece> end = tasks.get(tasks.size() - 1);
    String last = end.get(end.size() - 1).id();
    return "sinotrace: " + (first.equals(last) ? "scan " + first : first + " to " + last);
  }

  /** What runs on executors: the pieces of a task, one after the other. */
  private static final class Task
      extends AbstractFunction2<TaskContext, Iterator<List<WritePiece>>, List<PieceResult>>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Writer writer;
    private final Broadcast<SerializableConfiguration> conf;

    Task(Writer writer, Broadcast<SerializableConfiguration> conf) {
      this.writer = writer;
      this.conf = conf;
    }

    @Override
    public List<PieceResult> apply(TaskContext task, Iterator<List<WritePiece>> pieces) {
      List<PieceResult> written = new ArrayList<>();
      while (pieces.hasNext()) {
        for (WritePiece piece : pieces.next()) {
          if (task.isInterrupted()) {
            throw new TaskKilledException();
          }
          String attempt = task.taskAttemptId() + "-" + written.size();
          written.add(writer.write(piece, attempt, conf.value().value()));
        }
      }
      return written;
    }
  }

  /** Takes up the results of a job's tasks on the driver, on the thread of Spark's scheduler. */
  private static final class Receiver
      extends AbstractFunction2<Object, List<PieceResult>, BoxedUnit> {
    private final BiConsumer<Integer, List<PieceResult>> results;

    Receiver(BiConsumer<Integer, List<PieceResult>> results) {
      this.results = results;
    }

    @Override
    public BoxedUnit apply(Object task, List<PieceResult> written) {
      results.accept((Integer) task, written);
      return BoxedUnit.UNIT;
    }
  }
}
