package io.sinotrace;

import java.util.Objects;

/**
 * Input that cannot be used: a file, a description or an argument at fault, never the program.
 *
 * <p>The message is one line that a person can act on: what was wrong, where (file, key, line), and
 * what was expected. The command line prints it without a stack trace and exits with code 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Reports input that cannot be used.
   *
   * @param message what was wrong, where, and what was expected, in one line
   */
  public InputException(String message) {
    super(message);
  }

  /**
   * Reports input that cannot be used, found through another exception.
   *
   * @param message what was wrong, where, and what was expected, in one line
   * @param cause how it was found
   */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the line; never null, as it is for some exceptions. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
