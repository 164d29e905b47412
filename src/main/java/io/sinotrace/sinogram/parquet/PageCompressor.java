package io.sinotrace.sinogram.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * Compresses pages one by one, always into the same buffer.
 *
 * <p>The codecs are called directly: those of Parquet and Hadoop copy a page several times and set
 * up a stream for each.
 */
final class PageCompressor implements AutoCloseable {
  /**
   * Level 3, the library's default, takes half as long again for files a tenth smaller at best, and
   * no smaller where pixels are noisy.
   */
  private static final int ZSTD_LEVEL = 1;

  private final Compression compression;
  private final @Nullable ZstdCompressCtx zstd;
  private byte[] compressed = {};

  PageCompressor(Compression compression) {
    this.compression = compression;
    this.zstd = compression == Compression.ZSTD ? new ZstdCompressCtx().setLevel(ZSTD_LEVEL) : null;
  }

  /** Returns a page's first {@code length} bytes compressed; valid until the next call. */
  BytesInput compress(byte[] page, int length) throws IOException {
    if (zstd != null) {
      reserve(Zstd.compressBound(length));
      int size = zstd.compressByteArray(compressed, 0, compressed.length, page, 0, length);
      return BytesInput.from(compressed, 0, size);
    }
    if (compression == Compression.SNAPPY) {
      reserve(Snappy.maxCompressedLength(length));
      return BytesInput.from(compressed, 0, Snappy.compress(page, 0, length, compressed, 0));
    }
    return BytesInput.from(page, 0, length);
  }

  private void reserve(long size) {
    if (compressed.length < size) {
      compressed = new byte[Math.toIntExact(size)];
    }
  }

  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
    }
  }
}
