package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.commit.Catalog;
import io.sinotrace.sinogram.commit.CommittedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.spark.SparkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a dataset holds and what is wrong with it, from manifests and the sizes of files. */
@Command(
    name = "status",
    description = {
      "Says what a dataset holds and what is wrong with it. Manifests are read, and the lengths of",
      "files are compared with them; jobs/verify reads the files."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Example:",
      "  jobs/status out/nightly",
      "",
      "Exit codes: 0 all scans are complete, 1 some are damaged, or it failed, 2 wrong usage or no",
      "dataset."
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
      description = "Name all scans that are damaged or set aside, not only the first ten.")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    Configuration conf = SparkSettings.hadoop();
    String path = RunCommand.located(dataset, conf);
    Catalog catalog = Catalog.ofDataset(path, conf);
    List<CommittedScan> scans = List.copyOf(catalog.all());
    Map<String, String> damage = new TreeMap<>(catalog.damage(scans));
    for (Map.Entry<String, InputException> none : catalog.unreadable().entrySet()) {
      damage.put(none.getKey(), none.getValue().getMessage());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s, %s, %s rays, %s%n",
        catalog.root(),
        Quantity.of(scans.size(), "scan"),
        Quantity.count(sum(scans, ScanManifest.Figures::rays)),
        Quantity.bytes(sum(scans, ScanManifest.Figures::bytes)));
    list(out, "damaged", damage);
    Map<String, String> setAside = new TreeMap<>();
    for (SetAside.Entry entry : SetAside.read(path, conf).all()) {
      String tries = entry.tries() == 1 ? "" : " (%d tries)".formatted(entry.tries());
      setAside.put(entry.id(), entry.reason() + tries);
    }
    list(out, "set aside", setAside);
    out.flush();
    return damage.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Takes one of a scan's figures. */
  private interface Figure {
    long of(ScanManifest.Figures figures);
  }

  private static long sum(List<CommittedScan> scans, Figure figure) {
    long sum = 0;
    for (CommittedScan scan : scans) {
      ScanManifest.Figures figures = scan.manifest().figures();
      sum += figures == null ? 0 : figure.of(figures);
    }
    return sum;
  }

  private void list(PrintWriter out, String what, Map<String, String> reasons) {
    out.printf("%s: %s%n", what, reasons.isEmpty() ? "none" : Quantity.of(reasons.size(), "scan"));
    reasons.entrySet().stream()
        .limit(verbose ? Long.MAX_VALUE : MAX_NAMED)
        .forEach(one -> out.printf("  %s: %s%n", one.getKey(), one.getValue()));
    if (!verbose && reasons.size() > MAX_NAMED) {
      out.printf("  and %d more; --verbose names all%n", reasons.size() - MAX_NAMED);
    }
  }
}
