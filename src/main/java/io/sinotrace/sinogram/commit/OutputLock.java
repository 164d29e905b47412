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
 * Lets one run at a time write to an output: a file that is made only if it does not exist, and
 * deleted at the end. The lock of a run that died is taken over: on this machine if its process is
 * gone, on another (of a cluster, a pod that was killed) if its heartbeat has stopped.
 */
final class OutputLock {
  private static final String HEARTBEAT = "heartbeat";

  /** A second lock, held briefly by the run that deletes the lock of one that died. */
  private static final String TAKEOVER = "takeover.json";

  private static final int MAX_ATTEMPTS = 100;

  /**
   * When a run counts as dead.
   *
   * @param interval from one write of the heartbeat to the next
   * @param timeout without a write until a run counts as dead: many intervals, since a storage may
   *     be slow and a JVM may pause to collect garbage
   */
  record Timing(Duration interval, Duration timeout) {
    static final Timing DEFAULT = new Timing(Duration.ofSeconds(10), Duration.ofMinutes(2));
  }

  private final Storage storage;
  private final Path file;
  private final Timing timing;
  private final LockOwner owner = LockOwner.here();
  private @Nullable Heartbeat heartbeat;

  private OutputLock(Storage storage, Path file, Timing timing) {
    this.storage = storage;
    this.file = file;
    this.timing = timing;
  }

  /**
   * Takes the lock. If a run on another machine holds it, this waits for its heartbeat, up to the
   * timeout.
   *
   * @param messages receives what is waited for
   * @throws OutputInUseException if another run holds it
   * @throws IOException also if the lock cannot be read, so that its owner is unknown
   */
  static OutputLock take(Storage storage, Path file, Timing timing, Consumer<String> messages)
      throws IOException {
    OutputLock lock = new OutputLock(storage, file, timing);
    lock.acquire(messages);
    lock.heartbeat =
        new Heartbeat(storage, lock.sibling(HEARTBEAT), timing.interval(), lock::isHeld);
    return lock;
  }

  private void acquire(Consumer<String> messages) throws IOException {
    for (int attempt = 1; !create(); attempt++) {
      byte[] content = storage.read(file);
      if (content == null) {
        // It has just been released, unless it is not a file.
        if (attempt == MAX_ATTEMPTS) {
          throw new IOException(Storage.shown(file) + " can be neither made nor read");
        }
        pause(Duration.ofMillis(50));
        continue;
      }
      LockOwner other = LockOwner.parse(content);
      if (other.isOnThisMachine() ? other.lives() : isAlive(other, messages)) {
        throw new OutputInUseException("%s: in use by %s".formatted(output(), other));
      }
      removeDead(content, messages);
    }
  }

  private String output() {
    return Storage.shown(file.getParent().getParent());
  }

  private Path sibling(String name) {
    return new Path(file.getParent(), name);
  }

  /** Makes the lock; false if there is one, or if its run has just deleted it and its directory. */
  private boolean create() throws IOException {
    storage.makeDirectories(file.getParent());
    try {
      return storage.createNew(file, owner.json());
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Waits for the heartbeat of a run on another machine, or for its end. */
  private boolean isAlive(LockOwner other, Consumer<String> messages) throws IOException {
    messages.accept(
        "%s: held by %s: waiting up to %d s for a sign of life (if that run is dead, remove %s)"
            .formatted(output(), other, timing.timeout().toSeconds(), Storage.shown(file)));
    Map<String, Long> before = lastWrites();
    long end = System.nanoTime() + timing.timeout().toNanos();
    while (System.nanoTime() < end) {
      pause(timing.interval().dividedBy(4));
      Map<String, Long> now = lastWrites();
      if (!now.containsKey(file.getName())) {
        return false;
      }
      if (!now.equals(before)) {
        return true;
      }
    }
    messages.accept("%s: no sign of life; taking it over".formatted(output()));
    return false;
  }

  /** Returns when the lock and the heartbeat were last written, of those that are there. */
  private Map<String, Long> lastWrites() throws IOException {
    Map<String, Long> lastWrites = new HashMap<>();
    for (String name : new String[] {file.getName(), HEARTBEAT}) {
      Storage.Entry entry = storage.entry(sibling(name));
      // If one is missing, the run has ended, or has not written a heartbeat yet.
      if (entry != null) {
        lastWrites.put(name, entry.modified());
      }
    }
    return lastWrites;
  }

  /** Deletes the lock of a run that died, unless another run has done so already. */
  private void removeDead(byte[] content, Consumer<String> messages) throws IOException {
    if (file.getName().equals(TAKEOVER)) {
      delete(content);
      return;
    }
    // One run at a time: of two that check and then delete, the slower would delete the lock that
    // the faster has made in between.
    OutputLock takeover = new OutputLock(storage, sibling(TAKEOVER), timing);
    takeover.acquire(messages);
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
   * Checks that no other run has taken the lock over, as one may if this machine was suspended for
   * long.
   *
   * @throws OutputInUseException if one has
   */
  void check() throws IOException {
    if (!isHeld()) {
      throw new OutputInUseException(
          "%s: another run considered this one dead and has taken the output over"
              .formatted(output()));
    }
  }

  /** Stops the heartbeat and deletes the lock. */
  void release() throws IOException {
    if (heartbeat != null) {
      heartbeat.close();
    }
    if (isHeld()) {
      if (heartbeat != null) {
        storage.delete(sibling(HEARTBEAT));
        storage.delete(sibling(TAKEOVER));
      }
      storage.delete(file);
    }
  }

  private boolean isHeld() throws IOException {
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
