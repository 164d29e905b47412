package io.sinotrace.physics.random;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells the noise of one picture of a scan from that of any other.
 *
 * <p>Of N pictures two share a key, and so their noise, with a chance of N^2 / 2^65: one in 37
 * million for a million pictures.
 *
 * @param value the key of the generator
 */
public record NoiseKey(long value) implements Serializable {
  /**
   * Returns the first 64 bits of the SHA-256 of what the noise is for.
   *
   * @param seed chosen by whoever asks for the noise
   * @param scan its id
   * @param protocol its name
   * @param realisation from 0: how many pictures of the same went before
   * @throws IllegalArgumentException if the realisation is negative
   */
  public static NoiseKey of(long seed, String scan, String protocol, int realisation) {
    if (realisation < 0) {
      throw new IllegalArgumentException("realisation " + realisation);
    }
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
    update(digest, scan);
    update(digest, protocol);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(realisation).flip());
    return new NoiseKey(ByteBuffer.wrap(digest.digest()).getLong());
  }

  /** Adds a text after its length, so that no two pairs of texts run together alike. */
  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }
}
