package io.sinotrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Messages;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.task.TaskFailure;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The entry of the jar: one command line with a subcommand for each script in {@code jobs/}. */
@Command(
    name = "jobs/launch",
    description = "Distributed X-ray and CT forward projection, exact to the last bit.",
    subcommands = {
      RunCommand.class,
      PhantomCommand.class,
      ExportCommand.class,
      ReconstructCommand.class,
      IterateCommand.class,
      StatusCommand.class,
      VerifyCommand.class,
      PruneCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main {
  private Main() {}

  /** The version of this build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Sinotrace " + ScanManifest.version()};
    }
  }

  /**
   * Runs a command and exits with its code; a driver that the cluster started returns instead if it
   * succeeded.
   */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    int code = execute(out, new PrintWriter(System.err, true, UTF_8), args);
    out.flush();
    if (code == ExitCode.DONE && SparkSettings.isOnCluster()) {
      // A YARN application master takes any exit for a failure, even with code 0.
      SparkSettings.stop();
    } else {
      // Spark's threads would keep a failed driver alive.
      System.exit(code);
    }
  }

  /** Runs a command and returns its exit code; see {@link ExitCode}. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out);
    line.setErr(err);
    line.setParameterExceptionHandler(Main::wrongUsage);
    line.setExecutionExceptionHandler(failure());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // A list of volumes is not a file of arguments.
    line.setExpandAtFiles(false);
    if (args.length == 0) {
      line.usage(out);
      return ExitCode.BAD_INPUT;
    }
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      err.println("error: out of memory: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("error: " + oneLine(e) + UsageHint.of(e));
    String command = line.getCommandName();
    // Each subcommand has a script of its own.
    err.println("try: " + (line.getParent() == null ? command : "jobs/" + command) + " --help");
    return ExitCode.BAD_INPUT;
  }

  private static IExecutionExceptionHandler failure() {
    return (e, command, parsed) -> {
      PrintWriter err = command.getErr();
      lines(e).forEach(line -> err.println("error: " + line));
      if (command.getCommand() instanceof RunCommand run && run.verbose()) {
        e.printStackTrace(err);
      }
      return e instanceof InputException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
    };
  }

  /** Returns the message of an error: one line, or one for each fault of the input. */
  private static List<String> lines(Throwable e) {
    return e instanceof InputException input
        ? input.getMessage().lines().limit(input.faults()).toList()
        : List.of(oneLine(e));
  }

  /** Returns the message of an error in one line; Spark's messages contain whole stack traces. */
  static String oneLine(Throwable e) {
    String message = e.getMessage();
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    if (line.contains("SparkContext was shut down")) {
      return "interrupted; start it again to go on";
    }
    String task = TaskFailure.describe(e);
    if (task != null) {
      return task;
    }
    boolean isSelfExplanatory =
        e instanceof InputException
            || e instanceof InsufficientMemoryException
            || e instanceof ParameterException;
    return isSelfExplanatory ? line : Messages.named(e);
  }
}
