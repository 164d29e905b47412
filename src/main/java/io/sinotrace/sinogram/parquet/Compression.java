package io.sinotrace.sinogram.parquet;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** How the Parquet files of a dataset are compressed. */
public enum Compression {
  /** Not at all: the fastest, and nearly as small where every pixel is noisy. */
  NONE(CompressionCodecName.UNCOMPRESSED),
  /** Snappy: fast, halves clean data. */
  SNAPPY(CompressionCodecName.SNAPPY),
  /** Zstandard: the smallest. */
  ZSTD(CompressionCodecName.ZSTD);

  private final CompressionCodecName codec;

  Compression(CompressionCodecName codec) {
    this.codec = codec;
  }

  CompressionCodecName codec() {
    return codec;
  }
}
