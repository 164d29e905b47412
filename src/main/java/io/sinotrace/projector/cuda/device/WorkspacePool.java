package io.sinotrace.projector.cuda.device;

import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Pairs of slots that wait for their next use: pinning memory takes longer than tracing with it.
 */
public final class WorkspacePool {
  private final MemoryLimit limit;
  private final Deque<Workspace> idle = new ArrayDeque<>();

  WorkspacePool(MemoryLimit limit) {
    this.limit = limit;
  }

  /** Two slots, for one thread at a time. */
  public static final class Workspace implements AutoCloseable {
    private final StreamSlot first;
    private final StreamSlot second;

    private Workspace(MemoryLimit limit) {
      first = new StreamSlot(limit);
      try {
        second = new StreamSlot(limit);
      } catch (GpuException e) {
        first.close();
        throw e;
      }
    }

    /** Returns the slot for the n-th piece of work. */
    public StreamSlot slot(int n) {
      return n % 2 == 0 ? first : second;
    }

    @Override
    public void close() {
      first.close();
      second.close();
    }
  }

  /** Takes slots, to be given back or, when anything went wrong with them, closed. */
  public Workspace take() {
    synchronized (idle) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return new Workspace(limit);
  }

  /** Takes back slots for their next use; nothing may be under way in them. */
  public void giveBack(Workspace workspace) {
    synchronized (idle) {
      idle.push(workspace);
    }
  }

  /** Frees what nobody is using; the device's context must be current. */
  void freeIdle() {
    synchronized (idle) {
      idle.forEach(Workspace::close);
      idle.clear();
    }
  }
}
