package io.sinotrace.spark.table;

import io.sinotrace.Parallel;
import io.sinotrace.geometry.Tile;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.ScanVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.connector.metric.CustomMetric;

/** The scans of a dataset, as its manifests name them when a query is planned. */
record StoredScans(Path dataset, Configuration conf) implements RowSource {
  private static final Comparator<StoredTile> ORDER =
      Comparator.<StoredTile>comparingInt(part -> part.tile().viewFrom())
          .thenComparingInt(part -> part.tile().rowFrom());

  /** Lists the dataset, and reads the manifests of the scans that the filter may want. */
  @Override
  public List<StoredTile> tiles(RowFilter filter) {
    try {
      CommittedScans scans = CommittedScans.of(dataset, conf);
      List<String> wanted =
          scans.ids().stream().filter(id -> filter.of(id) != RowFilter.Share.NONE).toList();
      return Parallel.map(wanted, id -> tiles(scans.open(id))).stream()
          .flatMap(List::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<StoredTile> tiles(FinishedScan scan) throws IOException {
    List<StoredTile> tiles = new ArrayList<>();
    for (ScanManifest.File file : scan.manifest().files()) {
      for (Tile tile : scan.tiles(file)) {
        tiles.add(new StoredTile(scan.version(), file.name(), tile, scan.rows(), scan.columns()));
      }
    }
    tiles.sort(ORDER);
    return tiles;
  }

  @Override
  public CustomMetric[] metrics() {
    return ScanMetrics.ofReading();
  }

  /**
   * A tile of a file.
   *
   * @param version of the scan
   * @param file name of the file
   */
  record StoredTile(ScanVersion version, String file, Tile tile, int scanRows, int columns)
      implements RowTile {
    @Override
    public String scan() {
      return version.id();
    }

    @Override
    public RowTask task(int[] views, int[] rows) {
      return new StoredTask(version, file, views, rows);
    }
  }
}
