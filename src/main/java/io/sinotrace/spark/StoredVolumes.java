package io.sinotrace.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.InputException;
import io.sinotrace.description.RecordedDescription;
import io.sinotrace.description.VolumeFinder;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * The volumes of stored scans, from what their manifests record, and those that they are compared
 * with; for one thread.
 */
public final class StoredVolumes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration conf;
  private final VolumeFinder finder;

  /** Reads files as a configuration says. */
  public StoredVolumes(Configuration conf) {
    this.conf = conf;
    this.finder = new VolumeFinder(conf);
  }

  /** Reads files as a session does. */
  public static StoredVolumes of(SparkSession spark) {
    return new StoredVolumes(spark.sessionState().newHadoopConf());
  }

  /** Returns the configuration by which files are read. */
  public Configuration conf() {
    return conf;
  }

  /**
   * Returns where a volume is and how it is read: as the scan's was.
   *
   * @param uri its path; that of the scan's own is {@link ScanManifest#source}
   */
  public VolumeSource source(ScanManifest manifest, String uri) {
    return source(manifest.id(), manifest.description(), uri);
  }

  /**
   * As above, of a scan that is not there yet.
   *
   * @param description the effective one of the scan alone
   */
  public VolumeSource source(String id, Map<String, Object> description, String uri) {
    return source(id, JSON.<JsonNode>valueToTree(description), uri);
  }

  private VolumeSource source(String id, JsonNode description, String uri) {
    return finder.named(uri, new RecordedDescription(id, description.toString(), conf).volume());
  }

  /** Returns whether the file is still there and defines the patient's orientation. */
  public boolean knowsSides(ScanManifest manifest) {
    try {
      return VolumeLoader.knowsSides(source(manifest, manifest.source()), conf);
    } catch (InputException e) {
      return false;
    }
  }
}
