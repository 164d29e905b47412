package io.sinotrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
  private final Path parent;
  private final String before = Objects.requireNonNull(System.getProperty("java.io.tmpdir"));

  TemporaryFolderTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @BeforeEach
  void moveTheTemporaryFolder() {
    System.setProperty("java.io.tmpdir", parent.toString());
  }

  @AfterEach
  void moveItBack() {
    System.setProperty("java.io.tmpdir", before);
  }

  @Test
  void goesWithAllThatIsInIt() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      Files.createDirectories(folder.path().resolve("a/b"));
      Files.writeString(folder.path().resolve("a/b/c"), "content");
      Files.createSymbolicLink(
          folder.path().resolve("link"), Files.writeString(parent.resolve("x"), ""));
    }
    assertEquals(List.of("x"), there());
  }

  @Test
  void whatAKilledProcessLeftGoesAndWhatALivingOneUsesStays() throws Exception {
    Process killed = process();
    Process living = process();
    try {
      String leftover = folderOf(killed);
      String used = folderOf(living);
      Files.createDirectory(parent.resolve("sinotrace-work"));
      Files.writeString(parent.resolve("sinotrace-work/results"), "of the user");
      killed.destroyForcibly().waitFor();
      assertTrue(there().contains(leftover), "the kill left nothing");
      try (TemporaryFolder folder = TemporaryFolder.create()) {
        assertFalse(there().contains(leftover));
        assertTrue(Files.exists(parent.resolve(used).resolve("file")));
        assertTrue(Files.exists(parent.resolve("sinotrace-work/results")));
        // Nor does one of this process harm another of it.
        TemporaryFolder.create().close();
        assertTrue(Files.exists(folder.path()));
      }
      living.destroyForcibly().waitFor();
      TemporaryFolder.create().close();
      assertEquals(List.of("sinotrace-work"), there());
    } finally {
      killed.destroyForcibly();
      living.destroyForcibly();
    }
  }

  private List<String> there() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(parent)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return List.copyOf(names);
  }

  private Process process() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + parent,
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String folderOf(Process process) throws IOException {
    InputStream out = process.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int c = out.read(); c >= 0 && c != '\n'; c = out.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  /** Makes a folder with a file, says its name, and waits. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      TemporaryFolder folder = TemporaryFolder.create();
      Files.writeString(folder.path().resolve("file"), "content");
      System.out.writeBytes((folder.path().getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
      System.out.flush();
      Thread.sleep(60_000);
    }
  }
}
