package io.sinotrace.spark.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.reconstruction.Reconstruction;
import io.sinotrace.reconstruction.filter.Extrapolation;
import io.sinotrace.sinogram.commit.ImageManifest;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.InputFile;
import io.sinotrace.volume.io.InputState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an image depends on, as its manifest records it and hashes of it tell images apart. */
public final class ImageSettings {
  private ImageSettings() {}

  /**
   * Returns it, of an image by backprojection.
   *
   * @param how it is computed
   * @param region of the grid that is written
   * @throws InputException if a file that the image is compared with cannot be read
   */
  static JsonNode of(
      ImageSpec spec,
      ScanManifest scan,
      Reconstruction how,
      ImageRegion region,
      StoredVolumes volumes) {
    Map<String, Object> all = ofAny(spec, scan, how.grid().grid(), region, volumes);
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put("window", word(spec.filter().window()));
    filter.put("cutoff", spec.filter().cutoff());
    if (spec.filter().extrapolation() != Extrapolation.NONE) {
      filter.put("extrapolation", word(spec.filter().extrapolation()));
    }
    all.put("filter", filter);
    all.put("arithmetic", how.arithmetic());
    return ImageManifest.settings(all);
  }

  /**
   * Returns what an image depends on, however it is made.
   *
   * @param grid on which it is computed
   * @param region of the grid that is written
   * @throws InputException if a file that the image is compared with cannot be read
   */
  public static Map<String, Object> ofAny(
      ImageSpec spec,
      ScanManifest scan,
      VoxelGrid grid,
      ImageRegion region,
      StoredVolumes volumes) {
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("voxels", List.of(grid.nx(), grid.ny(), grid.nz()));
    image.put("index_to_world", Arrays.stream(grid.indexToWorld().toArray()).boxed().toList());
    for (int axis = 0; axis < 3; axis++) {
      if (spec.grid().region().limits(axis)) {
        image.put(
            ImageRegion.AXES.get(axis), List.of(region.first().get(axis), region.last().get(axis)));
      }
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("scan", Map.of("fingerprint", scan.fingerprint()));
    all.put("column", spec.column().name());
    all.put("grid", image);
    all.put("unit", spec.unit());
    all.put("format", word(spec.format()));
    DisplayWindow window = spec.window();
    all.put("window", window == null ? "auto" : List.of(window.low(), window.high()));
    String reference = spec.reference();
    all.put("compare", reference == null ? "none" : reference);
    if (reference != null && !reference.equals(ImageSpec.SOURCE)) {
      // The scan's fingerprint covers its own volume, but no other.
      InputState files = InputState.of(volumes.source(scan, reference), volumes.conf());
      all.put("compare_sha256", InputFile.sums(files.summed()));
    }
    if (!scan.valueColumns().contains(spec.column())) {
      // What is worked out depends on how the scan's protocols are.
      all.put("physics", scan.description().path(PhysicsSpec.KEY));
    }
    return all;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
