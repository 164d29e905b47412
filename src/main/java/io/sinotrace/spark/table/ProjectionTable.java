package io.sinotrace.spark.table;

import io.sinotrace.InputException;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.spark.OnceLog;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.SparkResources;
import io.sinotrace.spark.values.ValueColumns;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Scans as a table, one row for each detector row of each view: {@code scan STRING, view INT, row
 * INT, line_integral ARRAY<FLOAT>} (one element a detector column) as in the dataset's sinogram,
 * for volumes of materials {@code areal_density STRUCT<material: ARRAY<FLOAT>, ...>} in g/cm^2, and
 * {@code angle DOUBLE, source, detector_center, u, v, n ARRAY<DOUBLE>} (degrees; millimetres in the
 * world) as in its table of views. Only the angle is ever null: that of a pose given freely; {@code
 * source} is the direction of the rays under a parallel beam.
 */
final class ProjectionTable implements SupportsRead {
  /** The columns that are known before anything is computed. */
  static final Set<String> PLANNED = Set.of(Columns.SCAN, Columns.VIEW, Columns.ROW);

  private final TableOptions options;

  /** As it was when the table was opened. */
  private final StructType schema;

  private @Nullable RowSource source;

  /** Makes the table; its description or dataset is first read by {@link #schema}. */
  ProjectionTable(TableOptions options, StructType schema) {
    this.options = options;
    this.schema = schema;
  }

  /**
   * Returns the columns of a table: what its dataset or its description says. Where there is
   * neither, those of line integrals: a read then fails as {@link #schema()} says, and a table can
   * be written to as little as any, or dropped from a catalog.
   */
  static StructType schema(TableOptions options) {
    try {
      return values(options, SparkSession.active().sessionState().newHadoopConf()).schema();
    } catch (InputException e) {
      return ValueColumns.LINE_INTEGRALS.schema();
    }
  }

  private static ValueColumns values(TableOptions options, Configuration conf) {
    Path dataset = options.dataset(conf);
    return dataset == null
        ? ValueColumns.of(options.description(conf))
        : new StoredScans(dataset, options.keys(), conf).values();
  }

  private static RowSource source(TableOptions options) {
    SparkSession spark = SparkSession.active();
    Configuration conf = spark.sessionState().newHadoopConf();
    Path dataset = options.dataset(conf);
    if (dataset != null) {
      return new StoredScans(dataset, options.keys(), conf);
    }
    ScanDescription description = options.description(conf);
    List<ScanPlan> plans =
        ScanPlan.all(description, conf, SparkResources.slots(spark.sparkContext()));
    plans.forEach(OnceLog::warn);
    return new TracedScans(plans, ValueColumns.of(description));
  }

  @Override
  public String name() {
    return "sinotrace " + options.name();
  }

  /**
   * Returns the columns. Every read asks for them first, so that {@code load} fails if there is
   * neither a dataset nor a description that can be used. A write asks for the capabilities alone,
   * and its path need not be either. A table of a catalog is not read here: if its description was
   * deleted it can still be dropped.
   *
   * @throws InputException if there is neither
   */
  @Override
  @SuppressWarnings("deprecation") // The default of columns() calls it in all releases of Spark 4.
  public StructType schema() {
    if (!options.ofCatalog()) {
      source();
    }
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  /**
   * Begins a query.
   *
   * @param query the table's own options, or some that override them for this query
   */
  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap query) {
    TableOptions all = options.with(query);
    return new ProjectionScanBuilder(all.equals(options) ? source() : source(all));
  }

  private RowSource source() {
    RowSource known = source;
    if (known == null) {
      known = source(options);
      source = known;
    }
    return known;
  }
}
