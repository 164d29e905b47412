package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * One run at a time writes to an output: a file that is made only if it is not there, and removed
 * at the end. The lock of a run that died is taken over: on this machine its process tells, of
 * another one (of a cluster, a pod that was killed) that its heart no longer beats.
 */
final class OutputLock {
  private static final String HEARTBEAT = "heartbeat";

  /** A lock of its own, held for a moment by whoever removes the lock of a run that died. */
  private static final String TAKEOVER = "takeover.json";

  private static final int MOST_ATTEMPTS = 100;

  /**
   * How fast hearts beat.
   *
   * @param beat between two signs of life
   * @param patience without one until a run is taken for dead: many beats, since a storage may be
   *     slow and a JVM busy collecting
   */
  record Pace(Duration beat, Duration patience) {
    static final Pace DEFAULT = new Pace(Duration.ofSeconds(10), Duration.ofMinutes(2));
  }

  private final Storage storage;
  private final Path file;
  private final Pace pace;
  private final LockOwner owner = LockOwner.here();
  private @Nullable Heartbeat heartbeat;

  private OutputLock(Storage storage, Path file, Pace pace) {
    this.storage = storage;
    this.file = file;
    this.pace = pace;
  }

  /**
   * Takes the lock. Where a run on another machine holds it this waits for a sign of life, the
   * patience at most.
   *
   * @param says is told what is waited for
   * @throws OutputInUseException if another run holds it
   * @throws IOException also where the lock may not be read: whose it is cannot be known then
   */
  static OutputLock take(Storage storage, Path file, Pace pace, Consumer<String> says)
      throws IOException {
    OutputLock lock = new OutputLock(storage, file, pace);
    lock.acquire(says);
    lock.heartbeat = new Heartbeat(storage, lock.sibling(HEARTBEAT), pace.beat(), lock::isOurs);
    return lock;
  }

  private void acquire(Consumer<String> says) throws IOException {
    for (int attempt = 1; !create(); attempt++) {
      byte[] content = storage.read(file);
      if (content == null) {
        // It has just been released, unless it is no file at all.
        if (attempt == MOST_ATTEMPTS) {
          throw new IOException(Storage.shown(file) + " can be neither made nor read");
        }
        pause(Duration.ofMillis(50));
        continue;
      }
      LockOwner other = LockOwner.parse(content);
      if (other.isOnThisMachine() ? other.lives() : showsLife(other, says)) {
        throw new OutputInUseException("%s: in use by %s".formatted(output(), other));
      }
      removeDead(content, says);
    }
  }

  private String output() {
    return Storage.shown(file.getParent().getParent());
  }

  private Path sibling(String name) {
    return new Path(file.getParent(), name);
  }

  /** Makes the lock; false if there is one, or was: its run takes the directory away too. */
  private boolean create() throws IOException {
    storage.makeDirectories(file.getParent());
    try {
      return storage.createNew(file, owner.json());
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Waits for a run on another machine to show that it lives, or to end. */
  private boolean showsLife(LockOwner other, Consumer<String> says) throws IOException {
    says.accept(
        "%s: held by %s: waiting up to %d s for a sign of life (if that run is dead, remove %s)"
            .formatted(output(), other, pace.patience().toSeconds(), Storage.shown(file)));
    Map<String, Long> before = signs();
    long end = System.nanoTime() + pace.patience().toNanos();
    while (System.nanoTime() < end) {
      pause(pace.beat().dividedBy(4));
      Map<String, Long> now = signs();
      if (!now.containsKey(file.getName())) {
        return false;
      }
      if (!now.equals(before)) {
        return true;
      }
    }
    says.accept("%s: no sign of life; taking it over".formatted(output()));
    return false;
  }

  /** Returns when the lock and the heartbeat were last written, of those that are there. */
  private Map<String, Long> signs() throws IOException {
    Map<String, Long> signs = new HashMap<>();
    for (String name : new String[] {file.getName(), HEARTBEAT}) {
      Storage.Entry entry = storage.entry(sibling(name));
      // If there is none it has ended, or not begun to beat.
      if (entry != null) {
        signs.put(name, entry.modified());
      }
    }
    return signs;
  }

  /** Removes the lock of a run that died, unless another run has done so already. */
  private void removeDead(byte[] content, Consumer<String> says) throws IOException {
    if (file.getName().equals(TAKEOVER)) {
      delete(content);
      return;
    }
    // One run at a time: of two that look and then delete, the slower would delete the lock that
    // the quicker has made meanwhile.
    OutputLock takeover = new OutputLock(storage, sibling(TAKEOVER), pace);
    takeover.acquire(says);
    try {
      delete(content);
    } finally {
      takeover.release();
    }
  }

  private void delete(byte[] content) throws IOException {
    if (Arrays.equals(storage.read(file), content)) {
      storage.delete(file);
    }
  }

  /**
   * Checks that no other run has taken the lock over, as it may have of a machine that stood still
   * for long.
   *
   * @throws OutputInUseException if one has
   */
  void check() throws IOException {
    if (!isOurs()) {
      throw new OutputInUseException(
          "%s: another run took this one for dead and has begun there".formatted(output()));
    }
  }

  /** Stops the heart, and lets others write. */
  void release() throws IOException {
    if (heartbeat != null) {
      heartbeat.close();
    }
    if (isOurs()) {
      if (heartbeat != null) {
        storage.delete(sibling(HEARTBEAT));
        storage.delete(sibling(TAKEOVER));
      }
      storage.delete(file);
    }
  }

  private boolean isOurs() throws IOException {
    byte[] content = storage.read(file);
    return content != null && LockOwner.parse(content).nonce().equals(owner.nonce());
  }

  private void pause(Duration time) throws IOException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + file, e);
    }
  }
}
