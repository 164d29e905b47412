package io.sinotrace.sinogram.parquet;

import io.sinotrace.geometry.Tile;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Reads detector rows of a file that {@link SinogramFile} wrote, one after the other, in their
 * order in the file; what is wanted of one row group is held in memory at a time. The checksums of
 * the pages are verified.
 */
public final class RowReader implements AutoCloseable {
  private final ColumnFile file;
  private final int columns;
  private final List<ValueColumn> values;
  private final float[] pixels;
  private final @Nullable RowSelection wanted;
  private @Nullable Group group;
  private int view;
  private int row;

  /** The columns of a row group, and how many of its rows are still to come. */
  private static final class Group {
    private final ColumnReader views;
    private final ColumnReader rows;

    /** The elements of each value column. */
    private final List<ColumnReader> elements;

    private long left;

    Group(ColumnFile.RowGroup group, List<ValueColumn> values) {
      this.views = group.column(Columns.VIEW);
      this.rows = group.column(Columns.ROW);
      this.elements = values.stream().map(value -> group.list(value.path())).toList();
      this.left = group.rows();
    }
  }

  /**
   * Opens a file, to read all of it.
   *
   * @param columns pixels of a detector row
   * @param values the value columns to read; others are not
   */
  public RowReader(Path path, Configuration conf, int columns, List<ValueColumn> values)
      throws IOException {
    this(
        new ColumnFile(path, conf, FilterCompat.NOOP, SinogramSchema.of(values)),
        columns,
        values,
        null);
  }

  /**
   * Opens a file, to read some detector rows of some views; pages without any of them are not read.
   *
   * @param columns pixels of a detector row
   * @param values the value columns to read; others are not
   * @param views numbers of the views, at least one
   * @param rows numbers of the detector rows, at least one: each of them in each of the views
   */
  public RowReader(
      Path path, Configuration conf, int columns, List<ValueColumn> values, int[] views, int[] rows)
      throws IOException {
    this(path, conf, columns, values, RowSelection.of(views, rows));
  }

  private RowReader(
      Path path, Configuration conf, int columns, List<ValueColumn> values, RowSelection wanted)
      throws IOException {
    this(
        new ColumnFile(path, conf, FilterCompat.get(wanted.predicate()), SinogramSchema.of(values)),
        columns,
        values,
        wanted);
  }

  private RowReader(
      ColumnFile file, int columns, List<ValueColumn> values, @Nullable RowSelection wanted) {
    this.file = file;
    this.columns = columns;
    this.values = List.copyOf(values);
    this.pixels = new float[Math.multiplyExact(columns, values.size())];
    this.wanted = wanted;
  }

  /**
   * Returns the tile that each row group of a file holds, in their order, by what the file says of
   * the least and greatest number of a view and a row.
   *
   * @throws IOException if the file cannot be read, or a row group is no tile
   * @throws RuntimeException if it is damaged
   */
  public static List<Tile> tiles(Path path, Configuration conf) throws IOException {
    List<Tile> tiles = new ArrayList<>();
    try (ColumnFile file = new ColumnFile(path, conf)) {
      for (BlockMetaData group : file.rowGroups()) {
        Map<String, Statistics<?>> numbers = new HashMap<>();
        group
            .getColumns()
            .forEach(column -> numbers.put(column.getPath().toDotString(), column.getStatistics()));
        if (!(numbers.get(Columns.VIEW) instanceof IntStatistics view)
            || !(numbers.get(Columns.ROW) instanceof IntStatistics row)) {
          throw new IOException("the numbers of its views and rows are unknown");
        }
        Tile tile = new Tile(view.getMin(), view.getMax() + 1, row.getMin(), row.getMax() + 1);
        if (tile.pixels(1) != group.getRowCount()) {
          throw new IOException("a row group is not of whole views");
        }
        tiles.add(tile);
      }
    }
    return tiles;
  }

  /**
   * Reads the next row; false after the last.
   *
   * @throws IOException if the file cannot be read, or a row has another number of pixels
   * @throws RuntimeException if it is damaged
   */
  public boolean next() throws IOException {
    while (nextOfFile()) {
      if (wanted == null || wanted.contains(view, row)) {
        return true;
      }
    }
    return false;
  }

  private boolean nextOfFile() throws IOException {
    while (group == null || group.left == 0) {
      ColumnFile.RowGroup next = file.next();
      if (next == null) {
        return false;
      }
      group = new Group(next, values);
    }
    group.left--;
    view = integer(group.views);
    row = integer(group.rows);
    for (int k = 0; k < values.size(); k++) {
      readList(group.elements.get(k), k * columns);
    }
    return true;
  }

  private void readList(ColumnReader elements, int offset) throws IOException {
    for (int c = 0; c < columns; c++) {
      pixels[offset + c] = elements.getFloat();
      elements.consume();
      // 0: the next element, if any, is another list's.
      if (elements.getCurrentRepetitionLevel() != (c < columns - 1 ? 1 : 0)) {
        throw new IOException("a row is not of " + columns + " pixels");
      }
    }
  }

  private static int integer(ColumnReader column) {
    int value = column.getInteger();
    column.consume();
    return value;
  }

  /** Returns the view of the row that was read last. */
  public int view() {
    return view;
  }

  /** Returns the number of the row that was read last. */
  public int row() {
    return row;
  }

  /**
   * Returns the pixels of the row that was read last, [value column][pixel]; overwritten by the
   * next.
   */
  public float[] pixels() {
    return pixels;
  }

  /** Returns the bytes of the file read so far. */
  public long bytes() {
    return file.bytes();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
