package io.sinotrace.spark.table;

import io.sinotrace.InputException;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.CreatableRelationProvider;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The format {@code sinotrace}: {@code spark.read().format("sinotrace").load("jobs/cone.yaml")} is
 * a table of the scans that the description asks for, computed when it is read. With the output of
 * a run as its path it is the same table of the scans that are there, read by their manifests; with
 * {@code option("table", "scans")} a table of what the manifests say, one row a scan.
 *
 * <p>Of a description, options are keys of the description: they override it, e.g. {@code
 * option("geometry.views.count", 90)}, and with no path they are the description. Relative paths in
 * them refer to the working directory of the default file system. Options that are no keys are
 * errors.
 *
 * <p>The conditions of a query on {@code scan}, {@code view} and {@code row} by {@code WHERE},
 * {@code LIMIT} or a join with a filtered table decide which rays are traced or pixels read; see
 * {@link PushedPredicate}. Columns that it does not ask for are neither computed nor read. Spark's
 * planner is told how many rows there are and how they are ordered and partitioned: {@code EXPLAIN}
 * shows it.
 */
public final class ProjectionSource
    implements TableProvider, DataSourceRegister, CreatableRelationProvider {
  /** The name of the format in queries. */
  static final String NAME = "sinotrace";

  @Override
  public String shortName() {
    return NAME;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    TableOptions table = TableOptions.of(options.asCaseSensitiveMap());
    return switch (table.table()) {
      case PROJECTIONS -> ProjectionTable.schema(table);
      case SCANS -> ScansTable.SCHEMA;
    };
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    TableOptions options = TableOptions.of(properties);
    return switch (options.table()) {
      case PROJECTIONS -> new ProjectionTable(options, schema);
      case SCANS -> new ScansTable(options);
    };
  }

  /** Refuses: the table is computed. */
  @Override
  public BaseRelation createRelation(
      SQLContext context,
      SaveMode mode,
      scala.collection.immutable.Map<String, String> options,
      Dataset<Row> data) {
    throw new InputException(
        "format sinotrace is computed and cannot be written to: expected another format, such as"
            + " parquet; jobs/run (or spark-submit) writes the scans of a description");
  }
}
