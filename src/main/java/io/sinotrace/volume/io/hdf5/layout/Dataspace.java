package io.sinotrace.volume.io.hdf5.layout;

import java.nio.ByteBuffer;

/**
 * The shape of a dataset.
 *
 * @param shape sizes of the axes, slowest first
 * @param largest sizes they may grow to; {@link #UNLIMITED} without a limit
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by those beside it
record Dataspace(long[] shape, long[] largest) {
  static final long UNLIMITED = -1;

  static final int MAX_AXES = 32;

  /** Reads a dataspace message. */
  static Dataspace read(ByteBuffer in) {
    int version = in.get(0);
    int axes = in.get(1);
    boolean grows = (in.get(2) & 1) != 0;
    if (version != 1 && version != 2) {
      throw new UnsupportedHdf5Exception("a dataspace of version " + version);
    }
    if (axes < 0 || axes > MAX_AXES) {
      throw new DamagedHdf5Exception("a dataspace of %d axes".formatted(axes));
    }
    in.position(version == 1 ? 8 : 4);
    long[] shape = longs(in, axes);
    long[] largest = grows ? longs(in, axes) : shape.clone();
    for (int k = 0; k < axes; k++) {
      if (shape[k] < 0 || (largest[k] != UNLIMITED && largest[k] < shape[k])) {
        throw new DamagedHdf5Exception(
            "an axis of %d, which may grow to %d".formatted(shape[k], largest[k]));
      }
    }
    return new Dataspace(shape, largest);
  }

  private static long[] longs(ByteBuffer in, int count) {
    long[] values = new long[count];
    for (int k = 0; k < count; k++) {
      values[k] = in.getLong();
    }
    return values;
  }
}
