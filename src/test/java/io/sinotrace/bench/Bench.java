package io.sinotrace.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sinotrace.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code jobs/bench}. */
@Command(
    name = "bench",
    sortOptions = false,
    description = {
      "Measures this machine. Tables go to the standard output as Markdown, all",
      "figures to CSV files; what is compared is measured in turn.",
      ""
    },
    footer = {
      "",
      "Workloads:",
      "  W1       Shepp-Logan of 256^3 voxels, cone beam, 90 views of 384 x 384 pixels",
      "  W1b      the same twice as fine, 12 views",
      "  W2       radiograph of a head of 208 x 256 x 225 voxels, 500 x 500 pixels",
      "  W3       W1 with a parallel beam",
      "  W4       W1's scan of a head with noise, in which nothing can be skipped",
      "  oblique  W1 with a tilted detector, 20 views",
      "  oblique4 W4 with a tilted detector, 20 views",
      "  obliqueb oblique twice as fine, 8 views",
      "  turned   W4's scan, 20 views, of a volume that lies oblique",
      "  poses    W4's volume in 20 random poses",
      "  curved   W4 with a curved detector, its axis tilted, 20 views",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    })
final class Bench implements Callable<Integer> {
  /** What can be measured, in the order of the report. */
  enum Part {
    /** Each tracer on each workload. */
    KERNELS,
    /** What several channels in one pass cost. */
    CHANNELS,
    /** What more threads give. */
    THREADS,
    /** What measuring rays by a protocol costs. */
    PROTOCOLS,
    /** What images cost, by filtered backprojection. */
    IMAGES,
    /** Whole jobs in a warm Spark session, and reading back. */
    JOB,
    /** The original system's figure. */
    FIGURE;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Part of(String word) {
      return Arrays.stream(values())
          .filter(part -> part.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new InputException(
                      "'%s' is no part of the benchmark: expected one of %s"
                          .formatted(
                              word,
                              Arrays.stream(values())
                                  .map(Part::word)
                                  .collect(Collectors.joining(", ")))));
    }
  }

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;
  private static final int ROUNDS = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "PART",
      description =
          "kernels, channels, threads, protocols, images, job or figure; all of them if none is named")
  private List<String> parts = new ArrayList<>();

  @Option(
      names = "--quick",
      description =
          "coarse workloads and no patience, a minute or two: tries that everything works, and"
              + " measures nothing of worth")
  private boolean quick;

  @Option(
      names = "--workloads",
      split = ",",
      paramLabel = "NAME",
      description =
          "what kernels, channels and threads are measured with, e.g. W1,W2 (default: all for"
              + " kernels, W1 and W4 for channels, W1 for threads)")
  private List<String> workloads = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how often everything is measured in turn (default: 3; quick: 1)")
  private @Nullable Integer rounds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder for CSV files and the figure (default: out/bench)")
  private Path out = Path.of("out", "bench");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    int code = execute(out, new PrintWriter(System.err, true, UTF_8), args);
    out.flush();
    System.exit(code);
  }

  /** Runs the command and returns its exit code. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Bench())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler((e, given) -> error(err, e, WRONG_USAGE))
        .setExecutionExceptionHandler(
            (e, command, given) ->
                error(err, e, e instanceof InputException ? WRONG_USAGE : FAILED))
        .execute(args);
  }

  private static int error(PrintWriter err, Exception e, int code) {
    if (code == FAILED) {
      e.printStackTrace(err);
    } else {
      err.println("error: " + e.getMessage());
    }
    return code;
  }

  @Override
  public Integer call() throws IOException {
    Set<Part> wanted = EnumSet.noneOf(Part.class);
    parts.forEach(word -> wanted.add(Part.of(word)));
    if (wanted.isEmpty()) {
      wanted.addAll(EnumSet.allOf(Part.class));
    }
    Settings settings = settings();
    Files.createDirectories(out);
    Report report = new Report(spec.commandLine().getOut(), spec.commandLine().getErr(), out);
    if (quick) {
      report.out().println("Coarse workloads, measured hastily: figures of no worth.\n");
    }
    report.add(Machine.table());
    Table stolen =
        new Table(
            "host", "Processor time that the host gave to others:", "part", "% of the wanted");
    for (Part part : wanted) {
      Optional<HostTime> start = HostTime.now();
      switch (part) {
        case KERNELS -> Kernels.run(settings, report);
        case CHANNELS -> Channels.run(settings, report);
        case THREADS -> Threads.run(settings, report);
        case PROTOCOLS -> Protocols.run(settings, report);
        case IMAGES -> Images.run(settings, report);
        case JOB -> Job.run(settings, report);
        case FIGURE -> Figure.run(settings, report, Machine.line());
      }
      start.ifPresent(
          then ->
              HostTime.now()
                  .ifPresent(now -> stolen.row(part.word(), 100 * now.stolenSince(then))));
    }
    if (HostTime.now().isPresent()) {
      report.add(stolen);
    }
    return 0;
  }

  private Settings settings() {
    // Refuses names that are none.
    workloads.forEach(name -> Workload.of(name, 1));
    int n = rounds == null ? (quick ? 1 : ROUNDS) : rounds;
    if (n < 1) {
      throw new InputException("--rounds %d: expected at least 1".formatted(n));
    }
    return new Settings(quick, List.copyOf(workloads), n, out);
  }
}
