package io.sinotrace.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes from a query what it asks for, so that nothing else is traced. */
final class ProjectionScanBuilder
    implements SupportsPushDownV2Filters, SupportsPushDownRequiredColumns {
  private final List<ScanPlan> scans;
  private final List<ColumnFilter> filters = new ArrayList<>();
  private Predicate[] pushed = {};
  private StructType columns = ProjectionTable.SCHEMA;

  ProjectionScanBuilder(List<ScanPlan> scans) {
    this.scans = scans;
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    List<Predicate> taken = new ArrayList<>();
    List<Predicate> left = new ArrayList<>();
    for (Predicate predicate : predicates) {
      ColumnFilter filter = ColumnFilter.of(predicate);
      if (filter == null) {
        left.add(predicate);
      } else {
        filters.add(filter);
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
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public Scan build() {
    return new ProjectionScan(scans, filters, pushed, columns);
  }
}
