package io.sinotrace.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.jspecify.annotations.Nullable;

/** What made a job fail, out of what Spark says at its end. */
public final class TaskFailure {
  /** How Spark names the attempt it gave up at; what it died of follows on the same line. */
  private static final Pattern LAST_ATTEMPT =
      Pattern.compile(
          "Lost task \\S+ in stage \\S+ \\(TID \\d+\\) \\((\\S+) executor (\\S+)\\): (.*)");

  private static final Pattern ATTEMPTS = Pattern.compile("failed (\\d+) times");

  private TaskFailure() {}

  /**
   * Returns in one line what a task failed of, and where; null where {@code e} is not Spark's
   * account of a failed task.
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
            // A name of a class before the message is told without its package.
            ? last.group(3).replaceFirst("^(?:\\w+\\.)+(?=\\w+:? )", "")
            : cause.getClass().getSimpleName()
                + ": "
                + cause.getMessage().lines().findFirst().orElse("");
    if (last.group(2).equals("driver")) {
      // In local mode there is but one place.
      return what;
    }
    Matcher attempts = ATTEMPTS.matcher(e.getMessage());
    String tried =
        attempts.find()
            ? attempts.group(1).equals("1")
                ? "the only attempt"
                : "the last of %s attempts".formatted(attempts.group(1))
            : "and every executor that is left has failed it too";
    return "%s (executor %s on %s; %s)".formatted(what, last.group(2), last.group(1), tried);
  }
}
