package io.sinotrace.cli;

import io.sinotrace.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder on this machine that a command writes: under another name beside it, and renamed once it
 * is complete, so that it is there whole or not at all. Where it is closed before it is published,
 * nothing is left. It never replaces another.
 */
final class OutputFolder implements AutoCloseable {
  private final String shown;
  private final Path folder;
  private final Path temporary;

  /**
   * Checks that the folder may be written, and makes it under its other name.
   *
   * @param shown the folder in messages, with the option that names it if there is one
   * @throws InputException if the folder around it does not exist, or something has its name
   */
  OutputFolder(Path path, String shown) throws IOException {
    this.shown = shown;
    this.folder = path.toAbsolutePath();
    Path around = folder.getParent();
    if (around == null || !Files.isDirectory(around)) {
      throw new InputException(shown + ": its folder does not exist");
    }
    requireFree();
    this.temporary =
        around.resolve(".%s.%d.tmp".formatted(folder.getFileName(), ProcessHandle.current().pid()));
    try {
      Files.createDirectory(temporary);
    } catch (IOException e) {
      throw OutputFile.unwritable(path, e);
    }
  }

  private void requireFree() {
    if (Files.exists(folder)) {
      throw new InputException(shown + " exists: expected a new folder, for none is replaced");
    }
  }

  /** Deletes what was written so far, to begin anew. */
  void clear() throws IOException {
    for (Path path : written()) {
      if (!path.equals(temporary)) {
        Files.delete(path);
      }
    }
  }

  /** Returns all that was written, what is in a folder before the folder. */
  private List<Path> written() throws IOException {
    try (Stream<Path> tree = Files.walk(temporary)) {
      return tree.sorted(Comparator.reverseOrder()).toList();
    }
  }

  /** Returns the folder to write to. */
  Path temporary() {
    return temporary;
  }

  /**
   * Gives the complete folder its name.
   *
   * @throws InputException if another program has made something of that name in the meantime
   */
  void publish() throws IOException {
    requireFree();
    Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes what was written, if it was not published. */
  @Override
  public void close() throws IOException {
    if (!Files.exists(temporary)) {
      return;
    }
    for (Path path : written()) {
      Files.delete(path);
    }
  }
}
