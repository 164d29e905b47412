package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.plan.TaskPacker;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.spark.job.PieceResult.Done;
import io.sinotrace.spark.job.ScanFault.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the scans of a plan: gives their pieces to Spark, and commits what comes back. A pool of
 * threads commits, since Spark's scheduler hands over the results on a thread of its own, which
 * must not wait.
 */
final class BatchRun implements PieceRunner.Results {
  /** Threads that commit: each waits for the storage most of the time. */
  private static final int COMMITTERS = 8;

  /**
   * So many scans that fail one after the other, for no fault of their input, end the run: the
   * output is full or cannot be reached, and the rest would fail likewise.
   */
  private static final int MAX_FAILURES_IN_A_ROW = 10;

  /** How often what was set aside is written while a run goes on. */
  private static final Duration WRITE_SET_ASIDE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

  private final BatchPlan plan;
  private final ScanCommitter committer;
  private final SetAside setAside;
  private final boolean strict;
  private final boolean leaves;
  private final boolean partitioned;
  private final SinogramJob.Listener listener;
  private final BatchProgress progress;
  private final Map<Integer, ScanWork> works = new ConcurrentHashMap<>();
  private final ExecutorService committing = Executors.newFixedThreadPool(COMMITTERS);
  private final PieceRunner runner;
  private int failuresInARow;
  private long setAsideWritten = System.nanoTime();

  /** Why the run ends early; null if it does not. */
  private @Nullable Throwable broken;

  /**
   * Prepares a run.
   *
   * @param setAside receives what is set aside
   * @param strict whether the run ends at the first scan that is set aside
   * @param leaves whether an input that is being written is left for the next run
   * @param partitioned whether the description says into how many pieces each scan is cut
   * @param runner makes what gives the pieces to Spark
   */
  BatchRun(
      BatchPlan plan,
      ScanCommitter committer,
      SetAside setAside,
      boolean strict,
      boolean leaves,
      boolean partitioned,
      SinogramJob.Listener listener,
      Function<PieceRunner.Results, PieceRunner> runner) {
    this.plan = plan;
    this.committer = committer;
    this.setAside = setAside;
    this.strict = strict;
    this.leaves = leaves;
    this.partitioned = partitioned;
    this.listener = listener;
    this.progress = new BatchProgress(plan);
    this.runner = runner.apply(this);
  }

  /**
   * Computes the scans.
   *
   * @param scans those to do
   * @param slots how many tasks run at a time
   * @throws IOException if the storage or Spark fails
   */
  void compute(List<ScanWork> scans, int slots) throws IOException {
    scans.forEach(work -> works.put(work.entry().number(), work));
    List<WritePiece> pieces = scans.stream().flatMap(work -> work.pieces().stream()).toList();
    try {
      reportPlanned();
      synchronized (this) {
        listener.started(progress);
      }
      if (!isBroken()) {
        runner.run(tasks(pieces, slots));
      }
    } catch (IOException | RuntimeException | Error e) {
      end(e);
    } finally {
      // Nothing may be deleted while a commit is going on; each is a few operations.
      Threads.end(committing);
    }
    try {
      setAside.write();
    } catch (IOException e) {
      end(e);
    }
    rethrow();
  }

  /** Packs pieces into tasks; where the description says how many there are, each is one. */
  private List<List<WritePiece>> tasks(List<WritePiece> pieces, int slots) {
    return partitioned
        ? pieces.stream().map(List::of).toList()
        : TaskPacker.pack(pieces, WritePiece::seconds, slots);
  }

  /** Reports the scans that are not to be computed. */
  private synchronized void reportPlanned() {
    for (BatchPlan.Entry entry : plan.scans()) {
      ScanFault fault = entry.fault();
      if (fault != null) {
        setAside(entry, fault);
      } else if (entry.state() == ScanState.THERE) {
        setAside.forget(entry.scan().id());
        listener.there(entry, committer.location(entry.id()));
      }
    }
  }

  private synchronized boolean isBroken() {
    return broken != null;
  }

