package io.sinotrace.cli;

import io.sinotrace.spark.SparkSessions;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands in this JVM. */
public final class Cli {
  private Cli() {}

  /**
   * What a command did.
   *
   * @param code its exit code
   * @param out what it printed
   * @param err what it printed as errors
   */
  public record Result(int code, String out, String err) {}

  /** Runs one and waits for it. */
  public static Result run(String... args) {
    // Joined by the command, so that it need not be told of a master.
    SparkSessions.local();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.execute(new PrintWriter(out), new PrintWriter(err), args);
    return new Result(code, out.toString(), err.toString());
  }
}
