package io.sinotrace.volume.io.hdf5.layout;

import io.sinotrace.volume.io.hdf5.layout.ObjectHeader.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The filters that the chunks of a dataset went through, in the order of writing. */
final class FilterPipeline {
  private static final int FIRST_NAMED = 256;
  private static final int MAX_FILTERS = 32;

  private final List<Filter> filters;

  private FilterPipeline(List<Filter> filters) {
    this.filters = filters;
  }

  /**
   * Reads the filters of a dataset.
   *
   * @param message null if it has none
   * @throws UnsupportedHdf5Exception if one of them is not supported
   */
  static FilterPipeline read(@Nullable Message message) {
    if (message == null) {
      return new FilterPipeline(List.of());
    }
    ByteBuffer in = message.bytes();
    int version = in.get();
    int count = in.get();
    if (version != 1 && version != 2) {
      throw new UnsupportedHdf5Exception("filters of version " + version);
    }
    if (count < 0 || count > MAX_FILTERS) {
      throw new DamagedHdf5Exception("%d filters".formatted(count));
    }
    in.position(version == 1 ? 8 : 2);
    List<Filter> filters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      filters.add(readFilter(in, version));
    }
    return new FilterPipeline(filters);
  }

  private static Filter readFilter(ByteBuffer in, int version) {
    int id = in.getShort() & 0xffff;
    int nameBytes = version == 1 || id >= FIRST_NAMED ? in.getShort() & 0xffff : 0;
    in.getShort(); // whether it may be left out, which the masks of the chunks say
    int count = in.getShort() & 0xffff;
    if (nameBytes + 4L * count > in.remaining()) {
      throw new DamagedHdf5Exception("filters that are longer than their message");
    }
    byte[] name = new byte[nameBytes];
    in.get(name);
    int[] parameters = new int[count];
    for (int k = 0; k < parameters.length; k++) {
      parameters[k] = in.getInt();
    }
    if (version == 1 && parameters.length % 2 != 0) {
      in.position(in.position() + 4);
    }
    return Filter.of(id, new String(name, StandardCharsets.ISO_8859_1), parameters);
  }

  /** Returns whether there is no filter. */
  boolean isEmpty() {
    return filters.isEmpty();
  }

  /**
   * Undoes the filters, the last one first.
   *
   * @param mask bit i is set where filter i was left out
   */
  void decode(FilterBytes bytes, int mask) {
    for (int i = filters.size() - 1; i >= 0; i--) {
      if ((mask & (1 << i)) == 0) {
        filters.get(i).decode(bytes);
      }
    }
  }
}
