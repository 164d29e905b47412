package io.sinotrace.sinogram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Projector;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code scans/ID.json} says: from what, how, by what and when a scan was made, and its files.
 */
public final class ScanManifest {
  /** Raised when a reader of manifests would have to change. */
  public static final int FORMAT = 1;

  /** The key of {@link #fingerprint}. */
  public static final String FINGERPRINT = "fingerprint";

  private static final ObjectMapper CANONICAL =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private ScanManifest() {}

  /**
   * One Parquet file of a scan.
   *
   * @param name under sinogram/scan=ID
   * @param rows in it
   * @param bytes long
   * @param crc32c of its bytes, in hexadecimal
   * @param backend that traced it
   */
  public record File(String name, long rows, long bytes, String crc32c, String backend) {}

  /**
   * Returns what the values of a scan depend on, as one SHA-256: the same fingerprint, the same
   * values.
   *
   * @param inputs file name to SHA-256
   * @param volume how the volume is read, as described
   * @param geometry as described
   */
  public static String fingerprint(
      Map<String, String> inputs, Map<String, Object> volume, Map<String, Object> geometry) {
    Map<String, Object> all =
        Map.of(
            "arithmetic", Projector.ARITHMETIC,
            "inputs", inputs,
            "volume", volume,
            "geometry", geometry);
    try {
      byte[] text = CANONICAL.writeValueAsString(all).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the manifest as nested maps, ready to be written as JSON. */
  public static Map<String, Object> of(
      String id,
      String source,
      Map<String, String> inputs,
      String fingerprint,
      Map<String, Object> description,
      VoxelUnits units,
      VoxelGrid grid,
      Geometry geometry,
      List<File> files,
      Map<String, Object> figures,
      List<String> previews) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", FORMAT);
    manifest.put("id", id);
    manifest.put("source", source);
    manifest.put("inputs_sha256", inputs);
    manifest.put(FINGERPRINT, fingerprint);
    manifest.put("created", Instant.now().toString());
    manifest.put("sinotrace", version());
    manifest.put("arithmetic", Projector.ARITHMETIC);
    manifest.put("description", description);
    Map<String, Object> volume = new LinkedHashMap<>();
    volume.put("voxels", List.of(grid.nx(), grid.ny(), grid.nz()));
    volume.put("index_to_world", grid.indexToWorld().toArray());
    volume.put("mu", units.formula());
    manifest.put("volume", volume);
    Map<String, Object> compiled = new LinkedHashMap<>();
    compiled.put("beam", geometry.beam().name().toLowerCase(java.util.Locale.ROOT));
    compiled.put("views", geometry.views().size());
    compiled.put("rows", geometry.detector().rows());
    compiled.put("columns", geometry.detector().columns());
    manifest.put("geometry", compiled);
    manifest.put("figures", figures);
    manifest.put("files", files);
    manifest.put("previews", previews);
    return manifest;
  }

  /** Returns the version of this build. */
  public static String version() {
    String version = ScanManifest.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
