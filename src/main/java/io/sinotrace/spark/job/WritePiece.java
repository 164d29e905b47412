package io.sinotrace.spark.job;

import io.sinotrace.description.ScanSpec;
import io.sinotrace.geometry.Tile;
import io.sinotrace.plan.FileTile;
import io.sinotrace.sinogram.commit.ScanDestination;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;
import java.util.List;

/**
 * A piece of a batch: what an executor needs to trace one tile of a scan and write it.
 *
 * @param number of the scan in the batch
 * @param id of the scan in the dataset
 * @param grid of the volume as the survey found it
 * @param tile what to trace
 * @param files that it is written to, ordered by view, then row
 * @param allFiles the tiles of all files of the scan, in the order of their numbers
 * @param pieces how many pieces the scan has
 * @param destination where the files go
 * @param knowsSides whether the volume's file defines the patient's orientation
 * @param seconds about how long it takes a core
 */
record WritePiece(
    int number,
    String id,
    ScanSpec scan,
    VoxelGrid grid,
    Tile tile,
    List<FileTile> files,
    List<Tile> allFiles,
    int pieces,
    ScanDestination destination,
    boolean knowsSides,
    double seconds)
    implements Serializable {
  /** Which piece of which scan. */
  record Key(int number, int firstFile) implements Serializable {}

  Key key() {
    return new Key(number, files.get(0).number());
  }

  /** Returns whether it also writes what the scan has once: its views. */
  boolean isFirst() {
    return files.get(0).number() == 0;
  }

  /** Returns whether it is the whole scan, so that it also draws the pictures. */
  boolean isWhole() {
    return pieces == 1;
  }
}
