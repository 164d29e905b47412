package io.sinotrace.volume.io.hdf5.layout;

/** Undoes what a filter did to a chunk. */
interface Filter {
  /**
   * Decodes a chunk in place.
   *
   * @throws DamagedHdf5Exception if it is not output of the filter
   */
  void decode(FilterBytes bytes);

  /**
   * Returns a filter by its registered number.
   *
   * @param name in the file; may be empty
   * @throws UnsupportedHdf5Exception if it is not supported
   */
  static Filter of(int id, String name, int[] parameters) {
    return switch (id) {
      case 1 -> new InflateFilter();
      case 2 -> new ShuffleFilter(parameters);
      case 3 -> new Fletcher32Filter();
      case 32_000 -> new LzfFilter();
      case 32_004 -> new Lz4Filter();
      case 32_008 -> new BitshuffleFilter(parameters);
      default -> throw new UnsupportedHdf5Exception(unknown(id, name));
    };
  }

  private static String unknown(int id, String name) {
    String known =
        switch (id) {
          case 4 -> "szip";
          case 5 -> "nbit";
          case 6 -> "scaleoffset";
          default -> name.replaceAll("[^\\x20-\\x7e]+", "").strip();
        };
    return "filter %d%s".formatted(id, known.isEmpty() ? "" : " (" + known + ")");
  }
}
