package io.sinotrace.spark.image;

import io.sinotrace.InputException;
import io.sinotrace.description.geometry.GeometrySpec;
import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.reconstruction.Reconstruction;
import io.sinotrace.reconstruction.comparison.ReferenceVolume;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ImageManifest;
import io.sinotrace.sinogram.commit.StagedImage;
import io.sinotrace.spark.StoredGeometry;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * How an image of a scan is computed, as far as the geometry and the grid of the volume say it.
 *
 * @param how it is computed
 * @param region of the grid that is written
 */
public record ImagePlan(Reconstruction how, ImageRegion region) {
  /**
   * Plans an image.
   *
   * @param volume the grid of the volume that is scanned
   * @param sliced whether each detector row is a slice, as of {@link #isSliced}
   * @throws InputException if such a scan cannot be reconstructed on the grid that is asked for, or
   *     the image's voxels are not those of the volume that it is to be compared with
   */
  public static ImagePlan of(ImageSpec spec, Geometry geometry, VoxelGrid volume, boolean sliced) {
    VoxelGrid whole = spec.grid().whole(volume, geometry, sliced);
    ImageRegion region = spec.grid().region().of(whole);
    int zFrom = region.first().get(2);
    int zTo = region.last().get(2) + 1;
    Reconstruction how = Reconstruction.of(geometry, whole, spec.filter(), zFrom, zTo);
    ImagePlan plan = new ImagePlan(how, region);
    if (ImageSpec.SOURCE.equals(spec.reference())) {
      ReferenceVolume.check(volume, plan.grid());
    }
    return plan;
  }

  /** Plans an image of a scan that is there. */
  static ImagePlan of(ImageSpec spec, FinishedScan scan, Configuration conf) throws IOException {
    return of(
        spec,
        StoredGeometry.of(scan, conf),
        StoredGeometry.grid(scan.manifest()),
        StoredGeometry.isSliced(scan.manifest(), conf));
  }

  /** Returns whether each detector row is a slice of the volume. */
  public static boolean isSliced(GeometrySpec geometry, VoxelGrid volume) {
    return geometry.slices(volume).length > 0;
  }

  /** Returns the grid that is written. */
  public VoxelGrid grid() {
    return region.grid(how.grid().grid());
  }

  /**
   * Returns what is there of an image in a few words; nothing is written.
   *
   * @throws InputException if there is no such scan, or no such image of it can be made
   */
  public static String state(ImageSpec spec, String dataset, String id, StoredVolumes volumes)
      throws IOException {
    Configuration conf = volumes.conf();
    return FinishedScan.read(
        dataset,
        id,
        conf,
        scan -> {
          ImagePlan plan = of(spec, scan, conf);
          var settings =
              ImageSettings.of(spec, scan.manifest(), plan.how(), plan.region(), volumes);
          ImageManifest there = StagedImage.existing(dataset, id, spec.name(), settings, conf);
          if (there == null) {
            return "to be made";
          }
          return there.settings().equals(settings)
              ? "there already"
              : "there " + there.conflict(settings);
        });
  }
}
