package io.sinotrace.spark.table;

import io.sinotrace.geometry.View;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanVersion;
import io.sinotrace.sinogram.commit.TileRows;
import io.sinotrace.spark.values.ScanBeam;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.jspecify.annotations.Nullable;

/**
 * Reads some rows of a tile of a dataset. If the scan was replaced since the query was planned, the
 * task fails: so the rows of a scan are never those of two writings of it.
 *
 * @param version of the scan
 * @param file that has the tile
 * @param beam of the whole scan; null where no value depends on it
 */
record StoredTask(
    ScanVersion version, String file, @Nullable ScanBeam beam, int[] views, int[] rows)
    implements RowTask {
  private static final long serialVersionUID = 1L;

  @Override
  public String scan() {
    return version.id();
  }

  /** Opens; if no values are asked for, their file is not read, but has to be there. */
  @Override
  public Opened open(Configuration conf, boolean poses, List<ValueColumn> values)
      throws IOException {
    long start = System.nanoTime();
    FinishedScan scan = version.open(conf);
    List<View> all = poses ? scan.poses() : List.of();
    List<View> wanted = poses ? Arrays.stream(views).mapToObj(all::get).toList() : all;
    if (values.isEmpty()) {
      scan.require(file);
      return new Opened(wanted, null);
    }
    return new Opened(
        wanted,
        new Stored(scan.read(file, values, views, rows), scan.columns(), values.size(), start));
  }

  private static final class Stored implements Pixels {
    private final TileRows reader;
    private final int rowPixels;
    private final int values;
    private long nanos;
    private long pixels;

    /**
     * Begins to read.
     *
     * @param rowPixels of a detector row
     * @param values how many value columns are read
     * @param start when the scan began to be opened
     */
    Stored(TileRows reader, int rowPixels, int values, long start) {
      this.reader = reader;
      this.rowPixels = rowPixels;
      this.values = values;
      this.nanos = System.nanoTime() - start;
    }

    @Override
    public boolean next() throws IOException {
      long start = System.nanoTime();
      boolean more = reader.next();
      nanos += System.nanoTime() - start;
      pixels += more ? (long) rowPixels * values : 0;
      return more;
    }

    @Override
    public float[] values() {
      return reader.pixels();
    }

    @Override
    public int offset(int column) {
      return column * rowPixels;
    }

    @Override
    public int columns() {
      return rowPixels;
    }

    @Override
    public CustomTaskMetric[] figures(long encodeNanos, long bytes) {
      return ScanMetrics.ofReading(pixels, reader.bytes(), nanos, encodeNanos, bytes);
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
