package io.sinotrace.spark.iterate;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Adjoint;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ImageManifest;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.SinogramDataset;
import io.sinotrace.sinogram.commit.StagedImage;
import io.sinotrace.spark.StoredGeometry;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.spark.image.ImageSettings;
import io.sinotrace.spark.image.ImageWriter;
import io.sinotrace.spark.image.RowQuery;
import io.sinotrace.spark.image.WrittenSlab;
import io.sinotrace.spark.task.TaskFailure;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Reconstructs scans of a dataset by iteration, each into {@code images/scan=ID/NAME-HASH.nii.gz},
 * and into {@code images/slices/image=NAME/scan=ID/*.parquet}.
 *
 * <p>Every geometry will do, on every grid: the projector that traced the scan is inverted as it
 * is, with a ray to the centre of each pixel. What is there with the same settings is left.
 */
public final class IterateJob {
  private final String dataset;
  private final IterateRequest request;
  private final SparkSession spark;
  private final int parts;
  private final StoredVolumes volumes;
  private final Configuration conf;
  private final RowQuery query;

  /**
   * An image that is there.
   *
   * @param name among the images of the scan
   * @param file as a person would type it
   * @param isNew whether it was computed now
   * @param manifest what is known of it
   */
  public record Done(String name, String file, boolean isNew, ImageManifest manifest) {}

  /** Is told of each iteration. */
  public interface Progress {
    /**
     * Tells of one.
     *
     * @param number of it, from 1
     * @param residual norm of {@code y - A x} after it
     * @param share of the norm of y that this is
     * @param seconds that it took
     */
    void iterated(int number, double residual, double share, double seconds);
  }

  /**
   * Prepares to reconstruct.
   *
   * @param volumes of the scans; all jobs of a command share one, which knows what they have found
   * @throws InputException if the path is no dataset, or it has no such column
   */
  public IterateJob(
      String dataset, IterateRequest request, StoredVolumes volumes, SparkSession spark) {
    this(dataset, request, volumes, spark, 0);
  }

  /** As above, in so many parts; 0 for as many as there are tasks to be run. */
  IterateJob(
      String dataset,
      IterateRequest request,
      StoredVolumes volumes,
      SparkSession spark,
      int parts) {
    this.dataset = dataset;
    this.request = request;
    this.spark = spark;
    this.parts = parts;
    this.volumes = volumes;
    this.conf = volumes.conf();
    this.query = new RowQuery(dataset, request.image().column());
    request.image().requireLineIntegrals();
  }

  /**
   * Reconstructs a scan, unless its image is there.
   *
   * @param warnings takes what a person should know of the image, a line each
   * @throws InputException if there is no such scan, or it cannot be reconstructed; or if an image
   *     with other settings is there and is not to be replaced
   */
  public Done run(String id, Progress progress, Consumer<String> warnings) throws IOException {
    try {
      return FinishedScan.read(dataset, id, conf, scan -> run(scan, progress, warnings));
    } catch (Exception e) {
      throw TaskFailure.named("%s of %s".formatted(request.image().column(), id), e);
    }
  }

  private Done run(FinishedScan scan, Progress progress, Consumer<String> warnings)
      throws IOException {
    ScanManifest manifest = scan.manifest();
    Geometry geometry = StoredGeometry.of(scan, conf);
    boolean sliced = StoredGeometry.isSliced(manifest, conf);
    VoxelGrid grid = request.image().grid().whole(StoredGeometry.grid(manifest), geometry, sliced);
    BoxGeometry.check(grid, geometry);
    ImageRegion region = request.image().grid().region().of(grid);
    JsonNode settings = settings(manifest, grid, region);
    try (SinogramDataset open = SinogramDataset.openForImages(dataset, conf, fault -> {})) {
      StagedImage image = open.stageImage(scan.id(), request.image().name(), settings);
      ImageManifest there = image.existing();
      if (there != null && there.settings().equals(settings)) {
        return new Done(request.image().name(), image.shown(there), false, there);
      }
      if (there != null && !request.overwrite()) {
        throw new InputException(
            "%s is there %s: give --overwrite to replace it"
                .formatted(image.shownManifest(), there.conflict(settings)));
      }
      boolean planar = sliced || geometry.beam() == Beam.FAN;
      if (isCut(StoredGeometry.grid(manifest), grid, planar ? 2 : 3)) {
        warnings.accept(
            "%s: the image ends inside the volume that was scanned: unless all beyond its edge is air,"
                    .formatted(scan.id())
                + " that is put into the voxels inside, whose values are wrong then");
      }
      ScanModel model = new ScanModel(grid, geometry);
      ImageManifest made = compute(scan, model, region, settings, image, progress);
      return new Done(request.image().name(), image.shown(made), true, made);
    }
  }

  /** Returns whether a volume reaches out of an image, along the first axes of the world. */
  private static boolean isCut(VoxelGrid volume, VoxelGrid image, int axes) {
    Vec3[] outer = volume.worldBounds();
    Vec3[] inner = image.worldBounds();
    for (int k = 0; k < axes; k++) {
      double rounding = 1e-6 * (outer[1].get(k) - outer[0].get(k));
      if (outer[0].get(k) < inner[0].get(k) - rounding
          || outer[1].get(k) > inner[1].get(k) + rounding) {
        return true;
      }
    }
    return false;
  }

  /** Returns all that the values of the image depend on. */
  private JsonNode settings(ScanManifest scan, VoxelGrid grid, ImageRegion region) {
    Map<String, Object> all = ImageSettings.ofAny(request.image(), scan, grid, region, volumes);
    all.put("method", request.method().toString());
    all.put("iterations", request.iterations());
    all.put("non_negative", request.nonNegative());
    all.put("arithmetic", Projector.ARITHMETIC + ", " + Adjoint.ARITHMETIC);
    return ImageManifest.settings(all);
  }

  private ImageManifest compute(
      FinishedScan scan,
      ScanModel model,
      ImageRegion region,
      JsonNode settings,
      StagedImage image,
      Progress progress)
      throws IOException {
    long start = System.nanoTime();
    Map<String, Double> figures = new LinkedHashMap<>();
    String how = request.iterations() + " iterations of " + request.method();
    try (ImageWriter writer =
            new ImageWriter(
                request.image(), scan, model.grid(), region, settings, how, image, volumes);
        ScanVectors vectors = new ScanVectors(model, image.parts(), parts, spark, conf)) {
      figures.put("parts", (double) vectors.imageParts());
      StoredVector data = vectors.measured(query, scan.id());
      double norm = Math.sqrt(data.squares());
      figures.put("norm_of_data", norm);
      Iteration iteration =
          switch (request.method()) {
            case CGLS -> new Cgls(vectors, data);
            case SIRT -> new Sirt(vectors, data, request.nonNegative());
          };
      figures.put("seconds_before_the_first", seconds(start));
      for (int k = 1; k <= request.iterations(); k++) {
        long begun = System.nanoTime();
        double residual = iteration.step();
        figures.put("residual_%04d".formatted(k), residual);
        progress.iterated(k, residual, norm > 0 ? residual / norm : 0, seconds(begun));
      }
      List<WrittenSlab> slabs =
          vectors.write(iteration.image(), region, writer.output(vectors.tiles(region)));
      return writer.publish(
          slabs,
          Map.of("method", how),
          () -> {
            figures.put("seconds", seconds(start));
            return figures;
          });
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
