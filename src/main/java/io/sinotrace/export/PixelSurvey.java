package io.sinotrace.export;

import io.sinotrace.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/**
 * What is known of the pixels of a scan once all have been seen.
 *
 * @param least value
 * @param greatest value
 * @param digest of all pixels, whatever the order in which detector rows were seen, in hexadecimal
 */
public record PixelSurvey(float least, float greatest, String digest) {
  /** Sees the detector rows of a scan, each once, in any order. */
  public static final class Builder {
    private final MessageDigest sha256 = Sha256.instance();
    private float least = Float.POSITIVE_INFINITY;
    private float greatest = Float.NEGATIVE_INFINITY;
    private long high;
    private long low;

    /**
     * Sees a detector row.
     *
     * @throws InputException if a pixel is not finite
     */
    public void accept(int view, int row, float[] pixels) {
      ByteBuffer bytes =
          ByteBuffer.allocate(2 * Integer.BYTES + pixels.length * Float.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(view)
              .putInt(row);
      for (float pixel : pixels) {
        if (!Float.isFinite(pixel)) {
          throw new InputException(
              "a pixel of view %d, row %d, is %s, which integers cannot be scaled to"
                  .formatted(view, row, pixel));
        }
        least = Math.min(least, pixel);
        greatest = Math.max(greatest, pixel);
        bytes.putFloat(pixel);
      }
      // A sum, since rows come tile by tile, in another order where a scan was split otherwise.
      ByteBuffer hash = ByteBuffer.wrap(sha256.digest(bytes.array()));
      high += hash.getLong();
      low += hash.getLong();
    }

    /** Returns what was seen. */
    public PixelSurvey build() {
      return new PixelSurvey(least, greatest, "%016x%016x".formatted(high, low));
    }
  }
}
