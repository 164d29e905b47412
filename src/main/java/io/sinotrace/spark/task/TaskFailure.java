package io.sinotrace.spark.task;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Messages;
import java.io.IOException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.jspecify.annotations.Nullable;

/** The cause of a failed job, taken from the message of Spark's exception. */
public final class TaskFailure {
  /** How Spark names the last attempt; its cause follows on the same line. */
  private static final Pattern LAST_ATTEMPT =
      Pattern.compile(
          "Lost task (\\d+)\\S* in stage \\S+ \\(TID \\d+\\) \\((\\S+) executor (\\S+)\\): (.*)");

  private static final Pattern ATTEMPTS = Pattern.compile("failed (\\d+) times");

  private TaskFailure() {}

  /** Returns which task of its job failed; none if {@code e} is not of a failed task. */
  public static OptionalInt task(SparkException e) {
    Matcher last = LAST_ATTEMPT.matcher(Objects.requireNonNullElse(e.getMessage(), ""));
    return last.find() ? OptionalInt.of(Integer.parseInt(last.group(1))) : OptionalInt.empty();
  }

  /**
   * Returns what ended the job of one scan, with a name for what it was to make. A fault of the
   * input and a lack of memory, in the driver or in a task, are thrown as what they are.
   *
   * @param what was to be made, as {@code line_integral of head}
   * @param e what was thrown; Spark throws exceptions that its Java methods do not declare
   */
  public static IOException named(String what, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause == e && cause instanceof InputException input) {
        throw input;
      }
      if (cause instanceof InputException) {
        throw new InputException(what + ": " + cause.getMessage(), e);
      }
      if (cause instanceof InsufficientMemoryException) {
        throw new InsufficientMemoryException(what + ": " + cause.getMessage());
      }
    }
    if (e instanceof RuntimeException failure) {
      throw failure;
    }
    if (e instanceof IOException failure) {
      return failure;
    }
    String task = describe(e);
    return new IOException(what + ": " + (task == null ? Messages.reason(e) : task), e);
  }

  /**
   * Returns in one line why a task failed, and where; null if {@code e} is not Spark's exception
   * for a failed task.
   */
  public static @Nullable String describe(Throwable e) {
    if (!(e instanceof SparkException) || e.getMessage() == null) {
      return null;
    }
    Matcher last = LAST_ATTEMPT.matcher(e.getMessage());
    if (!last.find()) {
      return null;
    }
    Throwable cause = e.getCause();
    String what =
        cause == null || cause.getMessage() == null
            // The name of a class before the message is given without its package.
            ? last.group(4)
                .replaceFirst("^java\\.io\\.UncheckedIOException: ", "")
                .replaceFirst("^(?:\\w+\\.)+(?=\\w+:? )", "")
            : Messages.named(cause);
    if (last.group(3).equals("driver")) {
      // In local mode there is only one place.
      return what;
    }
    Matcher attempts = ATTEMPTS.matcher(e.getMessage());
    String tried =
        attempts.find()
            ? attempts.group(1).equals("1")
                ? "the only attempt"
                : "the last of %s attempts".formatted(attempts.group(1))
            : "and every executor that is left has failed it too";
    return "%s (executor %s on %s; %s)".formatted(what, last.group(3), last.group(2), tried);
  }
}
