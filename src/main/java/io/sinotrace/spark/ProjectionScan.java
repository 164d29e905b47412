package io.sinotrace.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** A planned query: the tiles of which anything is wanted, one a partition. */
final class ProjectionScan implements Scan, Batch {
  private final List<ScanPlan> scans;
  private final List<ColumnFilter> filters;
  private final Predicate[] pushed;
  private final StructType columns;

  ProjectionScan(
      List<ScanPlan> scans, List<ColumnFilter> filters, Predicate[] pushed, StructType columns) {
    this.scans = scans;
    this.filters = List.copyOf(filters);
    this.pushed = pushed;
    this.columns = columns;
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "sinotrace scans=%s filters=%s columns=%s"
        .formatted(
            scans.stream().map(ScanPlan::id).toList(),
            Arrays.toString(pushed),
            Arrays.toString(columns.fieldNames()));
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ScanMetrics.supported();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    List<InputPartition> partitions = new ArrayList<>();
    for (ScanPlan scan : scans) {
      if (!passes(ProjectionTable.SCAN, scan.id())) {
        continue;
      }
      for (var tile : scan.tiles()) {
        int[] views = wanted(ProjectionTable.VIEW, tile.viewFrom(), tile.viewTo());
        int[] rows = wanted(ProjectionTable.ROW, tile.rowFrom(), tile.rowTo());
        if (views.length > 0 && rows.length > 0) {
          partitions.add(new ProjectionPartition(scan.task(views, rows)));
        }
      }
    }
    return partitions.toArray(InputPartition[]::new);
  }

  private int[] wanted(String column, int from, int to) {
    return IntStream.range(from, to).filter(i -> passes(column, i)).toArray();
  }

  private boolean passes(String column, Object value) {
    return filters.stream()
        .filter(filter -> filter.column().equals(column))
        .allMatch(filter -> filter.test().test(value));
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    SparkSession spark = SparkSession.active();
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    return new ProjectionReaderFactory(
        spark
            .sparkContext()
            .broadcast(
                conf, scala.reflect.ClassTag$.MODULE$.apply(SerializableConfiguration.class)),
        columns.fieldNames());
  }

  /** One tile of one scan. */
  record ProjectionPartition(TileTask task) implements InputPartition {}
}
