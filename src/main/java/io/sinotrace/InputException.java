package io.sinotrace;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Input that cannot be used: a file, a description or an argument at fault, never the program.
 *
 * <p>The message is one line that a person can act on: what was wrong, where (file, key, line), and
 * what was expected; where several faults were found together, a line for each. The command line
 * prints it without a stack trace and exits with code 2.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int faults;

  private final @Nullable Setting setting;

  /** What is wrong, without the name of the setting. */
  private final String problem;

  /**
   * Reports input that cannot be used.
   *
   * @param message what was wrong, where, and what was expected, in one line
   */
  public InputException(String message) {
    super(message);
    this.faults = 1;
    this.setting = null;
    this.problem = message;
  }

  /**
   * Reports a setting that cannot be used.
   *
   * @param problem what was wrong with it, and what was expected, in one line
   */
  public InputException(Setting setting, String problem) {
    this(setting, problem, null);
  }

  /**
   * Reports a setting that cannot be used, found through another exception.
   *
   * @param problem what was wrong with it, and what was expected, in one line
   * @param cause how it was found
   */
  public InputException(Setting setting, String problem, @Nullable Throwable cause) {
    super(setting + ": " + problem, cause);
    this.faults = 1;
    this.setting = setting;
    this.problem = problem;
  }

  /**
   * Reports several faults that were found together.
   *
   * @param lines one for each
   */
  public InputException(List<String> lines) {
    super(String.join("\n", lines));
    this.faults = lines.size();
    this.setting = null;
    this.problem = getMessage();
  }

  /**
   * Reports input that cannot be used, found through another exception.
   *
   * @param message what was wrong, where, and what was expected, in one line
   * @param cause how it was found
   */
  public InputException(String message, Throwable cause) {
    super(message, cause);
    this.faults = 1;
    this.setting = null;
    this.problem = message;
  }

  /**
   * Returns this exception with another name for the setting that it reports; this itself if it
   * reports none.
   *
   * @param names what a setting is called instead, such as the place and the key it was written at
   */
  public InputException named(Function<Setting, String> names) {
    return setting == null ? this : new InputException(names.apply(setting) + ": " + problem, this);
  }

  /** Returns what is wrong, without the name of the setting if it reports one. */
  public String problem() {
    return problem;
  }

  /** Returns how many faults were found, and so how many lines the message has. */
  public int faults() {
    return faults;
  }

  /** Returns the line; never null, as it is for some exceptions. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
