package io.sinotrace.cli;

import io.sinotrace.sinogram.commit.StagedWork;
import io.sinotrace.spark.SparkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a dataset holds and what is wrong with it; see {@link DatasetStatus}. */
@Command(
    name = "status",
    description = {
      "Says what a dataset holds, what is wrong with it, which scans were set aside, and which runs",
      "are writing to it, or have died and left something. Manifests are read, and the lengths of",
      "files are compared with them; jobs/verify reads the files. Nothing is changed."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Examples:",
      "  jobs/status out/nightly",
      "  jobs/status out/nightly --json | jq .damaged",
      "",
      "Exit codes: 0 all scans and images are complete, 1 some are damaged or their manifests cannot",
      "be read, or it failed, 2 wrong usage or no dataset. What was set aside, images of older scans,",
      "and runs change nothing in that."
    })
final class StatusCommand implements Callable<Integer> {
  /** Scans that are named, unless all are asked for. */
  private static final int MAX_NAMED = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      description = "The output.path of runs, on any Hadoop file system.")
  private String dataset = "";

  @Option(
      names = {"-v", "--verbose"},
      description = "Name all scans that something is said of, not only the first ten.")
  private boolean verbose;

  @Option(
      names = "--json",
      description = "Print one JSON document, for programs, with all scans named.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Configuration conf = SparkSettings.hadoop();
    DatasetStatus status = DatasetStatus.of(RunCommand.located(dataset, conf), conf);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(status.json());
    } else {
      print(status, out);
    }
    out.flush();
    return status.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(DatasetStatus status, PrintWriter out) {
    out.printf(
        "%s, %s, %s rays, %s%n",
        status.dataset(),
        Quantity.of(status.scans(), "scan"),
        Quantity.count(status.rays()),
        Quantity.bytes(status.bytes()));
    print(out, "damaged", "scan", status.damaged(), StatusCommand::line);
    print(out, "manifest unreadable", "scan", status.unreadable(), StatusCommand::line);
    List<DatasetStatus.Aside> scans =
        status.setAside().stream().filter(aside -> aside.image() == null).toList();
    print(out, "set aside", "scan", scans, StatusCommand::line);
    List<DatasetStatus.Aside> failed =
        status.setAside().stream().filter(aside -> aside.image() != null).toList();
    DatasetStatus.Images images = status.images();
    if (images.count() + images.unreadable().size() + failed.size() > 0) {
      out.printf("images: %d, %s%n", images.count(), Quantity.bytes(images.bytes()));
      print(out, "  damaged", "image", images.damaged(), StatusCommand::line);
      print(out, "  manifest unreadable", "image", images.unreadable(), StatusCommand::line);
      print(out, "  could not be made", "image", failed, StatusCommand::line);
      print(out, "  of an older scan, or none", "image", images.outdated(), StatusCommand::line);
    }
    print(out, "in _staging", "run", status.runs(), StatusCommand::line);
  }

  private static String line(DatasetStatus.Fault fault) {
    return fault.scan() + ": " + fault.reason();
  }

  private static String line(DatasetStatus.ImageFault fault) {
    return "%s of %s: %s".formatted(fault.image(), fault.scan(), fault.reason());
  }

  private static String line(DatasetStatus.Aside aside) {
    String tries = aside.tries() == 1 ? "" : " (%d tries)".formatted(aside.tries());
    String what = aside.image() == null ? "" : aside.image() + " of ";
    return what + aside.scan() + ": " + aside.reason() + tries;
  }

  private static String line(StagedWork run) {
    String state = run.alive() ? "alive" : "dead, its last sign of life " + run.lastSign();
    String begun =
        (run.scans().isEmpty() ? "" : ", " + Quantity.of(run.scans().size(), "scan"))
            + (run.images().isEmpty() ? "" : ", " + String.join(", ", run.images()));
    // A run that is alive moves them itself, presently.
    String moves =
        run.alive() || run.unmoved().isEmpty()
            ? ""
            : ", of which %d committed: the next run or jobs/prune moves them to their places"
                .formatted(run.unmoved().size());
    return "%s: %s, %s%s%s".formatted(run.directory(), run.process(), state, begun, moves);
  }

  /** Prints how many things there are of a kind, and the first of them. */
  private <T> void print(
      PrintWriter out, String kind, String thing, List<T> all, Function<T, String> line) {
    out.printf("%s: %s%n", kind, all.isEmpty() ? "none" : Quantity.of(all.size(), thing));
    all.stream()
        .limit(verbose ? Long.MAX_VALUE : MAX_NAMED)
        .forEach(one -> out.printf("  %s%n", line.apply(one)));
    if (!verbose && all.size() > MAX_NAMED) {
      out.printf("  and %d more; --verbose names all%n", all.size() - MAX_NAMED);
    }
  }
}
