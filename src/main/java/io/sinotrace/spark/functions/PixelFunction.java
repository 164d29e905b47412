package io.sinotrace.spark.functions;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * A function of a number, or of each number of an array of any depth. It works in float64; of
 * floats it gives floats, rounded once. NULL gives NULL, as an argument and within arrays.
 *
 * @param type of the first argument and of the result
 */
record PixelFunction(String name, PixelOperation operation, DataType type)
    implements ScalarFunction<@Nullable Object> {
  @Override
  public DataType[] inputTypes() {
    DataType[] types = new DataType[1 + operation.parameters()];
    Arrays.fill(types, DataTypes.DoubleType);
    types[0] = type;
    return types;
  }

  @Override
  public DataType resultType() {
    return type;
  }

  @Override
  public @Nullable Object produceResult(InternalRow input) {
    double[] parameters = new double[operation.parameters()];
    for (int k = 0; k < parameters.length; k++) {
      if (input.isNullAt(1 + k)) {
        return null;
      }
      parameters[k] = input.getDouble(1 + k);
    }
    return input.isNullAt(0) ? null : apply(input.get(0, type), type, operation.with(parameters));
  }

  private static Object apply(Object value, DataType type, DoubleUnaryOperator f) {
    if (!(type instanceof ArrayType array)) {
      double result = f.applyAsDouble(((Number) value).doubleValue());
      return value instanceof Float ? (Object) (float) result : (Object) result;
    }
    ArrayData values = (ArrayData) value;
    DataType below = array.elementType();
    if (!(below instanceof ArrayType)) {
      return line(values, below.equals(DataTypes.FloatType), f);
    }
    Object[] results = new Object[values.numElements()];
    for (int k = 0; k < results.length; k++) {
      if (!values.isNullAt(k)) {
        results[k] = apply(values.getArray(k), below, f);
      }
    }
    return new GenericArrayData(results);
  }

  private static ArrayData line(ArrayData values, boolean single, DoubleUnaryOperator f) {
    double[] results = new double[values.numElements()];
    float[] floats = new float[single ? results.length : 0];
    for (int k = 0; k < results.length; k++) {
      if (!values.isNullAt(k)) {
        if (single) {
          floats[k] = (float) f.applyAsDouble(values.getFloat(k));
        } else {
          results[k] = f.applyAsDouble(values.getDouble(k));
        }
      }
    }
    UnsafeArrayData line =
        single
            ? UnsafeArrayData.fromPrimitiveArray(floats)
            : UnsafeArrayData.fromPrimitiveArray(results);
    for (int k = 0; k < results.length; k++) {
      if (values.isNullAt(k)) {
        line.setNullAt(k);
      }
    }
    return line;
  }
}
