package io.sinotrace.spark.table;

import io.sinotrace.spark.ScanPlan;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes the filters, the limit and the columns of a query, so that nothing else is traced. */
final class ProjectionScanBuilder
    implements SupportsPushDownV2Filters, SupportsPushDownLimit, SupportsPushDownRequiredColumns {
  private final List<ScanPlan> scans;
  private RowFilter filter = RowFilter.scans(scan -> true);
  private Predicate[] pushed = {};
  private long limit = Long.MAX_VALUE;
  private StructType columns = ProjectionTable.SCHEMA;

  ProjectionScanBuilder(List<ScanPlan> scans) {
    this.scans = scans;
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    List<Predicate> taken = new ArrayList<>();
    List<Predicate> left = new ArrayList<>();
    for (Predicate predicate : predicates) {
      RowFilter one = PushedPredicate.filter(predicate);
      if (one == null) {
        left.add(predicate);
      } else {
        filter = filter.and(one);
        taken.add(predicate);
      }
    }
    pushed = taken.toArray(Predicate[]::new);
    return left.toArray(Predicate[]::new);
  }

  @Override
  public Predicate[] pushedPredicates() {
    return pushed;
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
    return new ProjectionScan(partitions(), pushed, limit, columns);
  }

  private List<Selection> partitions() {
    List<Selection> partitions = new ArrayList<>();
    long left = limit;
    for (ScanPlan scan : scans) {
      for (var tile : scan.tiles()) {
        for (Selection wanted : Selection.of(scan, tile).where(filter)) {
          if (left == 0) {
            return partitions;
          }
          partitions.addAll(wanted.first(left));
          left -= Math.min(left, wanted.count());
        }
      }
    }
    return partitions;
  }
}
