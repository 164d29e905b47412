package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Runs processes on one storage, one operation of one of them at a time, in an order that is given;
 * any of them may be killed before any of its operations.
 */
final class Interleaving {
  private final Storage storage;
  private final Look look;
  private final List<Actor> processes = new ArrayList<>();
  private int steps;

  /** Looks at the storage after an operation that may have changed it. */
  interface Look {
    void look(String step) throws IOException;
  }

  /** What a process does. */
  interface Work {
    void on(Storage storage) throws IOException;
  }

  /** Decides what comes next. */
  interface Order {
    /**
     * Returns which of the processes that go on makes the next step; the negative of one, less one,
     * to kill it.
     *
     * @param step how many steps were made
     * @param left how many processes go on
     */
    int next(int step, int left);
  }

  /** The process is gone. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Interleaving(Storage storage, Look look) {
    this.storage = storage;
    this.look = look;
  }

  /** Adds a process; it begins when all are run. */
  void add(String name, Work work) {
    processes.add(new Actor(name, work));
  }

  /** Runs all processes to their ends; returns how many steps they made. */
  int run(Order order) throws Throwable {
    List<Actor> left = new ArrayList<>(processes);
    left.forEach(Actor::begin);
    try {
      while (true) {
        left.removeIf(process -> process.ended);
        if (left.isEmpty()) {
          break;
        }
        int next = order.next(steps, left.size());
        Actor process = left.get(next < 0 ? -1 - next : next);
        process.killed |= next < 0;
        process.go();
        steps++;
        if (process.changed) {
          look.look("step %d: %s %s".formatted(steps, process.name, process.step));
        }
      }
    } finally {
      for (Actor process : left) {
        process.killed = true;
        while (!process.ended) {
          process.go();
        }
      }
    }
    for (Actor process : processes) {
      if (process.failure != null) {
        throw new AssertionError(process.name + " failed", process.failure);
      }
    }
    return steps;
  }

  private final class Actor {
    private final String name;
    private final Thread thread;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore done = new Semaphore(0);
    private volatile String step = "begins";
    private volatile boolean changed;
    private volatile boolean killed;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    Actor(String name, Work work) {
      this.name = name;
      this.thread = new Thread(() -> work(work), name);
    }

    private void work(Work work) {
      try {
        work.on(new SteppedView(storage, this::step));
      } catch (Died e) {
        // As it should.
      } catch (Throwable e) {
        failure = e;
      } finally {
        ended = true;
        done.release();
      }
    }

    /** Starts it up to its first operation. */
    void begin() {
      thread.start();
      done.acquireUninterruptibly();
    }

    /** Lets it make one operation. */
    void go() {
      turn.release();
      done.acquireUninterruptibly();
    }

    private void step(String what, Path path, boolean change) {
      // Threads that it has started are not stopped: a heartbeat, or several that read at once.
      if (Thread.currentThread() == thread) {
        done.release();
        turn.acquireUninterruptibly();
        step = what + " " + path;
        changed = change;
        if (killed) {
          throw new Died();
        }
      }
    }
  }
}
