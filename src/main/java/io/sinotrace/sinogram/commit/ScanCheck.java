package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Tile;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Compares a scan with its manifest, reading each file once, a buffer at a time. A file that has
 * the length and the checksum of the manifest is what was written, to the byte, so it is not
 * decoded; what rows it holds the manifest says.
 */
public final class ScanCheck {
  private final FinishedScan scan;
  private final Configuration conf;

  /** Prepares to check a scan. */
  public ScanCheck(FinishedScan scan, Configuration conf) {
    this.scan = scan;
    this.conf = conf;
  }

  /**
   * Checks some files of the sinogram; with the first of them, also the file of views, and that all
   * files together hold each detector row of each view once.
   *
   * @param from number of the first, in the order of the manifest
   * @param to number of the last, plus one
   * @throws InputException that says what is damaged
   * @throws ScanReplacedException if the scan was replaced meanwhile
   */
  public void files(int from, int to) throws IOException {
    if (from == 0) {
      views();
      rows();
    }
    for (ScanManifest.File file : scan.manifest().files().subList(from, to)) {
      verify(file, () -> scan.find(file));
    }
  }

  private void views() throws IOException {
    ScanManifest.File views = scan.manifest().views();
    if (views == null) {
      // Nothing was recorded of it by the versions that wrote such manifests.
      List<?> unused = scan.poses();
    } else {
      verify(views, scan::findViews);
      FinishedScan.check(views.rows() == scan.views(), scan.findViews());
    }
  }

  private void rows() throws IOException {
    BitSet held = new BitSet();
    long rows = 0;
    for (ScanManifest.File file : scan.manifest().files()) {
      for (Tile tile : scan.tiles(file)) {
        for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
          int first = Math.multiplyExact(view, scan.rows());
          held.set(Math.addExact(first, tile.rowFrom()), Math.addExact(first, tile.rowTo()));
        }
        rows += tile.pixels(1);
      }
    }
    long expected = (long) scan.views() * scan.rows();
    FinishedScan.check(rows == expected && held.cardinality() == expected, scan.directory());
  }

  private void verify(ScanManifest.File file, FinishedScan.Finding place) throws IOException {
    String sum = scan.open(place, path -> FileChecksum.crc32c(path, conf));
    if (!sum.equals(file.crc32c())) {
      scan.checkNotReplaced();
      throw new InputException(
          "%s has the checksum %s, not %s; trace the scan again"
              .formatted(Storage.shown(place.find()), sum, file.crc32c()));
    }
  }
}
