package io.sinotrace.spark.table;

import io.sinotrace.spark.values.ValueColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes the filters, the limit and the columns of a query, so that no other rows are made. */
final class ProjectionScanBuilder
    implements SupportsPushDownV2Filters, SupportsPushDownLimit, SupportsPushDownRequiredColumns {
  private final RowSource source;
  private final PushedFilters filters = new PushedFilters();
  private long limit = Long.MAX_VALUE;
  private StructType columns;

  ProjectionScanBuilder(RowSource source) {
    this.source = source;
    this.columns = source.values().schema();
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    return filters.push(predicates);
  }

  @Override
  public Predicate[] pushedPredicates() {
    return filters.pushed();
  }

  @Override
  public boolean pushLimit(int rows) {
    limit = rows;
    return true;
  }

  /** The partitions hold no more rows than the limit, so Spark need not count them again. */
  @Override
  public boolean isPartiallyPushed() {
    return false;
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public Scan build() {
    return new ProjectionScan(source, partitions(), filters.pushed(), limit, columns);
  }

  private List<Selection> partitions() {
    List<Selection> partitions = new ArrayList<>();
    RowFilter filter = filters.filter();
    long left = limit;
    for (RowTile tile : source.tiles(filter, ValueColumns.asked(columns))) {
      for (Selection wanted : Selection.of(tile).where(filter)) {
        if (left == 0) {
          return partitions;
        }
        partitions.addAll(wanted.first(left));
        left -= Math.min(left, wanted.count());
      }
    }
    return partitions;
  }
}
