package io.sinotrace.spark.table;

import io.sinotrace.Parallel;
import io.sinotrace.sinogram.commit.CommittedScans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;

/**
 * A planned query of the table of scans. It is answered on the driver: the manifests of the scans
 * that it wants are read, and their files looked for only if it asks for the state or the problem.
 */
final class ScansScan implements LocalScan, SupportsReportStatistics {
  /** About the bytes of a row: texts, mostly. */
  private static final long ROW_BYTES = 500;

  private final CommittedScans scans;
  private final List<String> ids;
  private final Predicate[] pushed;
  private final StructType columns;

  ScansScan(CommittedScans scans, List<String> ids, Predicate[] pushed, StructType columns) {
    this.scans = scans;
    this.ids = ids;
    this.pushed = pushed;
    this.columns = columns;
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "sinotrace scans=%d filters=%s columns=%s"
        .formatted(ids.size(), Arrays.toString(pushed), Arrays.toString(columns.fieldNames()));
  }

  /** Tells the planner that the table is small: it decides on joins by that. */
  @Override
  public Statistics estimateStatistics() {
    return new RowStatistics(ids.size() * ROW_BYTES, ids.size());
  }

  @Override
  public InternalRow[] rows() {
    List<ScanColumn> asked = ScanColumn.named(columns.fieldNames());
    boolean files = asked.stream().anyMatch(ScanColumn::isOfFiles);
    try {
      return Parallel.map(ids, id -> row(ListedScan.read(scans, id, files), asked))
          .toArray(InternalRow[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InternalRow row(ListedScan scan, List<ScanColumn> columns) {
    return new GenericInternalRow(
        columns.stream().map(column -> column.value().apply(scan)).toArray());
  }
}
