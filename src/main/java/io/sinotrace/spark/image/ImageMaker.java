package io.sinotrace.spark.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.JvmMemory;
import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.preview.ImageCaption;
import io.sinotrace.preview.ImagePlanes;
import io.sinotrace.preview.ImageVoxels;
import io.sinotrace.reconstruction.Reconstruction;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ImageManifest;
import io.sinotrace.sinogram.commit.ImageSlices;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.StagedImage;
import io.sinotrace.sinogram.parquet.Compression;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.spark.image.SlabTask.Part;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Makes images: tasks compute slabs of planes, from the detector rows that these depend on, and the
 * driver puts the slabs together, a plane at a time.
 */
final class ImageMaker {
  /**
   * As many planes as the driver holds at a time: of the slabs, of pictures and of their shades.
   */
  private static final long PLANES = 6;

  /** As many as a comparison holds besides: sums of the similarity, masks, and the reference. */
  private static final long COMPARED_PLANES = 20;

  private final ImageSpec spec;
  private final RowQuery query;
  private final String backend;
  private final SparkSession spark;
  private final StoredVolumes volumes;
  private final Configuration conf;

  ImageMaker(
      ImageSpec spec, RowQuery query, String backend, StoredVolumes volumes, SparkSession spark) {
    this.spec = spec;
    this.query = query;
    this.backend = backend;
    this.spark = spark;
    this.volumes = volumes;
    this.conf = volumes.conf();
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
    VoxelGrid grid = region.grid(how.grid().grid());
    ImageVoxels shown = new ImageVoxels(grid.nx(), grid.ny(), grid.nz(), grid.indexToWorld());
    ImageCaption caption = caption(scan.manifest());
    // Before all else: it may be that there is nothing to compare with.
    try (ImageComparison comparison =
        ImageComparison.begin(spec, scan.manifest(), grid, shown, caption, volumes)) {
      // The context is not closed: that would stop a session that others may be using.
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      SlabRun run = new SlabRun(context, how, region);
      Path directory = image.parts();
      SlabOutput output =
          new SlabOutput(
              directory.toString(),
              spec.format().isParquet() ? slices(image, settings, run, region) : null,
              region,
              spec.isDensity() ? 10 : 1, // of g/cm^2 a mm
              spec.muWater());
      List<Part> parts = run.run(scan.id(), query, output, backend, conf);
      long joining = System.nanoTime();
      long held = comparison == null ? PLANES : PLANES + COMPARED_PLANES;
      JvmMemory.HEAP.require(
          held * Float.BYTES * grid.nx() * grid.ny(), "a few planes of the image");
      ImagePlanes planes = new ImagePlanes(shown, caption);
      JoinedImage joined;
      try (PartVolume volume =
          new PartVolume(
              grid,
              directory,
              parts,
              conf,
              (z, plane) -> {
                planes.take(z, plane);
                if (comparison != null) {
                  comparison.take(z, plane);
                }
              })) {
        joined =
            spec.format().isNifti()
                ? JoinedImage.write(volume, spec, image.image())
                : JoinedImage.none(volume);
      }
      Map<String, byte[]> pictures = new LinkedHashMap<>();
      pictures.put(image.pictureName(), planes.png(spec.window()));
      if (comparison != null) {
        pictures.put(image.comparisonName(), comparison.png());
      }
      ImageManifest manifest =
          new ImageManifest(
              ImageManifest.FORMAT,
              scan.id(),
              spec.unit(),
              Instant.now().toString(),
              ScanManifest.version(),
              settings,
              notes(how, parts),
              figures(how, region, parts, start, joining),
              spec.format().isNifti() ? image.imageName() : null,
              image.pictureName(),
              joined.bytes(),
              joined.sha256(),
              taken(parts, image.slices()),
              comparison == null ? null : comparison.figures(image.comparisonName()),
              Map.of(),
              null);
      // The rows that the slabs were made of are those of this scan, or it is done again.
      scan.requireNewest();
      return image.publish(manifest, pictures);
    }
  }

  private static SlabOutput.Slices slices(
      StagedImage image, JsonNode settings, SlabRun run, ImageRegion region) throws IOException {
    ImageSlices slices = image.slices();
    FileIdentity identity =
        image.slicesIdentity(
            FileIdentity.of(
                settings.toString(),
                Compression.ZSTD,
                List.of(new ValueColumn(Columns.MU)),
                run.tiles(region.size(1))));
    return new SlabOutput.Slices(slices.written().toString(), identity, slices.isInPlace());
  }

  /** Takes the files that tasks have written for those of the image. */
  private static List<ScanManifest.File> taken(List<Part> parts, ImageSlices slices)
      throws IOException {
    List<ScanManifest.File> files = new ArrayList<>();
    for (Part part : parts) {
      var written = part.files().slices();
      if (written != null) {
        String name = part.files().sliceName();
        slices.take(written.name(), name);
        files.add(
            new ScanManifest.File(
                name, written.rows(), written.bytes(), written.crc32c(), null, List.of()));
      }
    }
    return files;
  }

  private ImageCaption caption(ScanManifest scan) {
    String values = spec.isDensity() ? "density (g/cm^3)" : "mu (1/mm)";
    return new ImageCaption(
        scan.id() + ": " + spec.name(),
        "%s, %s filter to %s of Nyquist"
            .formatted(
                spec.column(), ImageSettings.word(spec.filter().window()), spec.filter().cutoff()),
        spec.isHounsfield() ? "CT number (HU)" : values,
        spec.muWater(),
        volumes.knowsSides(scan));
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
