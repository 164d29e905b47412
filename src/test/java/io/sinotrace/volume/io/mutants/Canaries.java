package io.sinotrace.volume.io.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.List;

/** Files that nobody may read: their access times tell. */
final class Canaries {
  /** Before the modification time, so that mounts with relatime renew it at the first access. */
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  private final List<Path> files;

  /** Plants the files; skips the test on a file system that keeps no access times. */
  Canaries(byte[] bytes, Path... files) throws IOException {
    this.files = List.of(files);
    for (Path file : files) {
      Files.write(file, bytes);
    }
    Path probe = files[0];
    forget(probe);
    Files.readAllBytes(probe);
    assumeTrue(!accessed(probe).equals(LONG_AGO), "no access times are kept here");
    for (Path file : files) {
      forget(file);
    }
  }

  private static void forget(Path file) throws IOException {
    Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(null, LONG_AGO, null);
  }

  private static FileTime accessed(Path file) throws IOException {
    return Files.getFileAttributeView(file, BasicFileAttributeView.class)
        .readAttributes()
        .lastAccessTime();
  }

  /** Asserts that none was read. */
  void assertUnread() throws IOException {
    for (Path file : files) {
      assertEquals(LONG_AGO, accessed(file), () -> file + " was read");
    }
  }
}
