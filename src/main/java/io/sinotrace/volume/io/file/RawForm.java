package io.sinotrace.volume.io.file;

import java.io.Serializable;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a raw binary are.
 *
 * @param type how a number is stored; null if it is not said
 * @param shape sizes of the three axes, in the order of the array's indices; null if it is not said
 * @param bigEndian whether the first byte of a number is the most significant
 * @param skip bytes before the numbers
 */
public record RawForm(
    @Nullable SampleType type, @Nullable List<Integer> shape, boolean bigEndian, long skip)
    implements Serializable {
  /** Nothing is said. */
  public static final RawForm UNKNOWN = new RawForm(null, null, false, 0);

  /** Copies the list. */
  public RawForm {
    shape = shape == null ? null : List.copyOf(shape);
  }

  /** Returns the byte order of a number. */
  public ByteOrder byteOrder() {
    return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }
}
