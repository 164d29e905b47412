package io.sinotrace.spark.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.spark.StoredGeometry;
import io.sinotrace.spark.values.ScanBeam;
import java.io.IOException;
import java.util.List;
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
    return ScanBeam.of(StoredGeometry.of(scan, conf));
  }
}
