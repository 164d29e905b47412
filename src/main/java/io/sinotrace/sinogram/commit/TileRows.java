package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.parquet.RowReader;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * Some detector rows of some views of a finished scan, being read: all of one tile of a file,
 * ordered by view, then row, each once.
 */
public final class TileRows implements AutoCloseable {
  private final FinishedScan scan;
  private final Path path;
  private final RowReader reader;
  private final int[] views;
  private final int[] rows;
  private long read;

  TileRows(FinishedScan scan, Path path, RowReader reader, int[] views, int[] rows) {
    this.scan = scan;
    this.path = path;
    this.reader = reader;
    this.views = views.clone();
    this.rows = rows.clone();
  }

  /**
   * Reads the next row; false after the last.
   *
   * @throws io.sinotrace.InputException if the file is damaged, or does not hold that row
   * @throws ScanReplacedException if that is because the scan was replaced
   */
  public boolean next() throws IOException {
    boolean more;
    try {
      more = reader.next();
    } catch (IOException | RuntimeException e) {
      throw scan.failure(path, e);
    }
    boolean expected = read < (long) views.length * rows.length;
    boolean inOrder =
        more == expected
            && (!more
                || (reader.view() == views[(int) (read / rows.length)]
                    && reader.row() == rows[(int) (read % rows.length)]));
    FinishedScan.check(inOrder, path);
    read++;
    return more;
  }

  /** Returns the view of the row that was read last. */
  int view() {
    return reader.view();
  }

  /** Returns the number of the row that was read last. */
  int row() {
    return reader.row();
  }

  /** Returns the row that was read last, [value column][pixel]; overwritten by the next. */
  public float[] pixels() {
    return reader.pixels();
  }

  /** Returns the bytes of the file read so far. */
  public long bytes() {
    return reader.bytes();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
