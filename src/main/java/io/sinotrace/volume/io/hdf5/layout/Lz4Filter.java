package io.sinotrace.volume.io.hdf5.layout;

/** The filter that compresses with LZ4; a block that would not shrink is stored uncompressed. */
final class Lz4Filter implements Filter {
  @Override
  public void decode(FilterBytes bytes) {
    Lz4Blocks blocks = new Lz4Blocks(bytes);
    for (int put = 0; put < blocks.total(); ) {
      int length = Math.min(blocks.block(), blocks.total() - put);
      blocks.decompress(bytes.next(), put, length, true);
      put += length;
    }
    bytes.turn(blocks.total());
  }
}
