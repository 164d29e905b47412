package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.iterate.IterateJob;
import io.sinotrace.spark.iterate.IterateRequest;
import io.sinotrace.spark.iterate.IterativeMethod;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reconstructs images from finished scans by iteration, on Spark. */
@Command(
    name = "iterate",
    sortOptions = false,
    description = {
      "Reconstructs finished scans by iteration, with the projector that traced them and its exact",
      "transpose: any geometry, also helical, tilted, of few views or a part of the circle. The",
      "image lies on the grid of the volume that was scanned. For each scan it writes, in the",
      "dataset,",
      "  images/scan=ID/COLUMN-METHOD.json  settings, residuals, the names of the files below",
      "  images/scan=ID/COLUMN-METHOD-HASH.nii.gz and .png  the image, its three middle planes",
      "What is there with the same settings is not computed again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Examples:",
      "  jobs/iterate out/cone --iterations 10",
      "  jobs/iterate out/sparse --method sirt --iterations 50 --non-negative",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or bad input, 3 of several scans some were not",
      "reconstructed."
    })
final class IterateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      description = "The output.path of a run, on any Hadoop file system.")
  private String dataset = "";

  @Option(
      names = "--scan",
      paramLabel = "ID",
      description = "Which scan; may be given several times. Default: all.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description =
          "Which value column, e.g. areal_density.bone, or one of a protocol; may be given several"
              + " times. Default: line_integral")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "cgls (conjugate gradients for least squares) or sirt (simultaneous iterative"
              + " reconstruction technique). Default: ${DEFAULT-VALUE}")
  private String method = IterativeMethod.CGLS.toString();

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "How many. Default: ${DEFAULT-VALUE}")
  private int iterations = 10;

  @Option(
      names = "--non-negative",
      description = "Set voxels below 0 to 0 after each iteration (sirt).")
  private boolean nonNegative;

  @Option(
      names = "--hounsfield",
      paramLabel = "MU",
      description = "Write CT numbers, for this mu of water in 1/mm, in place of mu.")
  private @Nullable Double muWater;

  @Option(
      names = "--window",
      paramLabel = "LOW,HIGH",
      description = "What is black and white in the picture, in mu or what else is reconstructed.")
  private @Nullable String window;

  @Option(names = "--overwrite", description = "Replace images with other settings.")
  private boolean overwrite;

  /**
   * Reconstructs, one scan after the other.
   *
   * @return 0, or 3 if several scans were to be reconstructed and some were not
   * @throws InputException if an argument or the only scan cannot be used
   * @throws IOException if the dataset cannot be read or the image not be written
   */
  @Override
  public Integer call() throws IOException {
    List<IterateRequest> requests = requests();
    Configuration conf = SparkSettings.hadoop();
    String located = RunCommand.located(dataset, conf);
    List<String> known = CommittedScans.ofDataset(located, conf).ids();
    if (known.isEmpty()) {
      throw new InputException(dataset + " holds no finished scan");
    }
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new InputException(
            "--scan %s: %s has no such scan: expected %s"
                .formatted(Messages.brief(id), dataset, Messages.anyOf(known)));
      }
    }
    List<IterateJob> jobs = new ArrayList<>();
    for (IterateRequest request : requests) {
      jobs.add(new IterateJob(located, request, SparkSettings.session()));
    }
    List<String> wanted = ids.isEmpty() ? known : ids;
    if (wanted.size() == 1) {
      run(jobs, wanted.get(0));
      return ExitCode.DONE;
    }
    return runAll(jobs, wanted);
  }

  /** Reconstructs all columns of a scan. */
  private void run(List<IterateJob> jobs, String id) throws IOException {
    for (IterateJob job : jobs) {
      print(job.run(id, this::progress));
    }
  }

  private int runAll(List<IterateJob> jobs, List<String> wanted) {
    PrintWriter err = spec.commandLine().getErr();
    int failed = 0;
    int notOfInput = 0;
    for (String id : wanted) {
      try {
        run(jobs, id);
      } catch (InputException e) {
        failed++;
        err.printf("%s: %s%n", id, e.getMessage());
      } catch (IOException e) {
        failed++;
        notOfInput++;
        err.printf("%s: %s%n", id, Messages.reason(e));
      }
    }
    err.flush();
    return ExitCode.of(wanted.size() - failed, failed, notOfInput);
  }

  private void progress(int number, double residual, double share, double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "iteration %d: residual %.6g, %.4g of the data, %.1f s%n",
        number,
        residual,
        share,
        seconds);
    out.flush();
  }

  private void print(IterateJob.Done done) {
    PrintWriter out = spec.commandLine().getOut();
    if (!done.isNew()) {
      out.printf("%s: there already%n", done.file());
    } else {
      out.printf(
          Locale.ROOT,
          "%s: %s, %s, in %.1f s%n",
          done.file(),
          done.manifest().unit(),
          Quantity.bytes(done.manifest().bytes()),
          done.manifest().figures().getOrDefault("seconds", 0.0));
    }
    out.flush();
  }

  /** Returns what is asked for, a column each. */
  private List<IterateRequest> requests() {
    List<String> names = columns.isEmpty() ? List.of(Columns.LINE_INTEGRAL) : columns;
    return names.stream().distinct().map(this::request).toList();
  }

  private IterateRequest request(String column) {
    if (!ValueColumn.isName(column)) {
      throw new InputException(
          "--column %s: expected a name such as line_integral or areal_density.bone"
              .formatted(Messages.brief(column)));
    }
    if (iterations < 1 || iterations > IterateRequest.MOST_ITERATIONS) {
      throw new InputException(
          "--iterations %d: expected 1 to %d"
              .formatted(iterations, IterateRequest.MOST_ITERATIONS));
    }
    if (muWater != null && !ImageSpec.MU_WATER.contains(muWater)) {
      throw new InputException(
          "--hounsfield %s: expected %s".formatted(muWater, ImageSpec.MU_WATER.description()));
    }
    IterativeMethod chosen = chosenMethod();
    if (nonNegative && chosen != IterativeMethod.SIRT) {
      throw new InputException(
          "--non-negative: %s has no such form: expected --method sirt".formatted(chosen));
    }
    double mu = muWater == null ? 0 : muWater;
    return new IterateRequest(
        IterateRequest.image(new ValueColumn(column), chosen, mu, displayWindow()),
        chosen,
        iterations,
        nonNegative,
        overwrite);
  }

  private IterativeMethod chosenMethod() {
    for (IterativeMethod one : IterativeMethod.values()) {
      if (one.toString().equals(method)) {
        return one;
      }
    }
    List<String> names = Arrays.stream(IterativeMethod.values()).map(Object::toString).toList();
    throw new InputException(
        "--method %s: expected %s".formatted(Messages.brief(method), Messages.anyOf(names)));
  }

  private @Nullable DisplayWindow displayWindow() {
    if (window == null) {
      return null;
    }
    String[] ends = window.split(",", -1);
    try {
      if (ends.length == 2) {
        double low = Double.parseDouble(ends[0]);
        double high = Double.parseDouble(ends[1]);
        if (low < high) {
          return new DisplayWindow(low, high);
        }
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new InputException(
        "--window %s: expected two numbers, the lower one first".formatted(Messages.brief(window)));
  }
}
