package io.sinotrace.spark.table;

import io.sinotrace.geometry.Tile;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.task.TileTask;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomMetric;

/** The scans of a description, traced when they are read. */
record TracedScans(List<ScanPlan> plans) implements RowSource {
  @Override
  public List<TracedTile> tiles(RowFilter filter) {
    return plans.stream()
        .flatMap(plan -> plan.tiles().stream().map(tile -> new TracedTile(plan, tile)))
        .toList();
  }

  @Override
  public CustomMetric[] metrics() {
    return ScanMetrics.ofTracing();
  }

  private record TracedTile(ScanPlan plan, Tile tile) implements RowTile {
    @Override
    public String scan() {
      return plan.id();
    }

    @Override
    public int scanRows() {
      return plan.geometry().detector().rows();
    }

    @Override
    public int columns() {
      return plan.geometry().detector().columns();
    }

    @Override
    public RowTask task(int[] views, int[] rows) {
      return new TracedTask(TileTask.of(plan, views, rows));
    }
  }
}
