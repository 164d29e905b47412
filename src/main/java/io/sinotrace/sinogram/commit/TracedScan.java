package io.sinotrace.sinogram.commit;

import io.sinotrace.geometry.Geometry;
import java.util.List;
import java.util.Map;

/**
 * A scan whose files are written, ready to be committed.
 *
 * @param origin what it was made from
 * @param volume that it was made of
 * @param geometry all views and the detector
 * @param files that belong to it; others in its staging directory were left by attempts that Spark
 *     gave up, some of which may still be writing
 * @param previews file name to PNG
 * @param figures rays, bytes and times
 * @param warnings about a geometry that is probably unintended, one line each
 */
public record TracedScan(
    Origin origin,
    ScanManifest.Volume volume,
    Geometry geometry,
    List<ScanManifest.File> files,
    Map<String, byte[]> previews,
    ScanManifest.Figures figures,
    List<String> warnings) {

  /**
   * What a scan is made from.
   *
   * @param source the volume's file, as a fully qualified path
   * @param inputs SHA-256 of each file of the volume, by name
   * @param arithmetic name of the projector's arithmetic
   * @param fingerprint see {@link Fingerprint}
   * @param description as it was understood
   */
  public record Origin(
      String source,
      Map<String, String> inputs,
      String arithmetic,
      String fingerprint,
      Map<String, Object> description) {}
}
