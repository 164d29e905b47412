package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** What the values of a scan depend on: the same fingerprint, the same values. */
public final class Fingerprint {
  private static final ObjectMapper CANONICAL =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Fingerprint() {}

  /**
   * Returns it as one SHA-256.
   *
   * @param arithmetic its name
   * @param inputs file name to SHA-256
   * @param settings sections of the description: those of volume and geometry, and others where
   *     values depend on them
   */
  public static String of(
      String arithmetic, Map<String, String> inputs, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("arithmetic", arithmetic);
    all.put("inputs", inputs);
    try {
      return sha256(CANONICAL.writeValueAsString(all).getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
