package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.description.geometry.GeometrySpec;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A scan description, checked.
 *
 * @param volume the volumes, one scan each
 * @param geometry the acquisition, common to all scans
 * @param compute how the scans are computed
 * @param output where the dataset goes; null if the description has no such section
 * @param places the place and the key of each setting, such as {@code head.yaml:7: compute.backend}
 * @param effective the description with defaults filled in and paths qualified: nested maps of
 *     strings, numbers, booleans and lists, as the manifest records them; not to be changed
 */
public record ScanDescription(
    VolumeSpec volume,
    GeometrySpec geometry,
    ComputeSpec compute,
    @Nullable OutputSpec output,
    Map<Setting, String> places,
    Map<String, Object> effective) {
  /** Returns {@code fault} with the place and the key of the setting that it reports, if any. */
  public InputException located(InputException fault) {
    return fault.named(places::get);
  }

  /**
   * Expands files, lists and globs into scans.
   *
   * @return in the order of the list, the files of a glob sorted by path, each file once; scans
   *     with equal ids have a fault
   * @throws io.sinotrace.InputException if a file is missing, a glob matches no file, or no file's
   *     format takes a setting
   */
  public List<ScanSpec> scans(Configuration conf) {
    return ScanFiles.expand(volume, conf);
  }
}
