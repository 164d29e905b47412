package io.sinotrace.spark.job;

import io.sinotrace.geometry.Tile;
import io.sinotrace.plan.FilePlan;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.task.TileTask;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What an executor needs to trace one tile and write it.
 *
 * @param trace what to trace
 * @param files the tiles of the files it goes to, ordered by view, then row
 * @param firstFile number of the first of these files in the scan
 */
record WriteTask(TileTask trace, List<Tile> files, int firstFile) implements Serializable {
  /** Returns the work of all tiles of a scan. */
  static List<WriteTask> all(ScanPlan plan) {
    FilePlan filePlan = plan.filePlan();
    List<WriteTask> tasks = new ArrayList<>();
    int files = 0;
    for (Tile tile : plan.tiles()) {
      WriteTask task = new WriteTask(TileTask.of(plan, tile), filePlan.files(tile), files);
      tasks.add(task);
      files += task.files().size();
    }
    return tasks;
  }
}
