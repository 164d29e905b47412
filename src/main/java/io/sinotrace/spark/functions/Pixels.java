package io.sinotrace.spark.functions;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;

/** The types of numbers and arrays that the functions accept. */
final class Pixels {
  private Pixels() {}

  /**
   * Returns the type that an argument is converted to: floats stay floats, all other numbers become
   * doubles.
   */
  static DataType numbers(DataType type) {
    if (type instanceof ArrayType array) {
      return new ArrayType(numbers(array.elementType()), array.containsNull());
    }
    return type.equals(DataTypes.FloatType) ? type : DataTypes.DoubleType;
  }

  /** Returns the type to count by: long for whole numbers, else double. */
  static DataType number(DataType type) {
    return type instanceof IntegralType || type.equals(DataTypes.NullType)
        ? DataTypes.LongType
        : DataTypes.DoubleType;
  }

  /** Returns the type of an array of so many dimensions, of floats or doubles as {@code like}. */
  static DataType array(DataType like, int dimensions) {
    DataType type = like;
    while (type instanceof ArrayType array) {
      type = array.elementType();
    }
    type = numbers(type.equals(DataTypes.NullType) ? DataTypes.FloatType : type);
    for (int k = 0; k < dimensions; k++) {
      type = new ArrayType(type, true);
    }
    return type;
  }

  /** Returns the floats of a one-dimensional array; NULL becomes NaN. */
  static float[] floats(ArrayData array, boolean single) {
    float[] values = new float[array.numElements()];
    for (int k = 0; k < values.length; k++) {
      values[k] =
          array.isNullAt(k) ? Float.NaN : single ? array.getFloat(k) : (float) array.getDouble(k);
    }
    return values;
  }

  /** Returns whether the innermost elements are floats. */
  static boolean single(DataType type) {
    return type instanceof ArrayType array
        ? single(array.elementType())
        : type.equals(DataTypes.FloatType);
  }
}
