package io.sinotrace.volume.disk;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A lock for each path, among the threads of this JVM; there is none of what nobody asks for. */
final class PathLocks {
  private final Map<Path, Counted> locks = new HashMap<>();

  private static final class Counted {
    private final ReentrantLock lock = new ReentrantLock();
    private int users;
  }

  /** The lock of a path, held by this thread. */
  interface Held {
    void release();
  }

  /** Waits for the lock of a path; a thread that holds it has it again. */
  Held lock(Path path) {
    Counted counted = use(path);
    counted.lock.lock();
    return () -> unlock(path, counted);
  }

  /**
   * Waits for the lock of a path for a while at most.
   *
   * @return null if another thread holds it
   */
  @Nullable Held tryLock(Path path, long nanos) throws InterruptedException {
    Counted counted = use(path);
    boolean locked = false;
    try {
      locked = counted.lock.tryLock(nanos, TimeUnit.NANOSECONDS);
    } finally {
      if (!locked) {
        leave(path, counted);
      }
    }
    return locked ? () -> unlock(path, counted) : null;
  }

  private synchronized Counted use(Path path) {
    Counted counted = locks.computeIfAbsent(path, one -> new Counted());
    counted.users++;
    return counted;
  }

  private void unlock(Path path, Counted counted) {
    counted.lock.unlock();
    leave(path, counted);
  }

  private synchronized void leave(Path path, Counted counted) {
    if (--counted.users == 0) {
      locks.remove(path);
    }
  }
}
