package io.sinotrace.spark;

import io.sinotrace.InputException;
import io.sinotrace.description.FoundVolumes;
import io.sinotrace.description.RecordedDescription;
import io.sinotrace.description.VolumeSettings;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource;
import org.apache.hadoop.conf.Configuration;

/** The volume of a stored scan, from what its manifest records. */
public final class StoredVolume {
  private StoredVolume() {}

  /**
   * Returns where a volume is and how it is read: as the scan's was.
   *
   * @param uri its path; that of the scan's own is {@link ScanManifest#source}
   */
  public static VolumeSource source(ScanManifest manifest, String uri, Configuration conf) {
    VolumeSettings settings =
        new RecordedDescription(manifest.id(), manifest.description().toString(), conf).volume();
    return FoundVolumes.named(uri, settings, conf);
  }

  /** Returns whether the file is still there and defines the patient's orientation. */
  public static boolean knowsSides(ScanManifest manifest, Configuration conf) {
    try {
      return VolumeLoader.knowsSides(source(manifest, manifest.source(), conf), conf);
    } catch (InputException e) {
      return false;
    }
  }
}
