package io.sinotrace.cli;

import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.job.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads all of a dataset and compares it with the manifests, on Spark. */
@Command(
    name = "verify",
    description = {
      "Reads all files of a dataset, each once, on Spark, and compares lengths and checksums with",
      "the manifests. Prints the scans and images that are damaged, and images whose scan was",
      "replaced since, or is there no more. A run with --verify computes damaged scans again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Example:",
      "  jobs/verify out/nightly",
      "",
      "Exit codes: 0 all is as it was written, 1 some scans or images are damaged, or it failed,",
      "2 wrong usage or no dataset."
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      description = "The output.path of runs, on any Hadoop file system.")
  private String dataset = "";

  @Override
  public Integer call() throws IOException {
    Configuration conf = SparkSettings.hadoop();
    Verification verification =
        Verification.of(RunCommand.located(dataset, conf), SparkSettings.session());
    Map<String, String> damaged = verification.damaged();
    PrintWriter out = spec.commandLine().getOut();
    damaged.forEach((id, why) -> out.printf("%s: %s%n", id, why));
    verification.outdated().forEach((image, why) -> out.printf("%s: %s%n", image, why));
    String images = Quantity.of(verification.images(), "image");
    out.printf(
        "%s%s read, %s damaged%n",
        Quantity.of(verification.scans(), "scan"),
        verification.images() == 0 ? "" : " and " + images,
        damaged.isEmpty() ? "none" : String.valueOf(damaged.size()));
    out.flush();
    return damaged.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
