package io.sinotrace.spark.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.description.RecordedDescription;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.spark.values.ScanBeam;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** Finds out what the beam of a stored scan depends on, from what its manifest records. */
final class StoredBeam {
  private StoredBeam() {}

  /** Returns how many rays each pixel of a scan had. */
  static int raysPerPixel(ScanManifest manifest) {
    JsonNode rays = manifest.description().path("geometry").path("rays");
    int count = 1;
    for (String key : List.of("per-pixel", "spot-points")) {
      for (JsonNode parts : rays.path(key)) {
        count *= parts.asInt();
      }
    }
    return count;
  }

  static ScanBeam of(FinishedScan scan, Configuration conf) throws IOException {
    ScanManifest manifest = scan.manifest();
    if (manifest.description().path("geometry").path("type").asText().equals("vectors")) {
      // The file of poses may be gone, and need not be there: its poses are stored.
      Beam beam = Beam.valueOf(manifest.geometry().beam().toUpperCase(Locale.ROOT));
      Detector detector = Detector.flat(scan.rows(), scan.columns());
      return ScanBeam.of(new Geometry(beam, detector, scan.poses()));
    }
    double[] matrix =
        manifest.volume().indexToWorld().stream().mapToDouble(Double::doubleValue).toArray();
    VoxelGrid grid =
        new VoxelGrid(
            manifest.volume().voxels().get(0),
            manifest.volume().voxels().get(1),
            manifest.volume().voxels().get(2),
            Affine.ofRows(matrix));
    return ScanBeam.of(
        new RecordedDescription(scan.id(), manifest.description().toString(), conf)
            .geometry()
            .compile(grid));
  }
}
