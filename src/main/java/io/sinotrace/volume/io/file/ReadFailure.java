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
import org.apache.hadoop.fs.Path;
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

  /**
   * Returns the fault of a listing, which names no file or folder below the one that a person
   * named: these are named after patients, and libraries put them into their messages.
   *
   * @param message what cannot be listed, in one line
   * @param named the folder; of a glob its fixed part
   */
  public static RuntimeException ofListing(String message, Path named, IOException e) {
    String line = message + ": " + (isDenied(e) ? "permission denied" : nameless(named, e));
    return isLasting(e)
        ? new InputException(line)
        : new UncheckedIOException(line, new IOException(e.getClass().getSimpleName()));
  }

  /** Returns the reason of an exception, or only its class where the reason goes below a path. */
  private static String nameless(Path named, IOException e) {
    String folder = named.toUri().getPath();
    String below = folder.endsWith("/") ? folder : folder + "/";
    String reason = Messages.reason(e);
    return reason.contains(below) ? e.getClass().getSimpleName() : reason;
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
