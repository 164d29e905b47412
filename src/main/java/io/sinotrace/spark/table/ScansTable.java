package io.sinotrace.spark.table;

import io.sinotrace.InputException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The scans of a dataset as a table, one row a scan: see {@link ScanColumn} for its columns. */
final class ScansTable implements SupportsRead {
  static final StructType SCHEMA = ScanColumn.schema();

  private final TableOptions options;

  /** Makes the table; {@link #schema} looks whether there is a dataset. */
  ScansTable(TableOptions options) {
    this.options = options;
  }

  private static Configuration conf() {
    return SparkSession.active().sessionState().newHadoopConf();
  }

  private static Path dataset(TableOptions options, Configuration conf) {
    Path dataset = options.dataset(conf);
    if (dataset == null) {
      throw new InputException(
          "option table=scans: %s is no dataset: expected the output.path of a run"
              .formatted(options.name()));
    }
    return dataset;
  }

  @Override
  public String name() {
    return "sinotrace scans of " + options.name();
  }

  /**
   * Returns the columns; see {@link ProjectionTable#schema}.
   *
   * @throws InputException if there is no dataset
   */
  @Override
  @SuppressWarnings("deprecation") // The default of columns() calls it in all releases of Spark 4.
  public StructType schema() {
    if (!options.ofCatalog()) {
      dataset(options, conf());
    }
    return SCHEMA;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap query) {
    Configuration conf = conf();
    return new ScansScanBuilder(dataset(options.with(query), conf), conf);
  }
}
