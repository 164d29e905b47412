package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.description.geometry.NamedGeometry;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.sinogram.ValueColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A scan description, checked.
 *
 * @param volume the volumes
 * @param geometries the acquisitions, at least one; each volume is scanned with each of them
 * @param compute how the scans are computed
 * @param physics by which protocols rays are measured
 * @param output where the dataset goes; null if the description has no such section
 * @param images which images are made of each scan
 * @param places the place and the key of each setting, such as {@code head.yaml:7: compute.backend}
 * @param effective the description with defaults filled in and paths qualified: nested maps of
 *     strings, numbers, booleans and lists, as the manifest records them; not to be changed
 */
public record ScanDescription(
    VolumeSpec volume,
    List<NamedGeometry> geometries,
    ComputeSpec compute,
    PhysicsSpec physics,
    @Nullable OutputSpec output,
    List<ImageSpec> images,
    Map<Setting, String> places,
    Map<String, Object> effective) {
  /** Returns {@code fault} with the place and the key of the setting that it reports, if any. */
  public InputException located(InputException fault) {
    return fault.named(places::get);
  }

  /**
   * Expands files, folders, globs and lists into scans.
   *
   * @return in the order of the list, the files of a glob or a folder sorted by path, each volume
   *     once; the scans of a volume stand together, in the order of the geometries; those of
   *     volumes with equal ids have a fault
   * @param warnings takes a line for each input of which files were passed over
   * @throws io.sinotrace.InputException if a file that no list file names is missing, a glob
   *     matches no file, a folder holds no volume, or no file's format takes a setting
   */
  public List<ScanSpec> scans(Configuration conf, Consumer<String> warnings) {
    StoredColumns stored = output == null ? null : output.columns();
    return volume.find(conf, warnings).stream()
        .flatMap(found -> geometries.stream().map(each -> ScanSpec.of(found, each, stored)))
        .toList();
  }

  /** Returns the value columns that are traced. */
  public List<ValueColumn> traced() {
    return ScanSpec.values(volume.settings().channels());
  }

  /** As above, without the warnings. */
  public List<ScanSpec> scans(Configuration conf) {
    return scans(conf, warning -> {});
  }

  /**
   * Returns the effective description of one scan alone: with its file, if any, for a path, and its
   * geometry.
   */
  public Map<String, Object> effective(ScanSpec scan) {
    Map<String, Object> section = new LinkedHashMap<>();
    if (scan.volume().phantom() == null) {
      section.put("path", scan.volume().uri());
    }
    section.putAll(scan.volumeSection());
    Map<String, Object> ofScan = new LinkedHashMap<>(effective);
    ofScan.put("volume", section);
    // Images have manifests of their own.
    ofScan.remove(ReconstructionSettings.KEY);
    ofScan.put("geometry", scan.geometry().effective());
    StoredColumns stored = scan.stored();
    if (stored != null) {
      // Of protocols all are recorded: the others can be worked out.
      stored.settings().forEach(ofScan::putIfAbsent);
    }
    return ofScan;
  }
}