  private synchronized void rethrow() throws IOException {
    if (broken instanceof IOException e) {
      throw e;
    }
    if (broken instanceof RuntimeException e) {
      throw e;
    }
    if (broken instanceof Error e) {
      throw e;
    }
  }

  private void end(Throwable why) {
    synchronized (this) {
      if (broken == null) {
        broken = why;
      } else if (broken != why) {
        // What came first is told.
        broken.addSuppressed(why);
      }
    }
    runner.stop();
  }

  @Override
  public boolean isWanted(WritePiece piece) {
    ScanWork work = works.get(piece.number());
    return work != null && !work.isSettled();
  }

  @Override
  public void received(PieceResult result) {
    committing.execute(() -> guarded(() -> take(result)));
  }

  @Override
  public void lost(WritePiece piece, String why) {
    committing.execute(
        () ->
            guarded(
                () -> {
                  ScanWork work = work(piece.key());
                  if (work != null) {
                    giveUp(work, new ScanFault(Kind.FAILURE, why));
                  }
                }));
  }

  /** What a thread of the pool does. */
  private interface Step {
    void run() throws IOException;
  }

  private void guarded(Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      end(e);
    }
  }

  private @Nullable ScanWork work(WritePiece.Key piece) {
    return works.get(piece.number());
  }

  private void take(PieceResult result) throws IOException {
    ScanWork work = work(result.piece());
    if (work == null) {
      // Given up meanwhile.
      return;
    }
    Done done = result.done();
    if (done == null) {
      giveUp(work, Objects.requireNonNull(result.fault()));
      return;
    }
    progress.traced(work.rays(result.piece()));
    if (work.received(result.piece(), done)) {
      commit(work);
    }
  }

  private void commit(ScanWork work) throws IOException {
    ScanFault fault;
    try {
      fault = committer.commit(work);
    } catch (IOException e) {
      fault = new ScanFault(Kind.FAILURE, Messages.reason(e));
    }
    works.remove(work.entry().number());
    if (fault != null) {
      settle(work, fault);
      return;
    }
    synchronized (this) {
      failuresInARow = 0;
      progress.done();
      setAside.forget(work.entry().scan().id());
      listener.done(committer.report(work));
    }
  }

  private void giveUp(ScanWork work, ScanFault fault) throws IOException {
    if (work.giveUp()) {
      settle(work, fault);
    }
  }

  private void settle(ScanWork work, ScanFault fault) throws IOException {
    synchronized (this) {
      setAside(work.entry(), fault);
      failuresInARow = fault.kind() == Kind.FAILURE ? failuresInARow + 1 : 0;
      if (failuresInARow == MAX_FAILURES_IN_A_ROW) {
        end(
            new IOException(
                "the last %d scans failed, of which the last: %s"
                    .formatted(MAX_FAILURES_IN_A_ROW, fault.message())));
      }
      writeSetAside();
    }
    try {
      work.staged().discard();
    } catch (IOException e) {
      // Another piece of the scan is still being written; the end of the run deletes both.
      LOG.debug("{} is deleted later", work.entry().id(), e);
    }
  }

  private synchronized void setAside(BatchPlan.Entry entry, ScanFault fault) {
    if (fault.isLeft(leaves)) {
      progress.left(entry);
      listener.setAside(entry, fault);
      return;
    }
    progress.setAside(entry);
    if (entry.state() != ScanState.SET_ASIDE && plan.scans().size() > 1) {
      setAside.add(
          entry.scan().id(), Triage.input(entry.scan()), fault.kind().name(), fault.message());
    }
    if (strict) {
      String why = entry.scan().id() + ": " + fault.message();
      end(fault.isOfInput() ? new InputException(why) : new IOException(why));
    } else {
      listener.setAside(entry, fault);
    }
  }

  /** Lets what was set aside so far outlast a kill, but does not write it for every scan. */
  private void writeSetAside() throws IOException {
    if (System.nanoTime() - setAsideWritten > WRITE_SET_ASIDE.toNanos()) {
      setAside.write();
      setAsideWritten = System.nanoTime();
    }
  }
}
