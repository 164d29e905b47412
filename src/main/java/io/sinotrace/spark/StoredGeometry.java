package io.sinotrace.spark;

import io.sinotrace.description.RecordedDescription;
import io.sinotrace.description.geometry.NamedGeometry;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** The geometry of a stored scan, from what its manifest records. */
public final class StoredGeometry {
  private StoredGeometry() {}

  /** Returns the grid of the volume that was scanned. */
  public static VoxelGrid grid(ScanManifest manifest) {
    double[] matrix =
        manifest.volume().indexToWorld().stream().mapToDouble(Double::doubleValue).toArray();
    return new VoxelGrid(
        manifest.volume().voxels().get(0),
        manifest.volume().voxels().get(1),
        manifest.volume().voxels().get(2),
        Affine.ofRows(matrix));
  }

  /** Returns the whole scan's beam, detector and views. */
  public static Geometry of(FinishedScan scan, Configuration conf) throws IOException {
    ScanManifest manifest = scan.manifest();
    if (isVectors(manifest)) {
      // The file of poses may be gone, and need not be there: its poses are stored.
      Beam beam = Beam.valueOf(manifest.geometry().beam().toUpperCase(Locale.ROOT));
      Detector detector = Detector.flat(scan.rows(), scan.columns());
      return new Geometry(beam, detector, scan.poses());
    }
    return described(manifest, conf).compile(grid(manifest));
  }

  /** Returns whether each detector row is a slice of the volume. */
  public static boolean isSliced(ScanManifest manifest, Configuration conf) {
    return !isVectors(manifest)
        && described(manifest, conf).spec().slices(grid(manifest)).length > 0;
  }

  private static boolean isVectors(ScanManifest manifest) {
    return manifest.description().path("geometry").path("type").asText().equals("vectors");
  }

  private static NamedGeometry described(ScanManifest manifest, Configuration conf) {
    return new RecordedDescription(manifest.id(), manifest.description().toString(), conf)
        .geometry();
  }
}
