package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file on this machine that a command writes: under another name beside it, and renamed once it
 * is complete, so that it is there whole or not at all. Where it is closed before it is published,
 * nothing is left.
 */
final class OutputFile implements AutoCloseable {
  private final String shown;
  private final Path file;
  private final Path temporary;
  private final boolean overwrite;

  /**
   * Checks that the file may be written; nothing is written yet.
   *
   * @param shown the file in messages, with the option that names it if there is one
   * @param overwrite whether a file that exists is replaced
   * @throws InputException if its folder does not exist, or something has its name
   */
  OutputFile(Path path, String shown, boolean overwrite) {
    this.shown = shown;
    this.file = path.toAbsolutePath();
    this.overwrite = overwrite;
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(shown + ": its folder does not exist");
    }
    requireFree();
    // Not by createTempFile, whose files only their owner may read.
    this.temporary =
        folder.resolve(".%s.%d.tmp".formatted(file.getFileName(), ProcessHandle.current().pid()));
  }

  private void requireFree() {
    if (Files.isDirectory(file)) {
      throw new InputException(shown + " is a folder: expected a file");
    }
    if (!overwrite && Files.exists(file)) {
      throw new InputException(shown + " exists: give --overwrite to replace it");
    }
  }

  /** Returns the file to write to. */
  Path temporary() {
    return temporary;
  }

  /**
   * Gives the complete file its name.
   *
   * @throws InputException if another program has made one of that name in the meantime
   */
  void publish() throws IOException {
    requireFree();
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns a failure to write that names the file: what the system reports may not. */
  static IOException unwritable(Path file, IOException e) {
    return new IOException("%s cannot be written: %s".formatted(file, Messages.reason(e)), e);
  }

  /** Deletes what was written, if it was not published. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(temporary);
  }
}
