package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.cli.Cli;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dataset in a directory of several users, whose files all belong to its group (setgid): those of
 * the dataset do too, and have the permissions that any new file has there.
 */
class SharedDirectoryTest {
  private static final int SETGID = 02000;

  /** Groups that most systems have; who is not root can use one of their own only. */
  private static final List<String> GROUPS = List.of("users", "daemon", "staff", "nogroup");

  @TempDir Path temp;

  private Path shared = Path.of("");

  @BeforeEach
  void share() throws IOException {
    shared = Files.createDirectory(temp.resolve("shared"));
    assumeTrue(
        Files.getFileStore(shared).supportsFileAttributeView("unix")
            || Files.getFileStore(shared).supportsFileAttributeView("posix"),
        "no groups of files here");
    assumeTrue(givenToOthers(), "not allowed to give a directory to another group");
    Files.setAttribute(shared, "unix:mode", SETGID | mode(shared));
    assumeTrue((mode(shared) & SETGID) != 0, "no setgid on this disk");
  }

  private boolean givenToOthers() throws IOException {
    Object own = Files.getAttribute(shared, "posix:group");
    for (String name : GROUPS) {
      try {
        GroupPrincipal group =
            shared.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        if (!group.equals(own)) {
          Files.getFileAttributeView(shared, PosixFileAttributeView.class).setGroup(group);
          return true;
        }
      } catch (UserPrincipalNotFoundException | FileSystemException e) {
        // The next one may do.
      }
    }
    return false;
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode") & 07777;
  }

  private void run(int code, String... more) {
    List<String> command = new ArrayList<>(List.of("run", temp.resolve("batch.yaml").toString()));
    command.addAll(List.of(more));
    Cli.Result result = Cli.run(command.toArray(String[]::new));
    assertEquals(code, result.code(), result.toString());
  }

  private void volume(String name, long seed) throws IOException {
    Path file = temp.resolve("ct").resolve(name);
    Samples.volume(file, 4, 4, 4, seed);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600 + seed)));
  }

  @Test
  void groupAndPermissionsAreThoseOfTheDirectory() throws IOException {
    Files.createDirectories(temp.resolve("ct"));
    volume("a.npy", 1);
    volume("b.npy", 2);
    Files.writeString(temp.resolve("ct/bad.npy"), "no volume");
    Samples.description(
        temp.resolve("batch.yaml"),
        """
        volume: {path: ct, units: per-mm, spacing: 1, min-age: 0}
        geometry:
          type: cone
          source-to-axis: 60
          source-to-detector: 100
          detector: {rows: 5, columns: 7, pixel: 2}
          views: {count: 6}
        output: {path: shared/out}
        """);
    run(3);
    // One that takes the place of another.
    volume("b.npy", 3);
    run(3, "compute.partitions=2");
    Path file = Files.createFile(shared.resolve("any"));
    Path folder = Files.createDirectory(shared.resolve("any-folder"));
    List<Path> made;
    try (Stream<Path> all = Files.walk(shared.resolve("out"))) {
      made = all.toList();
    }
    assertTrue(made.contains(shared.resolve("out/scans/b.2.json")), made::toString);
    assertTrue(made.contains(shared.resolve("out/set-aside.json")), made::toString);
    for (Path path : made) {
      assertEquals(
          Files.getAttribute(shared, "posix:group"),
          Files.getAttribute(path, "posix:group"),
          path::toString);
      assertEquals(
          Integer.toOctalString(mode(Files.isDirectory(path) ? folder : file)),
          Integer.toOctalString(mode(path)),
          path::toString);
    }
  }
}
