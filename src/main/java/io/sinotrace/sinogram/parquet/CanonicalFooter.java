package io.sinotrace.sinogram.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * The end of a Parquet file with all lists in a fixed order.
 *
 * <p>Parquet's writer keeps the encodings of a column in a hash set of enums, whose order changes
 * with each JVM, and lists them in the footer as they come; nothing else in our files depends on
 * anything but what is written. With the encodings sorted, the same rows give the same bytes
 * everywhere.
 */
final class CanonicalFooter {
  /** The length of the footer, and the magic number. */
  private static final int TRAILER = 2 * Integer.BYTES;

  private CanonicalFooter() {}

  /**
   * Returns the end of a file in canonical form; it is as long as before.
   *
   * @param end the last bytes of a file, with at least the whole footer
   */
  static byte[] of(byte[] end) throws IOException {
    int trailer = end.length - TRAILER;
    int length = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(trailer);
    int start = trailer - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(end, start, length));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        Collections.sort(column.getMeta_data().getEncodings());
      }
    }
    ByteArrayOutputStream sorted = new ByteArrayOutputStream(end.length);
    sorted.write(end, 0, start);
    Util.writeFileMetaData(footer, sorted);
    if (sorted.size() != trailer) {
      throw new IllegalStateException(
          "a footer of %d bytes became one of %d".formatted(length, sorted.size() - start));
    }
    sorted.write(end, trailer, TRAILER);
    return sorted.toByteArray();
  }
}
