package io.sinotrace.spark.table;

import io.sinotrace.sinogram.Columns;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.read.partitioning.KeyGroupedPartitioning;
import org.apache.spark.sql.connector.read.partitioning.Partitioning;
import org.apache.spark.sql.connector.read.partitioning.UnknownPartitioning;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The columns whose values identify the partitions of a query: each partition has one value of each
 * column, and no two partitions have the same values. A query that groups by these columns needs no
 * exchange.
 *
 * <p>Spark would run partitions of the same key in one task, one after the other; so no key is
 * reported that is not unique.
 *
 * @param columns none if no columns identify the partitions
 */
record PartitionKey(List<String> columns) {
  /** Fewest columns first: they suit the most queries. */
  private static final List<List<String>> CANDIDATES =
      List.of(
          List.of(Columns.VIEW),
          List.of(Columns.ROW),
          List.of(Columns.SCAN),
          List.of(Columns.SCAN, Columns.VIEW),
          List.of(Columns.SCAN, Columns.ROW),
          List.of(Columns.VIEW, Columns.ROW),
          List.of(Columns.SCAN, Columns.VIEW, Columns.ROW));

  /**
   * Finds the columns.
   *
   * @param asked the columns of the query; no others are taken
   */
  static PartitionKey of(List<Selection> partitions, List<String> asked) {
    return new PartitionKey(
        CANDIDATES.stream()
            .filter(columns -> partitions.size() > 1 && asked.containsAll(columns))
            .filter(columns -> identify(columns, partitions))
            .findFirst()
            .orElse(List.of()));
  }

  private static boolean identify(List<String> columns, List<Selection> partitions) {
    Set<List<Object>> seen = new HashSet<>();
    for (Selection partition : partitions) {
      if (columns.stream().anyMatch(column -> partition.value(column) == null)
          || !seen.add(values(columns, partition))) {
        return false;
      }
    }
    return true;
  }

  private static List<Object> values(List<String> columns, Selection partition) {
    return columns.stream().map(column -> Objects.requireNonNull(partition.value(column))).toList();
  }

  /** Returns the partitioning that Spark is told. */
  Partitioning partitioning(int partitions) {
    return columns.isEmpty()
        ? new UnknownPartitioning(partitions)
        : new KeyGroupedPartitioning(
            columns.stream().map(Expressions::identity).toArray(Expression[]::new), partitions);
  }

  /** Returns a partition's values of the columns. */
  InternalRow row(Selection partition) {
    return new GenericInternalRow(
        values(columns, partition).stream()
            .map(value -> value instanceof String text ? UTF8String.fromString(text) : value)
            .toArray());
  }
}
