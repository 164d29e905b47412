package io.sinotrace.sinogram;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.ipc.RemoteException;
import org.jspecify.annotations.Nullable;

/**
 * One run at a time writes to an output: a file that is made only if it is not there, and removed
 * at the end. The lock of a run that died is taken over: on this machine its process tells, of
 * another one (of a cluster, a pod that was killed) that its heart no longer beats.
 */
final class OutputLock {
  private static final String HEARTBEAT = "heartbeat";

  /** Locks of runs that died, on their way out. */
  private static final String ASIDE = "lock-";

  /** How long another run, having moved this lock away by mistake, takes to put it back. */
  private static final Duration BACK_SOON = Duration.ofSeconds(1);

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

  private final FileSystem fs;
  private final Path file;
  private final Pace pace;
  private final LockOwner owner = LockOwner.here();
  private @Nullable Heartbeat heartbeat;

  private OutputLock(FileSystem fs, Path file, Pace pace) {
    this.fs = fs;
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
  static OutputLock take(FileSystem fs, Path file, Pace pace, Consumer<String> says)
      throws IOException {
    OutputLock lock = new OutputLock(fs, file, pace);
    while (!lock.create()) {
      byte[] content = read(fs, file);
      if (content == null) {
        continue;
      }
      LockOwner other = LockOwner.parse(content);
      if (other.isOnThisMachine() ? other.lives() : lock.showsLife(other, says)) {
        throw new OutputInUseException("%s: in use by %s".formatted(lock.output(), other));
      }
      lock.remove(content);
    }
    lock.heartbeat = new Heartbeat(fs, lock.sibling(HEARTBEAT), pace.beat(), lock::isOurs);
    return lock;
  }

  private String output() {
    return SinogramDataset.shown(file.getParent().getParent());
  }

  private Path sibling(String name) {
    return new Path(file.getParent(), name);
  }

  /** Makes the lock; false if there is one, or was: its run takes the directory away too. */
  private boolean create() throws IOException {
    for (int attempt = 1; !fs.mkdirs(file.getParent()); attempt++) {
      if (attempt == 5) {
        throw new IOException(SinogramDataset.shown(file.getParent()) + " cannot be made");
      }
      pause(Duration.ofMillis(50));
    }
    try {
      if (fs instanceof RawLocalFileSystem local) {
        // Hadoop's local file system looks and then creates; this is one step.
        Files.write(local.pathToFile(file).toPath(), owner.json(), StandardOpenOption.CREATE_NEW);
        return true;
      }
      OutputStream out;
      try {
        out = fs.create(file, false);
      } catch (RemoteException e) {
        // What HDFS says of a file that another run has made and not closed yet.
        if (fs.exists(file)) {
          return false;
        }
        throw e;
      }
      try (out) {
        out.write(owner.json());
      }
      return true;
    } catch (NoSuchFileException
        | FileAlreadyExistsException
        | org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Waits for a run on another machine to show that it lives, or to end. */
  private boolean showsLife(LockOwner other, Consumer<String> says) throws IOException {
    says.accept(
        "%s: held by %s: waiting up to %d s for a sign of life (if that run is dead, remove %s)"
            .formatted(output(), other, pace.patience().toSeconds(), SinogramDataset.shown(file)));
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
      try {
        signs.put(name, fs.getFileStatus(sibling(name)).getModificationTime());
      } catch (FileNotFoundException e) {
        // It has ended, or not begun to beat.
      }
    }
    return signs;
  }

  /** Removes the lock of a run that died, unless another run has done so already. */
  private void remove(byte[] content) throws IOException {
    if (!Arrays.equals(read(fs, file), content)) {
      return;
    }
    // Of several runs that find the same dead lock, one moves it away.
    Path aside = sibling(ASIDE + owner.nonce());
    try {
      if (!fs.rename(file, aside)) {
        return;
      }
    } catch (FileNotFoundException e) {
      return;
    }
    boolean dead = Arrays.equals(read(fs, aside), content);
    if (!dead && !fs.exists(file) && fs.rename(aside, file)) {
      throw new OutputInUseException("%s: another run has just begun there".formatted(output()));
    }
    fs.delete(aside, false);
  }

  /**
   * Checks that no other run has taken the lock over, as it may have of a machine that stood still
   * for long.
   *
   * @throws OutputInUseException if one has
   */
  void check() throws IOException {
    if (!isOurs()) {
      pause(BACK_SOON);
      if (!isOurs()) {
        throw new OutputInUseException(
            "%s: another run took this one for dead and has begun there".formatted(output()));
      }
    }
  }

  /** Stops the heart, and lets others write. */
  void release() throws IOException {
    if (heartbeat != null) {
      heartbeat.close();
    }
    if (isOurs()) {
      for (FileStatus entry : fs.listStatus(file.getParent())) {
        String name = entry.getPath().getName();
        if (name.equals(HEARTBEAT) || name.startsWith(ASIDE)) {
          fs.delete(entry.getPath(), false);
        }
      }
      fs.delete(file, false);
    }
  }

  private boolean isOurs() throws IOException {
    byte[] content = read(fs, file);
    return content != null && LockOwner.parse(content).nonce().equals(owner.nonce());
  }

  /** Returns what a lock holds; null if it is not there. */
  private static byte @Nullable [] read(FileSystem fs, Path file) throws IOException {
    try {
      return Storage.read(fs, file);
    } catch (FileNotFoundException | NoSuchFileException e) {
      return null;
    }
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
