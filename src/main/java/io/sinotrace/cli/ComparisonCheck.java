package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.description.geometry.GeometrySpec;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.reconstruction.comparison.ReferenceVolume;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.spark.image.ImagePlan;
import io.sinotrace.spark.job.BatchPlan;
import io.sinotrace.spark.job.ScanSurvey;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks, before anything is traced, that images can be compared with what they are to be compared
 * with: of a volume that is named the headers are read, once for all scans.
 */
final class ComparisonCheck {
  private final ScanDescription description;
  private final StoredVolumes volumes;
  private final Map<Named, Reference> references = new HashMap<>();

  /** A volume that is named, and how a scan's own is read, and so this one. */
  private record Named(String uri, Map<String, Object> volumeSection) {}

  /** Its grid, or why there is none. */
  private record Reference(@Nullable VoxelGrid grid, @Nullable InputException fault) {}

  /** Checks the images of a description. */
  ComparisonCheck(ScanDescription description, StoredVolumes volumes) {
    this.description = description;
    this.volumes = volumes;
  }

  /**
   * Checks them for all scans that are to be computed.
   *
   * @throws InputException if an image can be compared for none of them, which is a fault of the
   *     description; of some scans it is told in its turn
   */
  void check(List<BatchPlan.Entry> scans) {
    for (ImageSpec image : description.images()) {
      InputException first = null;
      int faults = 0;
      for (BatchPlan.Entry scan : scans) {
        InputException fault = fault(image, scan);
        first = first == null ? fault : first;
        faults += fault == null ? 0 : 1;
      }
      if (first != null && faults == scans.size()) {
        throw new InputException(
            "reconstruction.compare: image %s: %s".formatted(image.name(), first.getMessage()),
            first);
      }
    }
  }

  /** Returns why an image of a scan cannot be compared; null if it can, or need not be. */
  private @Nullable InputException fault(ImageSpec image, BatchPlan.Entry scan) {
    ScanSurvey.Found found = scan.found();
    String reference = image.reference();
    if (found == null || reference == null) {
      return null;
    }
    GeometrySpec spec = scan.scan().geometry().spec();
    try {
      VoxelGrid compared =
          reference.equals(ImageSpec.SOURCE) ? found.grid() : grid(reference, scan.scan());
      Geometry geometry = scan.scan().geometry().compile(found.grid());
      boolean sliced = ImagePlan.isSliced(spec, found.grid());
      VoxelGrid whole = image.grid().whole(found.grid(), geometry, sliced);
      ReferenceVolume.check(compared, image.grid().region().grid(whole));
      return null;
    } catch (InputException e) {
      return e;
    }
  }

  /** Returns the grid of a volume that is read as a scan's own. */
  private VoxelGrid grid(String uri, ScanSpec scan) {
    Reference reference =
        references.computeIfAbsent(
            new Named(uri, scan.volumeSection()), named -> reference(uri, scan));
    if (reference.grid == null) {
      throw Objects.requireNonNull(reference.fault);
    }
    return reference.grid;
  }

  private Reference reference(String uri, ScanSpec scan) {
    try {
      VolumeSource source = volumes.source(scan.id(), description.effective(scan), uri);
      return new Reference(VolumeLoader.readGrid(source, volumes.conf()), null);
    } catch (InputException e) {
      return new Reference(null, e);
    }
  }
}
