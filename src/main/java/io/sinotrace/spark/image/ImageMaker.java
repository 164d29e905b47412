package io.sinotrace.spark.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.reconstruction.Reconstruction;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ImageManifest;
import io.sinotrace.sinogram.commit.StagedImage;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.spark.image.SlabTask.Part;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Makes images: tasks compute slabs of planes, from the detector rows that these depend on. */
final class ImageMaker {
  private final ImageSpec spec;
  private final RowQuery query;
  private final String backend;
  private final SparkSession spark;
  private final StoredVolumes volumes;

  ImageMaker(
      ImageSpec spec, RowQuery query, String backend, StoredVolumes volumes, SparkSession spark) {
    this.spec = spec;
    this.query = query;
    this.backend = backend;
    this.spark = spark;
    this.volumes = volumes;
  }

  /**
   * Makes the image of a scan and puts it in its place.
   *
   * @param region of the grid that is written
   * @param settings as of {@link ImageSettings}
   * @return what is known of it
   */
  ImageManifest make(
      FinishedScan scan,
      Reconstruction how,
      ImageRegion region,
      JsonNode settings,
      StagedImage image)
      throws IOException {
    long start = System.nanoTime();
    String filter =
        "%s filter to %s of Nyquist"
            .formatted(ImageSettings.word(spec.filter().window()), spec.filter().cutoff());
    VoxelGrid whole = how.grid().grid();
    try (ImageWriter writer =
        new ImageWriter(spec, scan, whole, region, settings, filter, image, volumes)) {
      // The context is not closed: that would stop a session that others may be using.
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      SlabRun run = new SlabRun(context, how, region);
      SlabOutput output = writer.output(run.tiles(region.size(1)));
      List<Part> parts = run.run(scan.id(), query, output, backend, volumes.conf());
      long joining = System.nanoTime();
      return writer.publish(
          parts.stream().map(Part::slab).toList(),
          notes(how, parts),
          () -> figures(how, region, parts, start, joining));
    }
  }

  private static Map<String, String> notes(Reconstruction how, List<Part> parts) {
    Map<String, String> notes = new LinkedHashMap<>();
    // Machines may differ in what they have; the bits do not.
    notes.put(
        "backend",
        String.join(", ", parts.stream().map(Part::backend).distinct().sorted().toList()));
    notes.putAll(how.notes());
    return notes;
  }

  private static Map<String, Double> figures(
      Reconstruction how, ImageRegion region, List<Part> parts, long start, long joining) {
    VoxelGrid grid = how.grid().grid();
    double voxels = (double) grid.nx() * grid.ny() * region.size(2);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("slabs", (double) parts.size());
    figures.put("voxel_updates", voxels * how.viewsOfVoxel());
    figures.put("task_seconds_reading_and_filtering", sum(parts, Part::readSeconds));
    figures.put("task_seconds_backprojecting", sum(parts, Part::addSeconds));
    figures.put("seconds_joining", (System.nanoTime() - joining) / 1e9);
    figures.put("seconds", (System.nanoTime() - start) / 1e9);
    return figures;
  }

  private static double sum(List<Part> parts, ToDoubleFunction<Part> seconds) {
    return parts.stream().mapToDouble(seconds).sum();
  }
}
