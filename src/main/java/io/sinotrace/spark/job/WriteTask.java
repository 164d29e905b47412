package io.sinotrace.spark.job;

import io.sinotrace.plan.FileTile;
import io.sinotrace.plan.TilePlan;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.task.TileTask;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What an executor needs to trace one tile and write it.
 *
 * @param trace what to trace
 * @param files that it is written to, ordered by view, then row
 */
record WriteTask(TileTask trace, List<FileTile> files) implements Serializable {
  /** Returns the work of all tiles of a scan. */
  static List<WriteTask> all(ScanPlan plan) {
    List<WriteTask> tasks = new ArrayList<>();
    for (TilePlan tile : plan.cut().tiles()) {
      tasks.add(new WriteTask(TileTask.of(plan, tile.tile()), tile.files()));
    }
    return tasks;
  }
}
