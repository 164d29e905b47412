package io.sinotrace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A folder for temporary files that only this user may enter, and that goes when it is closed.
 *
 * <p>What a killed process has left of its folders goes when another process makes one. A file in
 * each is locked as long as it is in use: the system releases that lock however a process ends.
 */
public final class TemporaryFolder implements AutoCloseable {
  private static final String PREFIX = "sinotrace-";
  private static final String LOCK = "sinotrace.lock";
  private static final int ATTEMPTS = 10;

  private final Path path;
  private final FileChannel lock;

  private TemporaryFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes a folder in {@code java.io.tmpdir}, and removes leftovers of this user there. */
  public static TemporaryFolder create() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // On POSIX systems only this user may enter what createTempDirectory makes.
      Path path = Files.createTempDirectory(parent, ownPrefix());
      FileChannel lock = lock(path, StandardOpenOption.CREATE_NEW);
      if (lock != null) {
        removeLeftovers(parent, Files.getOwner(path));
        return new TemporaryFolder(path, lock);
      }
      // Another process took it for a leftover before it was locked.
    }
    throw new IOException(parent + ": other processes take away what is made there");
  }

  /** Names tell whose process it is, since a JVM that opens a lock of its own again loses it. */
  private static String ownPrefix() {
    ProcessHandle process = ProcessHandle.current();
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return "%s%d-%d-".formatted(PREFIX, process.pid(), start);
  }

  private static @Nullable FileChannel lock(Path folder, StandardOpenOption option)
      throws IOException {
    Path file = folder.resolve(LOCK);
    FileChannel channel = FileChannel.open(file, option, StandardOpenOption.WRITE);
    try {
      // Whoever had the lock may have removed the file before giving it up.
      if (channel.tryLock() != null && Files.exists(file)) {
        return channel;
      }
      channel.close();
      return null;
    } catch (IOException | OverlappingFileLockException e) {
      channel.close();
      throw e;
    }
  }

  private static void removeLeftovers(Path parent, UserPrincipal user) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!folder.getFileName().toString().startsWith(ownPrefix())
            && Files.isRegularFile(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
          removeLeftover(folder, user);
        }
      }
    }
  }

  private static void removeLeftover(Path folder, UserPrincipal user) {
    try {
      if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)) {
        return;
      }
      FileChannel lock = lock(folder, StandardOpenOption.READ);
      if (lock != null) {
        new TemporaryFolder(folder, lock).close();
      }
    } catch (IOException e) {
      // A leftover more is no reason to fail; another process may be removing it.
    }
  }

  /** Returns where the folder is. */
  public Path path() {
    return path;
  }

  /** Removes the folder with all that is in it. */
  @Override
  public void close() {
    try (lock) {
      Path lockFile = path.resolve(LOCK);
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              // The lock file goes last: without it, what remains would be nobody's.
              if (!file.equals(lockFile)) {
                Files.delete(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
              if (e != null) {
                throw e;
              }
              if (folder.equals(path)) {
                Files.delete(lockFile);
              }
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What is left has its lock file still, and goes with the leftovers of another process.
    }
  }
}
