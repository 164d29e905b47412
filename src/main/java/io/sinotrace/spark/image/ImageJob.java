package io.sinotrace.spark.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ImageManifest;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.SinogramDataset;
import io.sinotrace.sinogram.commit.StagedImage;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.spark.task.TaskFailure;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Reconstructs scans of a dataset, each into {@code images/scan=ID/NAME-HASH.nii.gz}, and into
 * {@code images/slices/image=NAME/scan=ID/*.parquet}.
 *
 * <p>What is there with the same settings is left.
 */
public final class ImageJob {
  private final String dataset;
  private final ImageSpec spec;
  private final Existing existing;
  private final StoredVolumes volumes;
  private final Configuration conf;
  private final ImageMaker maker;

  /** What becomes of an image that is there with other settings. */
  public enum Existing {
    /** It is kept, and that is an error. */
    KEEP,
    /** It is replaced if its scan was replaced since, else kept. */
    REPLACE_OUTDATED,
    /** It is replaced. */
    REPLACE
  }

  /**
   * An image that is there.
   *
   * @param name among the images of the scan
   * @param file as a person would type it
   * @param isNew whether it was computed now
   * @param manifest what is known of it
   */
  public record Done(String name, String file, boolean isNew, ImageManifest manifest) {}

  /**
   * Prepares to reconstruct.
   *
   * @param existing what becomes of images with other settings
   * @param backend that adds them up, or {@link io.sinotrace.projector.Backends#AUTO}
   * @param volumes of the scans; all jobs of a command share one, which knows what they have found
   * @throws InputException if the path is no dataset, or it has no such column
   */
  public ImageJob(
      String dataset,
      ImageSpec spec,
      Existing existing,
      String backend,
      StoredVolumes volumes,
      SparkSession spark)
      throws IOException {
    this.dataset = dataset;
    this.spec = spec;
    this.existing = existing;
    this.volumes = volumes;
    this.conf = volumes.conf();
    CommittedScans scans = CommittedScans.ofDataset(dataset, conf);
    if (scans.ids().isEmpty()) {
      throw new InputException(dataset + " holds no finished scan");
    }
    RowQuery query = new RowQuery(dataset, spec.column());
    this.maker = new ImageMaker(spec, query, backend, volumes, spark);
    spec.requireLineIntegrals();
  }

  /**
   * Reconstructs a scan, unless its image is there.
   *
   * @throws InputException if there is no such scan, or it cannot be reconstructed; or if an image
   *     with other settings is there and is not to be replaced
   * @throws InsufficientMemoryException if a task has too little memory for a slab
   */
  public Done run(String id) throws IOException {
    try {
      return FinishedScan.read(dataset, id, conf, this::run);
    } catch (Exception e) {
      throw TaskFailure.named("%s of %s".formatted(spec.column(), id), e);
    }
  }

  private Done run(FinishedScan scan) throws IOException {
    ScanManifest manifest = scan.manifest();
    check(manifest);
    ImagePlan plan = ImagePlan.of(spec, scan, conf);
    JsonNode settings = ImageSettings.of(spec, manifest, plan.how(), plan.region(), volumes);
    try (SinogramDataset open = SinogramDataset.openForImages(dataset, conf, fault -> {})) {
      StagedImage image = open.stageImage(scan.id(), spec.name(), settings);
      ImageManifest there = image.existing();
      if (there != null && there.settings().equals(settings)) {
        return new Done(spec.name(), image.shown(there), false, there);
      }
      if (there != null && !isReplaced(there, settings)) {
        throw new InputException(
            "%s is there %s: give %s to replace it"
                .formatted(
                    image.shownManifest(),
                    there.conflict(settings),
                    existing == Existing.KEEP ? "--overwrite" : "output.overwrite=true"));
      }
      ImageManifest made = maker.make(scan, plan.how(), plan.region(), settings, image);
      return new Done(spec.name(), image.shown(made), true, made);
    }
  }

  private boolean isReplaced(ImageManifest there, JsonNode settings) {
    boolean outdated = !there.isOfScan(settings);
    return existing == Existing.REPLACE || (existing == Existing.REPLACE_OUTDATED && outdated);
  }

  /** Refuses what is known to be no scan of which there are images. */
  private static void check(ScanManifest manifest) {
    String type = manifest.description().path("geometry").path("type").asText();
    if (type.equals("radiograph")) {
      throw new InputException(
          "%s is a radiograph: expected a scan by a parallel, fan or cone beam"
              .formatted(manifest.id()));
    }
  }
}
