package io.sinotrace.volume.io.file;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;

/**
 * What a file is called.
 *
 * @param shown in messages
 * @param name in manifests
 * @param hidden whether its path may be seen nowhere, and so not in what other libraries say
 */
record FileLabel(String shown, String name, boolean hidden) {
  /** The most characters of a path in a message. */
  private static final int MAX_SHOWN = 300;

  FileLabel {
    shown = Messages.brief(shown, MAX_SHOWN);
  }

  static FileLabel of(Path path) {
    return new FileLabel(path.toString(), path.getName(), false);
  }

  /**
   * Returns the fault of an operation on the file: an {@link InputException} where the file is at
   * fault, an {@link UncheckedIOException} where trying again may help.
   */
  RuntimeException failure(String what, IOException e) {
    IOException cause = hidden ? withoutPath(e) : e;
    if (ReadFailure.isDenied(e)) {
      return new InputException(shown + ": permission denied", cause);
    }
    if (e instanceof FileNotFoundException) {
      return new InputException(shown + ": no such file", cause);
    }
    String message = shown + ": " + what + ": " + Messages.reason(cause);
    return ReadFailure.isLasting(e)
        ? new InputException(message, cause)
        : new UncheckedIOException(message, cause);
  }

  /** Returns an exception that says no more than the kind of another. */
  private static IOException withoutPath(IOException e) {
    return e instanceof FileNotFoundException
        ? new FileNotFoundException()
        : new IOException(e.getClass().getSimpleName());
  }
}
