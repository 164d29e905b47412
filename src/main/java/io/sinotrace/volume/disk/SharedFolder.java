package io.sinotrace.volume.disk;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder of files that one process of a host makes and all processes of that user share; it goes
 * when the last of them closes it, or ends.
 *
 * <p>A file in the folder is locked by all who use it: shared as long as the files are read,
 * exclusively while they are made or removed. The system releases locks however a process ends;
 * what nobody locks any more is a leftover, which goes when the next folder is opened beside it.
 */
public final class SharedFolder implements AutoCloseable {
  private static final String PREFIX = "sinotrace-volume-";

  /** Not that of temporary folders, which would be taken for one that nobody uses. */
  private static final String LOCK = "volume.lock";

  private static final String INDEX = "index";
  private static final int ATTEMPTS = 100;

  private static final int WAIT_MILLIS = 20;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /** How long a JVM that ends waits for a folder that is being made. */
  private static final int SECONDS_AT_EXIT = 2;

  /** Those of this JVM: one that opened a lock file again, and closed it, would lose its lock. */
  private static final Map<Path, SharedFolder> OPEN = new ConcurrentHashMap<>();

  /** Each held while its folder is opened, made or closed. */
  private static final PathLocks LOCKS = new PathLocks();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SharedFolder::closeAll, "sinotrace-folders"));
  }

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;
  private int users = 1;

  /** Makes the files of a folder. */
  public interface Maker {
    /** Returns what is to be known of the files, once they are there. */
    Serializable make(Path folder) throws IOException;
  }

  private SharedFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens a folder, whose files are made if no process has made them; others wait meanwhile.
   *
   * @param parent where it is, or will be; made if it is not there
   * @param name that tells it from all folders of other contents
   * @param maker of its files; what it throws is thrown, and nothing is left of the folder
   */
  public static SharedFolder open(Path parent, String name, Maker maker) throws IOException {
    Files.createDirectories(parent);
    Path root = parent.toRealPath();
    UserPrincipal user = user(root);
    Path path = root.resolve(PREFIX + user.getName().replaceAll("\\W", "_") + "-" + name);
    PathLocks.Held held = LOCKS.lock(path);
    try {
      SharedFolder there = OPEN.get(path);
      if (there != null) {
        there.users++;
        return there;
      }
      removeLeftovers(root, user);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        SharedFolder folder = tryOpen(path, user, maker);
        if (folder != null) {
          OPEN.put(path, folder);
          return folder;
        }
      }
    } finally {
      held.release();
    }
    throw new IOException(path + ": other processes take away what is made there");
  }

  /** Returns who owns what this process makes. */
  private static UserPrincipal user(Path root) throws IOException {
    Path file = Files.createTempFile(root, PREFIX, null);
    try {
      return Files.getOwner(file);
    } finally {
      Files.delete(file);
    }
  }

  /** Makes a folder that nobody else may enter; what it holds is trusted. */
  private static void makeFolder(Path path, UserPrincipal user) throws IOException {
    boolean posix = Files.getFileStore(path.getParent()).supportsFileAttributeView("posix");
    try {
      if (posix) {
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } else {
        Files.createDirectory(path);
      }
    } catch (FileAlreadyExistsException e) {
      try {
        if (!Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(user)
            || (posix
                && !OWNER_ONLY.containsAll(
                    Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)))) {
          throw new IOException(path + ": not a folder that this user alone may enter", e);
        }
      } catch (NoSuchFileException gone) {
        throw new LockFileGoneException(gone);
      }
    }
  }

  /** Returns null where another process removed the folder meanwhile. */
  private static @Nullable SharedFolder tryOpen(Path path, UserPrincipal user, Maker maker)
      throws IOException {
    Path lockFile = path.resolve(LOCK);
    FileChannel channel = null;
    try {
      makeFolder(path, user);
      createIfMissing(lockFile);
      Object key = key(lockFile);
      channel = openLock(lockFile);
      while (true) {
        // Waits as long as another process makes the files or removes them.
        FileLock shared = channel.lock(0, Long.MAX_VALUE, true);
        if (!key.equals(key(lockFile))) {
          channel.close();
          return null;
        }
        if (Files.exists(path.resolve(INDEX))) {
          return new SharedFolder(path, channel, shared);
        }
        shared.release();
        FileLock exclusive = channel.tryLock();
        if (exclusive == null) {
          // Another process found none either.
          TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
          continue;
        }
        if (key.equals(key(lockFile)) && !Files.exists(path.resolve(INDEX))) {
          new SharedFolder(path, channel, exclusive).make(maker);
        }
        exclusive.release();
      }
    } catch (InterruptedException e) {
      close(channel);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another process decodes the volume", e);
    } catch (LockFileGoneException e) {
      close(channel);
      return null;
    } catch (IOException | RuntimeException | Error e) {
      close(channel);
      throw e;
    }
  }

  /** Another process removed the folder. */
  private static final class LockFileGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    LockFileGoneException(NoSuchFileException cause) {
      super(cause);
    }
  }

  private static void close(@Nullable FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private static void createIfMissing(Path lockFile) throws IOException {
    try {
      Files.createFile(lockFile);
    } catch (FileAlreadyExistsException e) {
      // It is opened, whoever has made it.
    } catch (NoSuchFileException e) {
      throw new LockFileGoneException(e);
    }
  }

  private static FileChannel openLock(Path lockFile) throws IOException {
    try {
      return FileChannel.open(lockFile, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw new LockFileGoneException(e);
    }
  }

  /** Returns what tells a file from another that has taken its place: the inode. */
  private static Object key(Path lockFile) throws IOException {
    try {
      Object key = Files.readAttributes(lockFile, BasicFileAttributes.class).fileKey();
      return key == null ? lockFile : key;
    } catch (NoSuchFileException e) {
      throw new LockFileGoneException(e);
    }
  }

  /** Makes the files, under the exclusive lock. */
  private void make(Maker maker) throws IOException {
    try {
      // Of a process that was killed while it made them.
      removeFiles();
      Serializable index = maker.make(path);
      Path temporary = path.resolve(INDEX + ".new");
      try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(temporary))) {
        out.writeObject(index);
      }
      Files.move(temporary, path.resolve(INDEX), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      try {
        remove();
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** Returns where the files are. */
  public Path path() {
    return path;
  }

  /** Returns what its maker returned, in this process or another. */
  public <T> T index(Class<T> type) throws IOException {
    try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(path.resolve(INDEX)))) {
      return type.cast(in.readObject());
    } catch (ClassNotFoundException e) {
      throw new IOException(path + ": made by another version of this program", e);
    }
  }

  /** Ends its use; the last process that uses it removes it. Another use of this JVM stays. */
  @Override
  public void close() {
    PathLocks.Held held = LOCKS.lock(path);
    try {
      if (--users == 0) {
        OPEN.remove(path);
        removeIfUnused();
      }
    } finally {
      held.release();
    }
  }

  private static void closeAll() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AT_EXIT);
    try {
      for (SharedFolder folder : List.copyOf(OPEN.values())) {
        // Never unlocked: it is not to be opened any more.
        if (LOCKS.tryLock(folder.path, until - System.nanoTime()) != null
            && OPEN.remove(folder.path, folder)) {
          folder.removeIfUnused();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeIfUnused() {
    try (channel) {
      lock.release();
      FileLock exclusive = channel.tryLock();
      if (exclusive != null) {
        remove();
      }
    } catch (IOException e) {
      // What is left nobody locks: it goes with the leftovers of another process.
    }
  }

  /** Removes the folder, under the exclusive lock. */
  private void remove() throws IOException {
    removeFiles();
    Files.delete(path.resolve(LOCK));
    Files.delete(path);
  }

  private void removeFiles() throws IOException {
    // Without it the others are nothing.
    Files.deleteIfExists(path.resolve(INDEX));
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      all.forEach(files::add);
    }
    for (Path file : files) {
      if (!file.endsWith(LOCK)) {
        Files.delete(file);
      }
    }
  }

  private static void removeLeftovers(Path root, UserPrincipal user) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, PREFIX + "*")) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)) {
          removeIfLeftover(folder);
        }
      }
    }
  }

  /** Removes a folder that no process uses; one that another thread of this JVM is at is used. */
  private static void removeIfLeftover(Path folder) throws IOException {
    PathLocks.Held held;
    try {
      held = LOCKS.tryLock(folder, 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (held == null) {
      return;
    }
    try {
      if (!OPEN.containsKey(folder)) {
        removeLeftover(folder);
      }
    } finally {
      held.release();
    }
  }

  private static void removeLeftover(Path folder) {
    Path lockFile = folder.resolve(LOCK);
    try {
      Object key = key(lockFile);
      try (FileChannel channel = openLock(lockFile)) {
        FileLock lock = channel.tryLock();
        if (lock != null && key.equals(key(lockFile))) {
          new SharedFolder(folder, channel, lock).remove();
        }
      }
    } catch (IOException e) {
      // A leftover more is no reason to fail; another process may be removing it.
    }
  }
}
