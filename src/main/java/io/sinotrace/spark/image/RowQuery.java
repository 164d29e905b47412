package io.sinotrace.spark.image;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.reconstruction.NeededRows;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.table.ProjectionSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.GreaterThanOrEqual;
import org.apache.spark.sql.sources.LessThan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Queries of the table of a dataset: view, row and one value column of some detector rows of one
 * scan. What the table would make for Spark's planner its tasks are handed directly.
 */
public final class RowQuery {
  private final SupportsRead table;
  private final CaseInsensitiveStringMap options;
  private final StructType columns;

  /**
   * Opens the table.
   *
   * @throws InputException if the path is no dataset, or has no such column
   */
  public RowQuery(String dataset, ValueColumn column) {
    Map<String, String> path = Map.of("path", dataset);
    this.options = new CaseInsensitiveStringMap(path);
    ProjectionSource source = new ProjectionSource();
    StructType schema = source.inferSchema(options);
    Table opened = source.getTable(schema, new Transform[0], path);
    this.table = (SupportsRead) opened;
    this.columns = columns(schema, column);
  }

  private static StructType columns(StructType schema, ValueColumn column) {
    List<String> known = new ArrayList<>();
    for (StructField field : schema.fields()) {
      for (ValueColumn value : values(field)) {
        known.add(value.name());
        if (value.equals(column)) {
          boolean nested = field.dataType() instanceof StructType;
          return new StructType()
              .add(schema.apply(Columns.VIEW))
              .add(schema.apply(Columns.ROW))
              .add(nested ? only(field, column.path().get(1)) : field);
        }
      }
    }
    throw new InputException(
        "column %s: the dataset has no such column: expected %s"
            .formatted(column, Messages.anyOf(known)));
  }

  private static List<ValueColumn> values(StructField field) {
    List<ValueColumn> values = new ArrayList<>();
    if (field.dataType() instanceof StructType struct) {
      for (String part : struct.fieldNames()) {
        values.add(new ValueColumn(field.name() + "." + part));
      }
    } else if (field.dataType().equals(DataTypes.createArrayType(DataTypes.FloatType, false))) {
      values.add(new ValueColumn(field.name()));
    }
    return values;
  }

  private static StructField only(StructField field, String part) {
    StructType struct = (StructType) field.dataType();
    return new StructField(
        field.name(), new StructType().add(struct.apply(part)), field.nullable(), field.metadata());
  }

  /** Returns whether the value column is the field of a struct. */
  public boolean isNested() {
    return columns.fields()[2].dataType() instanceof StructType;
  }

  /**
   * Plans to read some rows.
   *
   * @return partitions, in any order, and what makes their readers
   */
  public Batch rows(String scan, NeededRows needed) {
    ScanBuilder builder = table.newScanBuilder(options);
    Predicate[] wanted = {
      new EqualTo(Columns.SCAN, scan).toV2(),
      new GreaterThanOrEqual(Columns.VIEW, needed.viewFrom()).toV2(),
      new LessThan(Columns.VIEW, needed.viewTo()).toV2(),
      new GreaterThanOrEqual(Columns.ROW, needed.rowFrom()).toV2(),
      new LessThan(Columns.ROW, needed.rowTo()).toV2()
    };
    if (((SupportsPushDownV2Filters) builder).pushPredicates(wanted).length > 0) {
      throw new IllegalStateException("the table does not take a filter of views and rows");
    }
    ((SupportsPushDownRequiredColumns) builder).pruneColumns(columns);
    return builder.build().toBatch();
  }
}
