package io.sinotrace.spark.functions;

import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.catalog.functions.AggregateFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate that assembles lines of pixels to an image, in ascending order of their numbers.
 * Lines that are NULL, or whose number is, do not count; of none the result is NULL. A NULL within
 * a line becomes NaN.
 *
 * @param key what the lines are numbered by
 * @param rest the columns that identify an image, for the error if a number occurs twice
 * @param keyType long, or double, whose values have to be whole too
 * @param lineType arrays of floats or doubles; the image's are floats
 */
record StackFunction(String name, String key, String rest, DataType keyType, DataType lineType)
    implements AggregateFunction<TreeMap<Long, float[]>, @Nullable ArrayData> {
  @Override
  public DataType[] inputTypes() {
    return new DataType[] {keyType, lineType};
  }

  @Override
  public DataType resultType() {
    return new ArrayType(new ArrayType(DataTypes.FloatType, false), false);
  }

  @Override
  public TreeMap<Long, float[]> newAggregationState() {
    return new TreeMap<>();
  }

  @Override
  public TreeMap<Long, float[]> update(TreeMap<Long, float[]> lines, InternalRow input) {
    if (!input.isNullAt(0) && !input.isNullAt(1)) {
      add(lines, number(input), Pixels.floats(input.getArray(1), Pixels.single(lineType)));
    }
    return lines;
  }

  @Override
  public TreeMap<Long, float[]> merge(TreeMap<Long, float[]> left, TreeMap<Long, float[]> right) {
    right.forEach((number, line) -> add(left, number, line));
    return left;
  }

  private long number(InternalRow input) {
    if (keyType.equals(DataTypes.LongType)) {
      return input.getLong(0);
    }
    double number = input.getDouble(0);
    if (number != Math.rint(number)) {
      throw new IllegalArgumentException(
          "%s: %s %s; expected a whole number".formatted(name, key, number));
    }
    return (long) number;
  }

  private void add(TreeMap<Long, float[]> lines, long number, float[] line) {
    if (lines.putIfAbsent(number, line) != null) {
      throw new IllegalArgumentException(
          "%s: %s %d occurs twice; expected rows of one image: filter or group by %s"
              .formatted(name, key, number, rest));
    }
  }

  @Override
  public @Nullable ArrayData produceResult(TreeMap<Long, float[]> lines) {
    return lines.isEmpty()
        ? null
        : new GenericArrayData(
            lines.values().stream().map(UnsafeArrayData::fromPrimitiveArray).toArray());
  }
}
