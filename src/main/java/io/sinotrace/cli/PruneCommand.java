package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.commit.Prune;
import io.sinotrace.spark.SparkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes from a dataset what runs that died have left. */
@Command(
    name = "prune",
    description = {
      "Removes from a dataset what runs that died have left, of scans and images, and manifests that",
      "newer ones have replaced, and says how many bytes that frees. What such a run had committed",
      "is first moved to its place. Nothing that a manifest names is removed, but for images whose",
      "scan is gone, if that is asked for; nor is what is not Sinotrace's."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Examples:",
      "  jobs/prune out/nightly --dry-run",
      "  jobs/prune out/nightly --older-than 6h",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or no dataset."
    })
final class PruneCommand implements Callable<Integer> {
  private static final Pattern AGE = Pattern.compile("([0-9]{1,9})([smhd])");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      description = "The output.path of runs, on any Hadoop file system.")
  private String dataset = "";

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      defaultValue = "1d",
      description =
          "Remove what was last written longer ago: a number and s, m, h or d. Less than a run may"
              + " be suspended, such as 0s, only when no run is going on. Default: ${DEFAULT-VALUE}")
  private String olderThan = "1d";

  @Option(
      names = "--images-without-scan",
      description = "Also remove the images whose scan is there no more. Without it they are told.")
  private boolean withoutScan;

  @Option(names = "--dry-run", description = "Only say what would be removed and moved.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    Configuration conf = SparkSettings.hadoop();
    Prune.Result result =
        Prune.run(RunCommand.located(dataset, conf), age(olderThan), withoutScan, dryRun, conf);
    PrintWriter out = spec.commandLine().getOut();
    for (String moved : result.moved()) {
      out.printf(
          "%s%s %s moved to its place: the run that committed it had died%n",
          moved.startsWith("image ") ? "" : "scan ", moved, dryRun ? "would be" : "was");
    }
    if (!withoutScan) {
      for (String image : result.ofNoScan()) {
        out.printf(
            "%s stays, though its scan is there no more; --images-without-scan removes it%n",
            image);
      }
    }
    result.paths().forEach(out::println);
    out.printf(
        "%s, %s, %s%n",
        Quantity.of(result.paths().size(), "file or directory", "files and directories"),
        Quantity.bytes(result.bytes()),
        dryRun ? "would be removed; nothing was" : "removed");
    out.flush();
    return ExitCode.DONE;
  }

  private static Duration age(String text) {
    Matcher parts = AGE.matcher(text);
    if (!parts.matches()) {
      throw new InputException(
          "--older-than %s: expected a number and s, m, h or d, such as 12h".formatted(text));
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
