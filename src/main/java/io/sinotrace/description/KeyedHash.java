package io.sinotrace.description;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A hash that only those who have its key can compute: HMAC with SHA-256 (RFC 2104), of which the
 * first 8 bytes are kept.
 */
final class KeyedHash {
  /** The environment variable that has the key. */
  static final String VARIABLE = "SINOTRACE_ID_KEY";

  /** Without a key of their own, all have this one, which is no secret. */
  private static final String DEFAULT_KEY = "sinotrace";

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 8;

  private KeyedHash() {}

  /** Returns the hash of a text with the key of the environment, in hexadecimal. */
  static String of(String text) {
    String key = System.getenv(VARIABLE);
    return of(text, key == null || key.isEmpty() ? DEFAULT_KEY : key);
  }

  static String of(String text, String key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)), 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
