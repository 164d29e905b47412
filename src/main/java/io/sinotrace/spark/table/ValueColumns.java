package io.sinotrace.spark.table;

import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The value columns of a table.
 *
 * @param given those that are traced or read
 * @param derived those that are worked out from them
 */
record ValueColumns(List<ValueColumn> given, List<DerivedColumns> derived) {
  private static final DataType PIXELS = DataTypes.createArrayType(DataTypes.FloatType, false);

  /** Those of line integrals alone. */
  static final ValueColumns LINE_INTEGRALS =
      new ValueColumns(ValueColumn.LINE_INTEGRALS, List.of());

  /**
   * Returns those of a volume of materials: their areal densities, and the line integral at the
   * energy at which the volume's numbers hold.
   *
   * @param given the areal density of each material
   * @param massAttenuation of each material at that energy, in cm^2/g
   */
  static ValueColumns ofMaterials(List<ValueColumn> given, double[] massAttenuation) {
    return new ValueColumns(given, List.of(new EffectiveLineIntegral(given, massAttenuation)));
  }

  /** Returns the columns of the table: those of rows, values and poses. */
  StructType schema() {
    StructType schema =
        new StructType()
            .add(Columns.SCAN, DataTypes.StringType, false)
            .add(Columns.VIEW, DataTypes.IntegerType, false)
            .add(Columns.ROW, DataTypes.IntegerType, false);
    for (Map.Entry<String, List<String>> column : fields().entrySet()) {
      DataType type = column.getValue().isEmpty() ? PIXELS : struct(column.getValue());
      schema = schema.add(column.getKey(), type, false);
    }
    schema = schema.add(Columns.ANGLE, DataTypes.DoubleType, true);
    for (String vector : Columns.VECTORS) {
      schema = schema.add(vector, DataTypes.createArrayType(DataTypes.DoubleType, false), false);
    }
    return schema;
  }

  /** Returns the fields of each column that is a struct, and none of others. */
  private Map<String, List<String>> fields() {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    Stream.concat(derived.stream().flatMap(some -> some.columns().stream()), given.stream())
        .forEach(
            value ->
                fields
                    .computeIfAbsent(value.path().get(0), name -> new ArrayList<>())
                    .addAll(value.path().subList(1, value.path().size())));
    return fields;
  }

  private static StructType struct(List<String> fields) {
    StructType struct = new StructType();
    for (String field : fields) {
      struct = struct.add(field, PIXELS, false);
    }
    return struct;
  }

  /** Returns the value columns of a query, in the order of its columns and their fields. */
  static List<ValueColumn> asked(StructType query) {
    List<ValueColumn> asked = new ArrayList<>();
    for (var column : query.fields()) {
      if (column.dataType() instanceof StructType struct) {
        for (String field : struct.fieldNames()) {
          asked.add(new ValueColumn(column.name() + "." + field));
        }
      } else if (column.dataType().equals(PIXELS)) {
        asked.add(new ValueColumn(column.name()));
      }
    }
    return asked;
  }
}
