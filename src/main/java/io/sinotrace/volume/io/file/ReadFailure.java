package io.sinotrace.volume.io.file;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;

/**
 * Tells apart why something cannot be read: what a person has to mend, and what may be over when it
 * is tried again, such as a storage that cannot be reached.
 */
public final class ReadFailure {
  private ReadFailure() {}

  /**
   * Returns an {@link InputException} for what a person has to mend, else an {@link
   * UncheckedIOException}.
   *
   * @param message what could not be read, and why, in one line
   */
  public static RuntimeException of(String message, IOException e) {
    return isLasting(e) ? new InputException(message, e) : new UncheckedIOException(message, e);
  }

  /** Returns whether a person has to mend something. */
  public static boolean isLasting(IOException e) {
    return isDenied(e)
        || e instanceof FileNotFoundException
        || e instanceof NoSuchFileException
        || e instanceof EOFException
        || e instanceof ZipException
        || e instanceof UnsupportedFileSystemException;
  }

  /**
   * Returns whether permission is missing, for which the local file system throws
   * FileNotFoundException.
   */
  static boolean isDenied(IOException e) {
    return e instanceof AccessControlException
        || e instanceof AccessDeniedException
        || Messages.reason(e).toLowerCase(Locale.ROOT).contains("permission denied");
  }
}
