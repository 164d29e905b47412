package io.sinotrace.volume.io.hdf5.layout;

import java.util.Arrays;

/**
 * A dataset as it is stored.
 *
 * <p>All methods throw {@link DamagedHdf5Exception} or {@link UnsupportedHdf5Exception}; of damaged
 * files also other runtime exceptions, where a structure ends in its middle.
 */
public final class StoredDataset {
  private static final int EXTERNAL_FILES = 7;

  private final Hdf5Bytes file;
  private final ObjectHeader header;
  private final Dataspace space;
  private final NumberType type;
  private final Layout layout;

  private StoredDataset(Hdf5Bytes file, ObjectHeader header) {
    this.file = file;
    this.header = header;
    this.space = Dataspace.read(header.require(ObjectHeader.DATASPACE).bytes());
    this.type = NumberType.read(header.require(ObjectHeader.DATATYPE).bytes());
    this.layout = Layout.read(header.require(ObjectHeader.LAYOUT));
    if (header.find(EXTERNAL_FILES) != null) {
      throw new UnsupportedHdf5Exception("other files that hold the numbers");
    }
  }

  /** Reads the object header at an address. */
  public static StoredDataset read(Hdf5Bytes file, long address) {
    return new StoredDataset(file, ObjectHeader.read(file, address));
  }

  /** Returns the sizes of the axes, slowest first. */
  public long[] shape() {
    return space.shape().clone();
  }

  /** Returns how an element is stored. */
  public NumberType type() {
    return type;
  }

  /** Returns whether the elements are stored in chunks; otherwise they are contiguous. */
  public boolean isChunked() {
    return layout instanceof Layout.Chunked;
  }

  /** Returns whether any element is stored. */
  public boolean isWritten() {
    long address =
        layout instanceof Layout.Contiguous all
            ? all.address()
            : ((Layout.Chunked) layout).stored().address();
    return address != Hdf5Bytes.UNDEFINED;
  }

  /**
   * Returns the position in the file of the first of contiguous elements. The caller checks that
   * all are within the file.
   */
  public long position() {
    Layout.Contiguous all = (Layout.Contiguous) layout;
    long bytes = Arrays.stream(space.shape()).reduce(type.bytes(), Math::multiplyExact);
    if (all.bytes() != Layout.UNCOUNTED && all.bytes() < bytes) {
      throw new DamagedHdf5Exception(
          "%d bytes stored for %d bytes of elements".formatted(all.bytes(), bytes));
    }
    return file.position(all.address());
  }

  /** Returns the chunks of a dataset that is stored in chunks. */
  public Chunks chunks() {
    Layout.Chunked chunked = (Layout.Chunked) layout;
    int axes = chunked.size().length - 1;
    if (axes < 0 || chunked.size()[axes] != type.bytes()) {
      throw new DamagedHdf5Exception(
          "chunks of elements of another size than the %d bytes of the type"
              .formatted(type.bytes()));
    }
    ChunkShape shape = ChunkShape.of(space, Arrays.copyOf(chunked.size(), axes), type.bytes());
    FilterPipeline filters = FilterPipeline.read(header.find(ObjectHeader.FILTERS));
    return new Chunks(
        file,
        shape,
        index(chunked, shape, !filters.isEmpty()),
        filters,
        chunked.filtersPartial(),
        FillValue.read(header, type.bytes()));
  }

  private ChunkIndex index(Layout.Chunked chunked, ChunkShape shape, boolean filtered) {
    StoredChunk stored = chunked.stored();
    long address = stored.address();
    return switch (chunked.index()) {
      case BTREE_1 -> BTree1.read(file.once(), address, shape);
      case SINGLE_CHUNK -> {
        StoredChunk only = stored.bytes() > 0 ? stored : new StoredChunk(address, shape.bytes(), 0);
        yield place -> only;
      }
      case IMPLICIT -> {
        ChunkNumbers numbers = ChunkNumbers.byLargestExtent(shape);
        yield place ->
            new StoredChunk(address + numbers.of(place) * shape.bytes(), shape.bytes(), 0);
      }
      case FIXED_ARRAY -> FixedArray.read(file.once(), address, shape, filtered);
      case EXTENSIBLE_ARRAY -> ExtensibleArray.read(file.once(), address, shape, filtered);
      case BTREE_2 -> BTree2.read(file.once(), address, shape, filtered);
    };
  }
}
