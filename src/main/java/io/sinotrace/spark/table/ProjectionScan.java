package io.sinotrace.spark.table;

import static java.util.stream.Collectors.toSet;

import io.sinotrace.sinogram.Columns;
import io.sinotrace.spark.values.RowValues;
import io.sinotrace.spark.values.ValueColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportOrdering;
import org.apache.spark.sql.connector.read.SupportsReportPartitioning;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.connector.read.partitioning.Partitioning;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A planned query: its partitions, and what Spark's planner is told about them. Their rows are
 * ordered by view, then row; {@link PartitionKey} identifies them.
 */
final class ProjectionScan
    implements Batch,
        SupportsReportOrdering,
        SupportsReportPartitioning,
        SupportsReportStatistics,
        SupportsRuntimeV2Filtering {
  private final RowSource source;
  private final List<Selection> partitions;
  private final Predicate[] pushed;
  private final long limit;
  private final StructType columns;
  private final List<String> order;
  private final PartitionKey key;

  /** The filter from the other side of a join; known when the query runs. */
  private RowFilter runtime = RowFilter.ALL;

  ProjectionScan(
      RowSource source,
      List<Selection> partitions,
      Predicate[] pushed,
      long limit,
      StructType columns) {
    this.source = source;
    this.partitions = List.copyOf(partitions);
    this.pushed = pushed;
    this.limit = limit;
    this.columns = columns;
    List<String> asked = Arrays.asList(columns.fieldNames());
    this.order = order(partitions, asked);
    this.key = PartitionKey.of(partitions, asked);
  }

  /** Returns the columns by which the rows of each partition are ordered. */
  private static List<String> order(List<Selection> partitions, List<String> asked) {
    long scans = partitions.stream().map(partition -> partition.part().scan()).distinct().count();
    // Both are true of any query, since a partition has one scan, but Spark accepts only one.
    List<String> order =
        scans > 1
            ? List.of(Columns.SCAN, Columns.VIEW, Columns.ROW)
            : List.of(Columns.VIEW, Columns.ROW);
    return order.stream().takeWhile(asked::contains).toList();
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "sinotrace partitions=%d rows=%d filters=%s%s ordered by=%s partitioned by=%s columns=%s"
        .formatted(
            partitions.size(),
            rows(),
            Arrays.toString(pushed),
            limit == Long.MAX_VALUE ? "" : " limit=" + limit,
            order,
            key.columns(),
            Arrays.toString(columns.fieldNames()));
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return source.metrics();
  }

  @Override
  public SortOrder[] outputOrdering() {
    return order.stream()
        .map(column -> Expressions.sort(Expressions.column(column), SortDirection.ASCENDING))
        .toArray(SortOrder[]::new);
  }

  @Override
  public Partitioning outputPartitioning() {
    return key.partitioning(partitions.size());
  }

  @Override
  public Statistics estimateStatistics() {
    return new RowStatistics(partitions.stream().mapToLong(this::bytes).sum(), rows());
  }

  private long rows() {
    return partitions.stream().mapToLong(Selection::count).sum();
  }

  /**
   * Returns the size of a partition's rows in Spark's format: 8 bytes a field, and arrays and
   * texts.
   */
  private long bytes(Selection partition) {
    long row = 8;
    for (String column : columns.fieldNames()) {
      row +=
          switch (column) {
            case Columns.VIEW, Columns.ROW, Columns.ANGLE -> 8;
            case Columns.SCAN -> 8 + partition.part().scan().length();
            default -> Columns.VECTORS.contains(column) ? 24 + 3 * 8 : 0;
          };
    }
    row += ValueColumns.asked(columns).size() * (24 + 4L * partition.part().pixels());
    return row * partition.count();
  }

  @Override
  public NamedReference[] filterAttributes() {
    return Arrays.stream(columns.fieldNames())
        .filter(ProjectionTable.PLANNED::contains)
        .map(Expressions::column)
        .toArray(NamedReference[]::new);
  }

  @Override
  public void filter(Predicate[] predicates) {
    // Spark still evaluates the join, so a predicate that cannot be used may be ignored.
    runtime =
        Arrays.stream(predicates)
            .map(PushedPredicate::filter)
            .filter(Objects::nonNull)
            .reduce(RowFilter.ALL, RowFilter::and);
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  /**
   * Returns whether it has the same rows, so that Spark computes a query that occurs twice only
   * once. The filters of joins are compared by Spark itself.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProjectionScan scan
        && partitions.equals(scan.partitions)
        && limit == scan.limit
        && columns.equals(scan.columns)
        && Arrays.equals(pushed, scan.pushed);
  }

  @Override
  public int hashCode() {
    return Objects.hash(partitions, limit, columns, Arrays.hashCode(pushed));
  }

  @Override
  public InputPartition[] planInputPartitions() {
    List<InputPartition> planned = new ArrayList<>();
    EarlierRows earlier =
        new EarlierRows(
            source,
            partitions.stream().map(partition -> partition.part().scan()).collect(toSet()),
            ValueColumns.asked(columns));
    for (Selection partition : partitions) {
      List<Selection> wanted = partition.where(runtime);
      for (Selection part : wanted) {
        planned.add(new ProjectionPartition(part.task(), earlier.before(part), key.row(partition)));
      }
      if (wanted.isEmpty() && !key.columns().isEmpty()) {
        // Spark requires each partition whose key it was told to remain.
        planned.add(new ProjectionPartition(null, List.of(), key.row(partition)));
      }
    }
    return planned.toArray(InputPartition[]::new);
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
        columns,
        new RowValues(source.values(), ValueColumns.asked(columns)));
  }
}
