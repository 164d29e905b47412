package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.projector.Backends;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.spark.image.ImageJob;
import io.sinotrace.spark.image.ImageJob.Existing;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reconstructs images from finished scans, on Spark. */
@Command(
    name = "reconstruct",
    sortOptions = false,
    description = {
      "Reconstructs finished scans by filtered backprojection: parallel and fan beams, circular"
          + " cone",
      "beams (Feldkamp, Davis and Kress) and helical ones. For each scan it writes, in the"
          + " dataset,",
      "  images/scan=ID/NAME.json              settings, figures, checksums and names of the files",
      "  images/scan=ID/NAME-HASH.nii.gz       the image, on the grid of the volume that was"
          + " scanned",
      "  images/scan=ID/NAME-HASH.png          its three middle planes",
      "  images/slices/image=NAME/scan=ID/     as Parquet, if asked for: z, y, mu (a list along x)",
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
      "      --column ct_50mas.noisy_water_corrected --name clean --name noisy --format parquet",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or bad input, 3 of several scans some were not",
      "reconstructed."
    })
final class ReconstructCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private WantedScans scans = new WantedScans();

  @Mixin private ImageOptions images = new ImageOptions();

  @Mixin private FilterOptions filter = new FilterOptions();

  @Option(names = "--overwrite", description = "Replace images with other settings.")
  private boolean overwrite;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "What adds up: auto, cuda, simd or scalar, which give the same bits. Default:"
              + " ${DEFAULT-VALUE}")
  private String backend = Backends.AUTO;

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
    List<ImageSpec> specs = filter.specs(images, conf);
    if (!Backends.names().contains(backend)) {
      throw OptionValues.wrong("--backend", backend, Messages.anyOf(Backends.names()));
    }
    List<String> wanted = scans.ids(conf);
    RunCommand.checkBackend(backend);
    Existing existing = overwrite ? Existing.REPLACE : Existing.KEEP;
    SparkSession spark = SparkSettings.session();
    StoredVolumes volumes = StoredVolumes.of(spark);
    List<ImageJob> jobs = new ArrayList<>();
    for (ImageSpec image : specs) {
      jobs.add(new ImageJob(scans.located(conf), image, existing, backend, volumes, spark));
    }
    // What a run could not make may be made now.
    SetAside setAside = SetAside.read(scans.located(conf), conf);
    return WantedScans.each(
        wanted,
        spec.commandLine().getErr(),
        id -> {
          for (ImageJob job : jobs) {
            ImageJob.Done done = job.run(id);
            print(done);
            setAside.forgetImage(id, done.name());
            setAside.write();
          }
        });
  }

  private void print(ImageJob.Done done) {
    PrintWriter out = spec.commandLine().getOut();
    ImageText.of(done).forEach(out::println);
    out.flush();
  }
}
