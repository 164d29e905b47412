package io.sinotrace.description;

/** How the pages of a dataset are compressed: {@code output.compression}. */
public enum Compression {
  /** Not at all. */
  NONE,
  /** Snappy: fast, of use on clean data. */
  SNAPPY,
  /** Zstandard: the smallest. */
  ZSTD
}
