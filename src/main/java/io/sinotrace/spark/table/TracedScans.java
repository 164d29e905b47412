package io.sinotrace.spark.table;

import io.sinotrace.geometry.Tile;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.task.TileTask;
import io.sinotrace.spark.values.ScanBeam;
import io.sinotrace.spark.values.ValueColumns;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.metric.CustomMetric;

/**
 * The scans of a description, traced when they are read.
 *
 * @param values their value columns
 */
record TracedScans(List<ScanPlan> plans, ValueColumns values) implements RowSource {
  @Override
  public List<TracedTile> tiles(RowFilter filter, List<ValueColumn> asked) {
    return plans.stream().flatMap(plan -> tiles(plan, asked)).toList();
  }

  private Stream<TracedTile> tiles(ScanPlan plan, List<ValueColumn> asked) {
    ScanBeam beam = ScanBeam.of(plan.geometry());
    values.check(beam, asked);
    return plan.tiles().stream().map(tile -> new TracedTile(plan, tile, beam, values.given()));
  }

  @Override
  public CustomMetric[] metrics() {
    return ScanMetrics.ofTracing();
  }

  private record TracedTile(ScanPlan plan, Tile tile, ScanBeam beam, List<ValueColumn> columns)
      implements RowTile {
    @Override
    public String scan() {
      return plan.id();
    }

    @Override
    public int scanRows() {
      return plan.geometry().detector().rows();
    }

    @Override
    public int pixels() {
      return plan.geometry().detector().columns();
    }

    @Override
    public RowTask task(int[] views, int[] rows) {
      return new TracedTask(TileTask.of(plan, views, rows), beam, columns);
    }
  }
}
