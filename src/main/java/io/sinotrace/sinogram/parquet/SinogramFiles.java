package io.sinotrace.sinogram.parquet;

import io.sinotrace.geometry.Tile;
import io.sinotrace.plan.FileTile;
import io.sinotrace.sinogram.ValueColumn;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files that a task writes, {@code PREFIX-NNNNN.parquet} by their numbers in the scan: detector
 * rows come ordered by view, then row, and go each into the file whose tile it belongs to. Those of
 * the same views are open together.
 */
public final class SinogramFiles implements AutoCloseable {
  private final Path directory;
  private final Configuration conf;
  private final Compression compression;
  private final List<FileTile> files;
  private final String prefix;
  private final int columns;
  private final List<ValueColumn> values;
  private final List<SinogramFile> open = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();

  /** The first of the files that are open, and the first after them. */
  private int firstOpen;

  private int next;

  /** The one of the open files that was written to last. */
  private int current;

  /**
   * A file that is complete.
   *
   * @param name of the file
   * @param rows rows in it
   * @param bytes length of it
   * @param crc32c checksum of its bytes, in hexadecimal
   * @param tiles of the sinogram in it, one a row group, in their order; none in other files
   */
  public record Written(String name, long rows, long bytes, String crc32c, List<Tile> tiles)
      implements Serializable {}

  /**
   * Prepares to write; nothing is made yet.
   *
   * @param directory that the files go to
   * @param files ordered by view, then row
   * @param prefix with which the names begin; see {@link FileIdentity}
   * @param columns pixels of a detector row
   * @param values the value columns
   */
  public SinogramFiles(
      Path directory,
      Configuration conf,
      Compression compression,
      List<FileTile> files,
      String prefix,
      int columns,
      List<ValueColumn> values) {
    this.directory = directory;
    this.conf = conf;
    this.compression = compression;
    this.files = List.copyOf(files);
    this.prefix = prefix;
    this.columns = columns;
    this.values = List.copyOf(values);
  }

  /**
   * Writes the pixels of the next detector row: for value column k those from {@code pixels[offset
   * + k * stride]}.
   *
   * @throws IllegalArgumentException if it is not that row's turn
   */
  public void write(int view, int row, float[] pixels, int offset, int stride) throws IOException {
    if (open.isEmpty() || view >= tile(firstOpen).viewTo()) {
      openNext();
    }
    if (row < tile(firstOpen + current).rowFrom()) {
      current = 0;
    }
    while (row >= tile(firstOpen + current).rowTo() && current + 1 < open.size()) {
      current++;
    }
    open.get(current).write(view, row, pixels, offset, stride);
  }

  /** Closes the files of some views and opens those of the next. */
  private void openNext() throws IOException {
    closeAll();
    if (next == files.size()) {
      throw new IllegalArgumentException("all rows were written");
    }
    firstOpen = next;
    current = 0;
    int viewFrom = tile(next).viewFrom();
    while (next < files.size() && tile(next).viewFrom() == viewFrom) {
      Tile tile = tile(next);
      open.add(
          new SinogramFile(
              new Path(directory, name(next)),
              conf,
              compression,
              IntStream.range(tile.viewFrom(), tile.viewTo()).toArray(),
              IntStream.range(tile.rowFrom(), tile.rowTo()).toArray(),
              columns,
              values));
      next++;
    }
  }

  private Tile tile(int file) {
    return files.get(file).tile();
  }

  private String name(int file) {
    return "%s-%05d.parquet".formatted(prefix, files.get(file).number());
  }

  /** Closes all open files, even if one of them fails. */
  private void closeAll() throws IOException {
    IOException failure = null;
    for (int k = 0; k < open.size(); k++) {
      SinogramFile file = open.get(k);
      try {
        file.close();
        if (file.isComplete()) {
          written.add(
              new Written(
                  name(firstOpen + k),
                  file.rows(),
                  file.bytes(),
                  file.crc32c(),
                  List.of(tile(firstOpen + k))));
        }
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    open.clear();
    if (failure != null) {
      throw failure;
    }
  }

  /** Completes the files whose rows were all written, and leaves others without a footer. */
  @Override
  public void close() throws IOException {
    closeAll();
  }

  /**
   * Returns all files, once they are closed.
   *
   * @throws IllegalStateException if one is not complete
   */
  public List<Written> written() {
    if (written.size() < files.size()) {
      throw new IllegalStateException(
          "%d of %d files written".formatted(written.size(), files.size()));
    }
    return List.copyOf(written);
  }
}
