package io.sinotrace.volume.io.hdf5.layout;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chunks of a dataset, read one after the other. */
public final class Chunks {
  private final Hdf5Bytes file;
  private final ChunkShape shape;
  private final ChunkIndex index;
  private final FilterPipeline filters;
  private final boolean filtersPartial;
  private final Optional<byte[]> fill;
  private @Nullable FilterBytes buffer;

  Chunks(
      Hdf5Bytes file,
      ChunkShape shape,
      ChunkIndex index,
      FilterPipeline filters,
      boolean filtersPartial,
      Optional<byte[]> fill) {
    this.file = file;
    this.shape = shape;
    this.index = index;
    this.filters = filters;
    this.filtersPartial = filtersPartial;
    this.fill = fill;
  }

  /** Returns the bytes of a chunk before the filters; {@link #read} takes more than twice that. */
  public int bytes() {
    return shape.bytes();
  }

  /** Returns how many chunks cover the dataset, whether they were written or not. */
  public long count() {
    return shape.count();
  }

  /** Returns the size of a chunk along each axis, in elements. */
  public int[] size() {
    return shape.size().clone();
  }

  /**
   * Reads a chunk.
   *
   * @param place position of the chunk, counted in chunks along each axis
   * @return an array that begins with all elements of the chunk as their type has them, the last
   *     axis fastest; those beyond the dataset are undefined. The next call reuses it.
   */
  public byte[] read(long[] place) {
    if (buffer == null) {
      buffer = FilterBytes.of(shape.bytes(), !filters.isEmpty());
    }
    FilterBytes bytes = buffer;
    StoredChunk chunk = index.find(place);
    if (chunk == null) {
      fillIn(bytes.now());
      return bytes.now();
    }
    if (chunk.bytes() < 1 || chunk.bytes() > bytes.now().length) {
      throw new DamagedHdf5Exception(
          "a chunk of %d bytes, stored in %s"
              .formatted(shape.bytes(), Long.toUnsignedString(chunk.bytes())));
    }
    bytes.setLength((int) chunk.bytes());
    file.read(chunk.address(), bytes.now(), bytes.length());
    if (filtersPartial || !shape.isPartial(place)) {
      filters.decode(bytes, chunk.mask());
    }
    if (bytes.length() != shape.bytes()) {
      throw new DamagedHdf5Exception(
          "%d bytes in a chunk of %d".formatted(bytes.length(), shape.bytes()));
    }
    return bytes.now();
  }

  private void fillIn(byte[] to) {
    byte[] element =
        fill.orElseThrow(
            () ->
                new UnsupportedHdf5Exception("chunks that were never written, and no fill value"));
    for (int at = 0; at < shape.bytes(); at += element.length) {
      System.arraycopy(element, 0, to, at, element.length);
    }
  }
}
