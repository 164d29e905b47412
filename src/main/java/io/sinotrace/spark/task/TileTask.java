package io.sinotrace.spark.task;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * What an executor needs to trace one tile, or the part of one that a query asks for.
 *
 * @param scan id of the scan
 * @param volume where the volume comes from
 * @param grid the volume's grid as the driver saw it
 * @param geometry of the views and rows wanted alone
 * @param views number in the scan of each view of {@code geometry}
 * @param rows number in the scan of each detector row of {@code geometry}
 * @param backend the name in the description
 * @param rays of the whole scan
 */
public record TileTask(
    String scan,
    VolumeSource volume,
    VoxelGrid grid,
    Geometry geometry,
    int[] views,
    int[] rows,
    String backend,
    long rays)
    implements Serializable {
  /** Returns the work of a whole tile. */
  public static TileTask of(ScanPlan plan, Tile tile) {
    return of(
        plan,
        IntStream.range(tile.viewFrom(), tile.viewTo()).toArray(),
        IntStream.range(tile.rowFrom(), tile.rowTo()).toArray());
  }

  /** Returns the work of some views and some detector rows. */
  public static TileTask of(ScanPlan plan, int[] views, int[] rows) {
    return new TileTask(
        plan.id(),
        plan.volume(),
        plan.grid(),
        plan.geometry().select(views, rows),
        views,
        rows,
        plan.backend(),
        plan.geometry().traced().rays());
  }
}
