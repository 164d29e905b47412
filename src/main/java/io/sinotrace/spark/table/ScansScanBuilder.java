package io.sinotrace.spark.table;

import io.sinotrace.sinogram.commit.CommittedScans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes the filters and the columns of a query of the table of scans, and lists the dataset. */
final class ScansScanBuilder implements SupportsPushDownV2Filters, SupportsPushDownRequiredColumns {
  private final Path dataset;
  private final Configuration conf;
  private final PushedFilters filters = new PushedFilters();
  private StructType columns = ScansTable.SCHEMA;

  ScansScanBuilder(Path dataset, Configuration conf) {
    this.dataset = dataset;
    this.conf = conf;
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
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public Scan build() {
    RowFilter filter = filters.filter();
    try {
      CommittedScans scans = CommittedScans.of(dataset, conf);
      // The table has no numbers of views and rows, so a filter wants all of a scan or nothing.
      List<String> wanted =
          scans.ids().stream().filter(id -> filter.of(id) == RowFilter.Share.ALL).toList();
      return new ScansScan(scans, wanted, filters.pushed(), columns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
