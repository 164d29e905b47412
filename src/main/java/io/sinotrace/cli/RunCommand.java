package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.VolumeSpec;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Resources;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.sinogram.commit.SinogramDataset;
import io.sinotrace.spark.SparkResources;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.job.SinogramJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Computes the scans of a description and writes them as a sinogram dataset. */
@Command(
    name = "run",
    description =
        "Computes the scans that a description asks for and writes them as a sinogram dataset, and"
            + " the images that it asks for.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Examples:",
      "  jobs/run jobs/cone.yaml",
      "  jobs/run jobs/cone.yaml geometry.views.count=90 output.path=out/coarse",
      "  jobs/run jobs/cone.yaml --dry-run",
      "  jobs/run --inspect scans/",
      "  jobs/run --doctor",
      "",
      "Started again, a run goes on: it computes what is new, changed, unfinished or damaged.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or bad input, 3 done but some scans were set",
      "aside."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DESCRIPTION",
      description = "The scan description, a YAML file; see the README.")
  private @Nullable String file;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Settings that win over the file, e.g. geometry.views.count=90")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "Only say what would be done: views, rays, bytes to be written, memory needed.")
  private boolean dryRun;

  @Option(
      names = "--doctor",
      description =
          "Only say what is here: versions, memory, GPUs, and which backend would be taken and"
              + " why.")
  private boolean doctor;

  @Option(
      names = "--inspect",
      paramLabel = "PATH",
      description =
          "Only say what would be read there (a file, folder, glob or list file): formats, grids,"
              + " and what is set aside. A description is needed only for what files do not say;"
              + " its volume.path is not used.")
  private @Nullable String inspected;

  @Option(
      names = "--range",
      description = "With --inspect: read all voxels, too, and say between what they are.")
  private boolean range;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say where the time went, and show stack traces.")
  private boolean verbose;

  @Option(
      names = "--checksum",
      description =
          "Read all inputs to see whether they changed, also those of unchanged length and time.")
  private boolean checksum;

  @Option(
      names = "--retry",
      description = "Try again what earlier runs set aside because of its input.")
  private boolean retry;

  @Option(
      names = "--strict",
      description = "End at the first scan that cannot be computed, instead of setting it aside.")
  private boolean strict;

  @Option(
      names = "--verify",
      description =
          "Read the files of the scans that are there, and compute again what is damaged, instead"
              + " of looking at their lengths alone.")
  private boolean verify;

  /** In which form a run reports. */
  enum Log {
    /** For people. */
    TEXT,
    /** One JSON object a line, on the error stream. */
    JSON
  }

  @Option(
      names = "--log",
      paramLabel = "text|json",
      description = "How progress is reported: text, or json for one object a line.")
  private Log log = Log.TEXT;

  boolean verbose() {
    return verbose;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (range && inspected == null) {
      throw new ParameterException(spec.commandLine(), "--range goes with --inspect only");
    }
    if (inspected != null) {
      return inspect(inspected, out, err);
    }
    if (doctor) {
      return new Doctor(out).examine(file, overrides);
    }
    if (file == null) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: 'DESCRIPTION'");
    }
    Configuration conf = SparkSettings.hadoop();
    ScanDescription description = Descriptions.read(located(file, conf), overrides, conf);
    try {
      return run(description, conf, out, err);
    } catch (InputException e) {
      throw description.located(e);
    }
  }

  private int run(ScanDescription description, Configuration conf, PrintWriter out, PrintWriter err)
      throws IOException {
    // All faults of a description are found before Spark is started.
    String output = SinogramJob.output(description).path();
    SinogramDataset.check(output, conf);
    SinogramJob.Options options = new SinogramJob.Options(checksum, retry, strict, verify);
    if (dryRun && verify) {
      throw new ParameterException(
          spec.commandLine(), "--verify reads files on Spark, and --dry-run does not start it");
    }
    if (dryRun) {
      return new DryRun(description, conf, verbose).print(options, out);
    }
    checkBackend(description.compute().backend());
    Outcome outcome = new Outcome(description.volume().leavesChanging());
    try (Reporter reporter =
        log == Log.JSON
            ? new JsonReporter(err, outcome)
            : new RunReporter(out, err, verbose, outcome, SetAside.file(output))) {
      RunImages images = new RunImages(description, reporter);
      new SinogramJob(SparkSettings.session(), description, options, images).run();
      images.make();
    }
    return outcome.exitCode();
  }

  private int inspect(String path, PrintWriter out, PrintWriter err) {
    if (doctor || dryRun || checksum || retry || strict || verify || log != Log.TEXT) {
      throw new ParameterException(
          spec.commandLine(), "--inspect goes with --range and --verbose only");
    }
    String described = file;
    List<String> arguments = new ArrayList<>(overrides);
    if (described != null && described.contains("=") && !Files.exists(Path.of(described))) {
      // No description is named, but a setting.
      arguments.add(0, described);
      described = null;
    }
    Configuration conf = SparkSettings.hadoop();
    String uri = described == null ? null : located(described, conf);
    VolumeSpec volumes = Descriptions.volumes(path, uri, arguments, conf);
    boolean units = uri != null || arguments.stream().anyMatch(Descriptions::tellsUnits);
    return new Inspection(range, units, conf, out, err).print(volumes);
  }

  /** Checks the backend here if tasks run in this JVM: each of them would fail in the same way. */
  static void checkBackend(String backend) {
    Resources resources = SparkResources.here();
    if (SparkSettings.isLocal() && !backend.equals(Backends.AUTO)) {
      Backends.choose(backend, resources);
    }
  }

  /**
   * Returns where a description is: on this machine if it exists here, even if the default file
   * system is a cluster's.
   */
  static String located(String file, Configuration conf) {
    boolean local = FileSystem.getDefaultUri(conf).getScheme().equals("file");
    return local || file.contains(":") || !Files.exists(Path.of(file))
        ? file
        : Path.of(file).toUri().toString();
  }
}
