package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.image.ImageJob;
import io.sinotrace.spark.image.ImageRequest;
import io.sinotrace.volume.VoxelGrid;
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

/** Reconstructs images from finished scans, on Spark. */
@Command(
    name = "reconstruct",
    sortOptions = false,
    description = {
      "Reconstructs finished scans by filtered backprojection: parallel and fan beams, and circular",
      "cone beams (Feldkamp, Davis and Kress). For each scan it writes, in the dataset,",
      "  images/scan=ID/COLUMN.nii.gz  the image, on the grid of the volume that was scanned",
      "  images/scan=ID/COLUMN.json    settings, figures and checksum",
      "  images/scan=ID/COLUMN.png     its three middle planes",
      "What is there with the same settings is not computed again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Examples:",
      "  jobs/reconstruct out/cone",
      "  jobs/reconstruct out/cone --filter hann --cutoff 0.8 --hounsfield 0.0206",
      "  jobs/reconstruct out/low-dose --column ct_200mas.water_corrected \\",
      "      --column ct_50mas.noisy_water_corrected --spacing 1",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or bad input, 3 of several scans some were not",
      "reconstructed."
    })
final class ReconstructCommand implements Callable<Integer> {
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
      names = "--filter",
      paramLabel = "NAME",
      description = "ram-lak, shepp-logan, cosine, hamming or hann. Default: ${DEFAULT-VALUE}")
  private String filter = "ram-lak";

  @Option(
      names = "--cutoff",
      paramLabel = "SHARE",
      description = "Where the filter ends, of the Nyquist frequency. Default: ${DEFAULT-VALUE}")
  private double cutoff = 1;

  @Option(
      names = "--spacing",
      paramLabel = "MM[,MM,MM]",
      description = "Edges of the image's voxels, along x, y and z, in place of the volume's.")
  private @Nullable String spacing;

  @Option(
      names = "--size",
      paramLabel = "N[,N,N]",
      description = "Voxels of the image along x, y and z, about the middle of the volume.")
  private @Nullable String size;

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
    List<ImageRequest> requests = requests();
    Configuration conf = SparkSettings.hadoop();
    String located = RunCommand.located(dataset, conf);
    List<String> known = CommittedScans.ofDataset(located, conf).ids();
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new InputException(
            "--scan %s: %s has no such scan: expected %s"
                .formatted(Messages.brief(id), dataset, Messages.anyOf(known)));
      }
    }
    List<ImageJob> jobs = new ArrayList<>();
    for (ImageRequest request : requests) {
      jobs.add(new ImageJob(located, request, SparkSettings.session()));
    }
    List<String> wanted = ids.isEmpty() ? known : ids;
    if (wanted.size() == 1) {
      run(jobs, wanted.get(0));
      return ExitCode.DONE;
    }
    return runAll(jobs, wanted);
  }

  /** Reconstructs all columns of a scan. */
  private void run(List<ImageJob> jobs, String id) throws IOException {
    for (ImageJob job : jobs) {
      print(job.run(id));
    }
  }

  private int runAll(List<ImageJob> jobs, List<String> wanted) {
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

  private void print(ImageJob.Done done) {
    PrintWriter out = spec.commandLine().getOut();
    if (!done.isNew()) {
      out.printf("%s: there already%n", done.file());
    } else {
      out.printf(
          Locale.ROOT,
          "%s: %s, %s, %s, in %.1f s%n",
          done.file(),
          done.manifest().unit(),
          Quantity.bytes(done.manifest().bytes()),
          String.join(", ", done.manifest().notes().values()) + " degrees",
          done.manifest().figures().getOrDefault("seconds", 0.0));
    }
    out.flush();
  }

  /** Returns what is asked for, a column each. */
  private List<ImageRequest> requests() {
    List<String> names = columns.isEmpty() ? List.of(Columns.LINE_INTEGRAL) : columns;
    return names.stream().distinct().map(this::request).toList();
  }

  private ImageRequest request(String column) {
    if (!ValueColumn.isName(column)) {
      throw new InputException(
          "--column %s: expected a name such as line_integral or areal_density.bone"
              .formatted(Messages.brief(column)));
    }
    if (!(cutoff > 0 && cutoff <= 1)) {
      throw new InputException("--cutoff %s: expected more than 0, at most 1".formatted(cutoff));
    }
    if (muWater != null && !(muWater > 0 && muWater < 1)) {
      throw new InputException(
          "--hounsfield %s: expected mu of water in 1/mm, such as 0.0206".formatted(muWater));
    }
    return new ImageRequest(
        new ValueColumn(column),
        new FilterSettings(filterWindow(), cutoff),
        spacing(),
        size(),
        muWater == null ? 0 : muWater,
        displayWindow(),
        overwrite);
  }

  private FilterWindow filterWindow() {
    List<String> names = new ArrayList<>();
    for (FilterWindow one : FilterWindow.values()) {
      String name = one.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(filter)) {
        return one;
      }
      names.add(name);
    }
    throw new InputException(
        "--filter %s: expected %s".formatted(Messages.brief(filter), Messages.anyOf(names)));
  }

  private @Nullable List<Double> spacing() {
    if (spacing == null) {
      return null;
    }
    List<Double> mm = numbers("--spacing", spacing, "mm above 0, one number or three");
    for (double one : mm) {
      if (!(one > 0 && one < Double.POSITIVE_INFINITY)) {
        throw wrong("--spacing", spacing, "mm above 0, one number or three");
      }
    }
    return three("--spacing", spacing, mm);
  }

  private @Nullable List<Integer> size() {
    if (size == null) {
      return null;
    }
    String expected = "whole numbers from 1 to %d, one or three".formatted(VoxelGrid.MAX_AXIS);
    List<Double> voxels = numbers("--size", size, expected);
    for (double one : voxels) {
      if (!(one == Math.rint(one) && one >= 1 && one <= VoxelGrid.MAX_AXIS)) {
        throw wrong("--size", size, expected);
      }
    }
    return three("--size", size, voxels).stream().map(Double::intValue).toList();
  }

  private @Nullable DisplayWindow displayWindow() {
    if (window == null) {
      return null;
    }
    List<Double> ends = numbers("--window", window, "two different numbers");
    if (ends.size() != 2 || !(ends.get(0) < ends.get(1))) {
      throw wrong("--window", window, "two numbers, the lower one first");
    }
    return new DisplayWindow(ends.get(0), ends.get(1));
  }

  private static List<Double> three(String option, String given, List<Double> numbers) {
    return switch (numbers.size()) {
      case 1 -> List.of(numbers.get(0), numbers.get(0), numbers.get(0));
      case 3 -> numbers;
      default -> throw wrong(option, given, "one number or three, as 1,2,3");
    };
  }

  private static List<Double> numbers(String option, String given, String expected) {
    try {
      return Arrays.stream(given.split(",", -1)).map(Double::valueOf).toList();
    } catch (NumberFormatException e) {
      throw wrong(option, given, expected);
    }
  }

  private static InputException wrong(String option, String given, String expected) {
    return new InputException(
        "%s %s: expected %s".formatted(option, Messages.brief(given), expected));
  }
}
