package io.sinotrace.spark.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.description.VolumeSettings;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.preview.ComparisonPicture;
import io.sinotrace.preview.ImageCaption;
import io.sinotrace.preview.ImageVoxels;
import io.sinotrace.reconstruction.comparison.Comparison;
import io.sinotrace.reconstruction.comparison.ReferenceVolume;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.ImageManifest;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.HashedVolume;
import io.sinotrace.volume.io.InputFile;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image being compared with the volume that was scanned, or another that is read in the same
 * way.
 */
final class ImageComparison implements AutoCloseable {
  private final ImageSpec spec;
  private final String uri;
  private final HashedVolume volume;

  /** mu of water, by which differences are CT numbers; 0 if it is not known. */
  private final double muWater;

  /** As above, for the classes of voxels; 0 for those of densities. */
  private final double regionsMuWater;

  private final Comparison comparison;
  private final ComparisonPicture picture;

  /**
   * Begins the comparison that is asked for, if one is.
   *
   * @param grid of the image
   * @param shown the same, for the picture
   * @throws InputException if the volume cannot be read, is not the one that was scanned, or has
   *     not the image's voxels
   */
  static @Nullable ImageComparison begin(
      ImageSpec spec,
      ScanManifest scan,
      VoxelGrid grid,
      ImageVoxels shown,
      ImageCaption caption,
      StoredVolumes volumes) {
    return spec.reference() == null
        ? null
        : new ImageComparison(spec, scan, grid, shown, caption, volumes);
  }

  /**
   * Loads the volume.
   *
   * @param grid of the image
   * @param shown the same, for the picture
   * @throws InputException if the volume cannot be read, is not the one that was scanned, or has
   *     not the image's voxels
   */
  private ImageComparison(
      ImageSpec spec,
      ScanManifest scan,
      VoxelGrid grid,
      ImageVoxels shown,
      ImageCaption caption,
      StoredVolumes volumes) {
    this.spec = spec;
    boolean own = ImageSpec.SOURCE.equals(spec.reference());
    this.uri = own || spec.reference() == null ? scan.source() : spec.reference();
    VolumeSource source = volumes.source(scan, uri);
    this.volume = VolumeLoader.loadHashed(source, volumes.conf());
    try {
      if (own && !InputFile.sums(volume.inputs()).equals(scan.inputsSha256())) {
        throw new InputException(
            ("%s has changed since it was scanned: expected the content that the scan's manifest"
                    + " names")
                .formatted(uri));
      }
      this.muWater = muWater(spec, scan);
      ReferenceVolume reference =
          new ReferenceVolume(volume.volume(), shares(spec, source.channels()), grid);
      // Classes of voxels go by CT numbers, those of usual water where none is known.
      double water = muWater > 0 ? muWater : VolumeSettings.MU_WATER;
      this.regionsMuWater = spec.isDensity() ? 0 : water;
      this.comparison = new Comparison(reference, regionsMuWater);
      String label = own ? "the volume that was scanned" : volume.inputs().get(0).name();
      this.picture = new ComparisonPicture(shown, caption, label, reference.plane(grid.nz() >> 1));
    } catch (RuntimeException | Error e) {
      volume.volume().close();
      throw e;
    }
  }

  private static double muWater(ImageSpec spec, ScanManifest scan) {
    JsonNode described = scan.description().path("volume").path("mu-water");
    return spec.isHounsfield() || spec.isDensity() ? spec.muWater() : described.asDouble(0);
  }

  /** Returns by what the channels are added to what the image is of. */
  private static double[] shares(ImageSpec spec, Channels channels) {
    double[] shares = channels.shares().stream().mapToDouble(Double::doubleValue).toArray();
    for (int k = 0; k < shares.length && spec.isDensity(); k++) {
      boolean shown = ValueColumn.arealDensity(channels.names().get(k)).equals(spec.column());
      shares[k] = shown ? 10 : 0; // of g/cm^2 a mm
    }
    return shares;
  }

  /** Takes plane z of the image. */
  void take(int z, float[] plane) {
    comparison.take(z, plane);
    picture.take(z, plane);
  }

  /**
   * Returns the figures, as the manifest has them, once all planes were taken.
   *
   * @param pictureName of the picture
   */
  JsonNode figures(String pictureName) {
    Comparison.Figures figures = comparison.figures();
    double unit = muWater > 0 ? 1000 / muWater : 1;
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("with", uri);
    all.put("sha256", InputFile.sums(volume.inputs()));
    all.put("unit", spec.isDensity() ? "g/cm^3" : muWater > 0 ? "HU" : "1/mm");
    if (muWater > 0) {
      all.put("mu_water", muWater);
    }
    all.put("range", unit * figures.range());
    all.put("rmse", unit * figures.rmse());
    all.put("psnr_db", finite(figures.psnr()));
    all.put("ssim", finite(figures.similarity()));
    all.put(
        "ssim_window",
        "planes across z, 11 x 11, Gaussian of 1.5, K1 0.01, K2 0.03 (Wang et al. 2004)");
    List<Object> classes = new ArrayList<>();
    for (Comparison.OfClass each : figures.classes()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", each.name());
      one.put("numbers", each.numbers());
      one.put("voxels", each.voxels());
      one.put("bias", unit * each.bias());
      one.put("deviation", unit * each.deviation());
      classes.add(one);
    }
    if (regionsMuWater > 0) {
      all.put("regions_mu_water", regionsMuWater);
    }
    all.put("regions", classes);
    all.put(ImageManifest.COMPARISON_PICTURE, pictureName);
    return ImageManifest.settings(all);
  }

  /** JSON has neither infinities nor NaN. */
  private static Object finite(double value) {
    return Double.isFinite(value) ? value : "none";
  }

  /** Returns the picture, once all planes were taken. */
  byte[] png() {
    return picture.png(spec.window());
  }

  @Override
  public void close() {
    volume.volume().close();
  }
}
