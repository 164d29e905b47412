package io.sinotrace.volume.io.hdf5.layout;

import io.sinotrace.volume.io.hdf5.layout.ObjectHeader.Message;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The value of elements that were never written. */
final class FillValue {
  /** A time of writing the fill value. */
  private static final int NEVER = 1;

  private static final int UNDEFINED = 1 << 4;
  private static final int GIVEN = 1 << 5;

  private FillValue() {}

  /**
   * Reads the fill value of a dataset.
   *
   * @return the bytes of one element; empty if such elements have no value
   */
  static Optional<byte[]> read(ObjectHeader header, int elementBytes) {
    byte[] zero = new byte[elementBytes];
    Message message = header.find(ObjectHeader.FILL_VALUE);
    if (message == null) {
      Message old = header.find(ObjectHeader.OLD_FILL_VALUE);
      return Optional.of(old == null ? zero : value(old.bytes(), 0, zero));
    }
    ByteBuffer in = message.bytes();
    int version = in.get(0);
    int flags = in.get(1);
    return switch (version) {
      case 1, 2 -> {
        boolean undefined = in.get(2) == NEVER || in.get(3) == 0;
        yield undefined ? Optional.empty() : Optional.of(value(in, 4, zero));
      }
      case 3 -> {
        boolean undefined = ((flags >> 2) & 3) == NEVER || (flags & UNDEFINED) != 0;
        byte[] value = (flags & GIVEN) == 0 ? zero : value(in, 2, zero);
        yield undefined ? Optional.empty() : Optional.of(value);
      }
      default -> throw new UnsupportedHdf5Exception("a fill value of version " + version);
    };
  }

  private static byte[] value(ByteBuffer in, int at, byte[] zero) {
    int size = in.getInt(at);
    if (size == 0) {
      return zero;
    }
    if (size != zero.length) {
      throw new DamagedHdf5Exception(
          "a fill value of %d bytes for elements of %d".formatted(size, zero.length));
    }
    byte[] value = new byte[size];
    in.get(at + 4, value);
    return value;
  }
}
