package io.sinotrace.spark.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.JvmMemory;
import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.geometry.Tile;
import io.sinotrace.preview.ImageCaption;
import io.sinotrace.preview.ImagePlanes;
import io.sinotrace.preview.ImageVoxels;
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
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Writes an image of a scan, however it was computed: tasks write slabs of planes, and the driver
 * puts these together, a plane at a time, with the pictures and the comparison.
 */
public final class ImageWriter implements AutoCloseable {
  /** From what is traced in g/cm^2 a mm to g/cm^3. */
  private static final int DENSITY = 10;

  /**
   * As many planes as the driver holds at a time: of the slabs, of pictures and of their shades.
   */
  private static final long PLANES = 6;

  /** As many as a comparison holds besides: sums of the similarity, masks, and the reference. */
  private static final long COMPARED_PLANES = 20;

  private final ImageSpec spec;
  private final FinishedScan scan;
  private final ImageRegion region;
  private final JsonNode settings;
  private final StagedImage image;
  private final Configuration conf;
  private final VoxelGrid grid;
  private final ImageVoxels shown;
  private final ImageCaption caption;
  private final @Nullable ImageComparison comparison;

  /**
   * Begins an image, and the comparison of it: there may be nothing to compare with.
   *
   * @param whole the grid on which it is computed
   * @param region of it that is written
   * @param settings as of {@link ImageSettings}
   * @param how it is computed, in a few words
   */
  public ImageWriter(
      ImageSpec spec,
      FinishedScan scan,
      VoxelGrid whole,
      ImageRegion region,
      JsonNode settings,
      String how,
      StagedImage image,
      StoredVolumes volumes) {
    this.spec = spec;
    this.scan = scan;
    this.region = region;
    this.settings = settings;
    this.image = image;
    this.conf = volumes.conf();
    this.grid = region.grid(whole);
    this.shown = new ImageVoxels(grid.nx(), grid.ny(), grid.nz(), grid.indexToWorld());
    String values = spec.isDensity() ? "density (g/cm^3)" : "mu (1/mm)";
    this.caption =
        new ImageCaption(
            scan.id() + ": " + spec.name(),
            spec.column() + ", " + how,
            spec.isHounsfield() ? "CT number (HU)" : values,
            spec.muWater(),
            volumes.knowsSides(scan.manifest()));
    this.comparison = ImageComparison.begin(spec, scan.manifest(), grid, shown, caption, volumes);
  }

  /**
   * Returns where tasks write slabs.
   *
   * @param tiles the planes of each slab, from 0 for the first that is written, as views, and its
   *     lines as rows
   */
  public SlabOutput output(List<Tile> tiles) throws IOException {
    return new SlabOutput(
        image.parts().toString(),
        spec.format().isParquet() ? slices(tiles) : null,
        region,
        spec.isDensity() ? DENSITY : 1,
        spec.muWater());
  }

  private SlabOutput.Slices slices(List<Tile> tiles) throws IOException {
    ImageSlices slices = image.slices();
    FileIdentity identity =
        image.slicesIdentity(
            FileIdentity.of(
                settings.toString(),
                Compression.ZSTD,
                List.of(new ValueColumn(Columns.MU)),
                tiles));
    return new SlabOutput.Slices(slices.written().toString(), identity, slices.isInPlace());
  }

  /**
   * Puts the image together and in its place.
   *
   * @param slabs in their order
   * @param notes on how it was computed
   * @param figures asked for once it is put together
   * @return what is known of it
   */
  public ImageManifest publish(
      List<WrittenSlab> slabs, Map<String, String> notes, Supplier<Map<String, Double>> figures)
      throws IOException {
    JvmMemory.HEAP.require(
        (comparison == null ? PLANES : PLANES + COMPARED_PLANES)
            * Float.BYTES
            * grid.nx()
            * grid.ny(),
        "a few planes of the image");
    boolean isNifti = spec.format().isNifti();
    ImagePlanes planes = new ImagePlanes(shown, caption);
    JoinedImage joined;
    try (PartVolume volume =
        new PartVolume(
            grid,
            image.parts(),
            slabs,
            conf,
            (z, plane) -> {
              planes.take(z, plane);
              if (comparison != null) {
                comparison.take(z, plane);
              }
            })) {
      joined = isNifti ? JoinedImage.write(volume, spec, image.image()) : JoinedImage.none(volume);
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
            notes,
            figures.get(),
            isNifti ? image.imageName() : null,
            image.pictureName(),
            joined.bytes(),
            joined.sha256(),
            taken(slabs),
            comparison == null ? null : comparison.figures(image.comparisonName()),
            Map.of(),
            null);
    // The rows that it was made of are those of this scan, or it is done again.
    scan.requireNewest();
    return image.publish(manifest, pictures);
  }

  /** Takes the Parquet files that tasks have written for those of the image. */
  private List<ScanManifest.File> taken(List<WrittenSlab> slabs) throws IOException {
    List<ScanManifest.File> files = new ArrayList<>();
    for (WrittenSlab slab : slabs) {
      var written = slab.slices();
      if (written != null) {
        image.slices().take(written.name(), slab.sliceName());
        files.add(
            new ScanManifest.File(
                slab.sliceName(),
                written.rows(),
                written.bytes(),
                written.crc32c(),
                null,
                List.of()));
      }
    }
    return files;
  }

  @Override
  public void close() {
    if (comparison != null) {
      comparison.close();
    }
  }
}
