package io.sinotrace.spark;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The format {@code sinotrace}: {@code spark.read().format("sinotrace").load("jobs/cone.yaml")} is
 * a table of the scans that the description asks for, computed when it is read.
 *
 * <p>Options override keys of the description, e.g. {@code option("geometry.views.count", 90)};
 * with no path, they are the description.
 */
public final class ProjectionSource implements TableProvider, DataSourceRegister {
  @Override
  public String shortName() {
    return "sinotrace";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return ProjectionTable.SCHEMA;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return ProjectionTable.load(properties);
  }
}
