package io.sinotrace.spark.job;

import io.sinotrace.Messages;
import io.sinotrace.spark.task.TaskFailure;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
 * fails as often as its settings allow, it ends the job. Then the tasks without a result are run
 * again, and the pieces of the one that failed each in a job of its own: so the piece at fault is
 * found, and no other suffers.
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
  private final PieceWriter writer;
  private final Results results;
  private final int slots;

  /** How often pieces have failed that may succeed when tried again. */
  private final Map<WritePiece.Key, Integer> attempts = new ConcurrentHashMap<>();

  /** The jobs to run; each is a list of tasks, each of which is a list of pieces. */
  private final Deque<List<List<WritePiece>>> jobs = new ArrayDeque<>();

  private final String group = "sinotrace-" + UUID.randomUUID();
  private volatile boolean stopped;

  /** Receives what becomes of the pieces; called by several threads, which it must not keep. */
  interface Results {
    /** A piece was written, or has a fault. */
    void received(PieceResult result);

    /** Returns whether a piece is still to be done. */
    boolean isWanted(WritePiece piece);

    /** The executors of a piece died, or it failed in a way that a task cannot return. */
    void lost(WritePiece piece, String why);
  }

  PieceRunner(
      JavaSparkContext context,
      Broadcast<SerializableConfiguration> conf,
      PieceWriter writer,
      int slots,
      Results results) {
    this.context = context;
    this.conf = conf;
    this.writer = writer;
    this.slots = slots;
    this.results = results;
  }

  /**
   * Runs tasks until each piece has a result.
   *
   * @throws IOException if Spark has ended
   */
  void run(List<List<WritePiece>> tasks) throws IOException {
    int size = TASKS_PER_SLOT * slots;
    for (int from = 0; from < tasks.size(); from += size) {
      jobs.add(List.copyOf(tasks.subList(from, Math.min(tasks.size(), from + size))));
    }
    ExecutorService threads = Executors.newFixedThreadPool(JOBS);
    try {
      List<Future<?>> loops =
          IntStream.range(0, JOBS).<Future<?>>mapToObj(k -> threads.submit(this::runJobs)).toList();
      for (Future<?> loop : loops) {
        loop.get();
      }
    } catch (ExecutionException e) {
      throw unchecked(Objects.requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while scans were traced", e);
    } finally {
      stop();
      threads.shutdown();
    }
  }

  /** Starts no more jobs and cancels those that run. */
  void stop() {
    stopped = true;
    context.sc().cancelJobGroupAndFutureJobs(group);
  }

  private void runJobs() {
    for (List<List<WritePiece>> job = next(); job != null && !stopped; job = next()) {
      List<List<WritePiece>> left = runJob(job);
      synchronized (jobs) {
        // Before all others: their scans wait for nothing else.
        left.forEach(task -> jobs.addFirst(List.of(task)));
      }
    }
  }

  /** Takes the next job, without the pieces of scans that were given up. */
  private @Nullable List<List<WritePiece>> next() {
    synchronized (jobs) {
      for (List<List<WritePiece>> job = jobs.poll(); job != null; job = jobs.poll()) {
        List<List<WritePiece>> wanted =
            job.stream()
                .map(task -> task.stream().filter(results::isWanted).toList())
                .filter(task -> !task.isEmpty())
                .toList();
        if (!wanted.isEmpty()) {
          return wanted;
        }
      }
      return null;
    }
  }

  /** Runs a job; returns the tasks to run again, each in a job of its own. */
  private List<List<WritePiece>> runJob(List<List<WritePiece>> tasks) {
    boolean[] done = new boolean[tasks.size()];
    Set<WritePiece.Key> failed = new HashSet<>();
    context.sc().setJobGroup(group, description(tasks), false);
    try {
      context
          .sc()
          .runJob(
              context.parallelize(tasks, tasks.size()).rdd(),
              new Task(writer, conf),
              new Receiver(done, result -> receive(result, failed)),
              RESULTS);
      return alone(tasks, failed);
    } catch (Throwable e) {
      // Scala declares no exceptions, so the compiler does not know of Spark's own.
      if (!(e instanceof SparkException failure) || context.sc().isStopped()) {
        throw unchecked(e);
      }
      if (stopped) {
        return List.of();
      }
      List<List<WritePiece>> left = new ArrayList<>(alone(tasks, failed));
      left.addAll(again(tasks, done, failure));
      return left;
    }
  }

  /** Hands a result on, unless its piece is to be tried again. */
  private void receive(PieceResult result, Set<WritePiece.Key> failed) {
    ScanFault fault = result.fault();
    boolean mayPass =
        fault != null
            && (fault.kind() == ScanFault.Kind.FAILURE || fault.kind() == ScanFault.Kind.CHANGING);
    if (mayPass && attempts.merge(result.piece(), 1, Integer::sum) < MAX_ATTEMPTS) {
      failed.add(result.piece());
    } else {
      results.received(result);
    }
  }

  /** Returns the pieces that failed, each as a task of its own. */
  private static List<List<WritePiece>> alone(
      List<List<WritePiece>> tasks, Set<WritePiece.Key> failed) {
    return tasks.stream()
        .flatMap(List::stream)
        .filter(piece -> failed.contains(piece.key()))
        .map(List::of)
        .toList();
  }

  private static RuntimeException unchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
  }

  /** Returns what to run again of a job that failed. */
  private List<List<WritePiece>> again(
      List<List<WritePiece>> tasks, boolean[] done, SparkException failure) {
    List<List<WritePiece>> left =
        IntStream.range(0, tasks.size()).filter(k -> !done[k]).mapToObj(tasks::get).toList();
    if (tasks.size() > 1) {
      return left;
    }
    List<WritePiece> suspects = tasks.get(0);
    if (suspects.size() > 1) {
      return suspects.stream().map(List::of).toList();
    }
    String why = TaskFailure.describe(failure);
    results.lost(suspects.get(0), why == null ? Messages.reason(failure) : why);
    return List.of();
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

    private final PieceWriter writer;
    private final Broadcast<SerializableConfiguration> conf;

    Task(PieceWriter writer, Broadcast<SerializableConfiguration> conf) {
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
    private final boolean[] done;
    private final Consumer<PieceResult> results;

    Receiver(boolean[] done, Consumer<PieceResult> results) {
      this.done = done;
      this.results = results;
    }

    @Override
    public BoxedUnit apply(Object task, List<PieceResult> written) {
      done[(Integer) task] = true;
      written.forEach(results);
      return BoxedUnit.UNIT;
    }
  }
}
