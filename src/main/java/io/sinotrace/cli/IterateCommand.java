package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.spark.iterate.IterateJob;
import io.sinotrace.spark.iterate.IterateRequest;
import io.sinotrace.spark.iterate.IterativeMethod;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reconstructs images from finished scans by iteration, on Spark. */
@Command(
    name = "iterate",
    sortOptions = false,
    description = {
      "Reconstructs finished scans by iteration, with the projector that traced them and its exact",
      "transpose: any geometry, also helical, tilted, of few views or a part of the circle. For",
      "each scan it writes, in the dataset, under a NAME that is COLUMN-METHOD by default,",
      "  images/scan=ID/NAME.json  settings, residuals, the names of the files below",
      "  images/scan=ID/NAME-HASH.nii.gz and .png  the image, its three middle planes",
      "  images/slices/image=NAME/scan=ID/  as Parquet, if asked for: z, y, mu (a list along x)",
      "What is there with the same settings is not computed again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Examples:",
      "  jobs/iterate out/cone --iterations 10 --compare",
      "  jobs/iterate out/sparse --method sirt --iterations 50 --non-negative",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or bad input, 3 of several scans some were not",
      "reconstructed."
    })
final class IterateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private WantedScans scans = new WantedScans();

  @Mixin private ImageOptions images = new ImageOptions();

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
    Configuration conf = SparkSettings.hadoop();
    List<IterateRequest> requests = requests(conf);
    List<String> wanted = scans.ids(conf);
    SparkSession spark = SparkSettings.session();
    StoredVolumes volumes = StoredVolumes.of(spark);
    List<IterateJob> jobs = new ArrayList<>();
    for (IterateRequest request : requests) {
      jobs.add(new IterateJob(scans.located(conf), request, volumes, spark));
    }
    // What a run could not make may be made now.
    SetAside setAside = SetAside.read(scans.located(conf), conf);
    return WantedScans.each(
        wanted,
        spec.commandLine().getErr(),
        id -> {
          for (IterateJob job : jobs) {
            IterateJob.Done done = job.run(id, this::progress, this::warn);
            print(done);
            setAside.forgetImage(id, done.name());
            setAside.write();
          }
        });
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

  private void warn(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("warning: " + line);
    err.flush();
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
    ImageText.comparison(done.manifest()).forEach(out::println);
    out.flush();
  }

  /** Returns what is asked for, a column each. */
  private List<IterateRequest> requests(Configuration conf) {
    if (iterations < 1 || iterations > IterateRequest.MOST_ITERATIONS) {
      throw new InputException(
          "--iterations %d: expected 1 to %d"
              .formatted(iterations, IterateRequest.MOST_ITERATIONS));
    }
    IterativeMethod chosen = OptionValues.choice("--method", method, IterativeMethod.values());
    if (nonNegative && chosen != IterativeMethod.SIRT) {
      throw new InputException(
          "--non-negative: %s has no such form: expected --method sirt".formatted(chosen));
    }
    FilterSettings unused = new FilterSettings(FilterWindow.RAM_LAK, 1);
    return images.specs("-" + chosen, unused, conf).stream()
        .map(image -> new IterateRequest(image, chosen, iterations, nonNegative, overwrite))
        .toList();
  }
}
