package io.sinotrace.spark.functions;

import io.sinotrace.InputException;
import io.sinotrace.description.ProtocolText;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.values.MeasuredPixels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Works out a field of a protocol from the areal densities of a row. NULL gives NULL, and so does a
 * NULL among the materials.
 */
final class MeasureFunction implements ScalarFunction<@Nullable ArrayData> {
  private static final long serialVersionUID = 1L;

  /** The arguments before those of noise. */
  static final int CLEAN = 3;

  /** All arguments: also scan, view and row. */
  static final int NOISY = 6;

  private final String name;
  private final StructType densities;
  private final boolean placed;

  /** By protocol and field; a task makes them again. */
  private transient @Nullable Map<List<String>, MeasuredPixels> prepared;

  /**
   * Makes the function.
   *
   * @param densities the type of the areal densities: an array of floats by material
   * @param placed whether scan, view and row are given
   */
  MeasureFunction(String name, StructType densities, boolean placed) {
    this.name = name;
    this.densities = densities;
    this.placed = placed;
  }

  /** Returns the type of areal densities, or as much of it as an argument's type has. */
  static StructType densities(DataType type) {
    if (!(type instanceof StructType struct)) {
      return new StructType().add("water", Pixels.array(DataTypes.FloatType, 1));
    }
    StructType densities = new StructType();
    for (StructField field : struct.fields()) {
      densities =
          densities.add(field.name(), Pixels.array(DataTypes.FloatType, 1), field.nullable());
    }
    return densities;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DataType[] inputTypes() {
    DataType[] types = {
      densities,
      DataTypes.StringType,
      DataTypes.StringType,
      DataTypes.StringType,
      DataTypes.IntegerType,
      DataTypes.IntegerType
    };
    return Arrays.copyOf(types, placed ? NOISY : CLEAN);
  }

  @Override
  public DataType resultType() {
    return DataTypes.createArrayType(DataTypes.FloatType, false);
  }

  @Override
  public @Nullable ArrayData produceResult(InternalRow input) {
    if (input.anyNull()) {
      return null;
    }
    InternalRow struct = input.getStruct(0, densities.size());
    float[] values = struct.anyNull() ? null : values(struct);
    if (values == null) {
      return null;
    }
    MeasuredPixels pixels =
        prepared(input.getUTF8String(1).toString(), input.getUTF8String(2).toString());
    if (pixels.isNoisy() && !placed) {
      throw new IllegalArgumentException(
          name + ": noise depends on where a row is; expected scan, view and row as well");
    }
    float[] measured =
        placed
            ? pixels.of(
                input.getUTF8String(CLEAN).toString(), input.getInt(4), input.getInt(5), values)
            : pixels.of("", 0, 0, values);
    return UnsafeArrayData.fromPrimitiveArray(measured);
  }

  /** Returns the areal densities, those of one material after those of another. */
  private float[] values(InternalRow struct) {
    int pixels = struct.getArray(0).numElements();
    float[] values = new float[Math.multiplyExact(pixels, densities.size())];
    for (int m = 0; m < densities.size(); m++) {
      float[] ofMaterial = Pixels.floats(struct.getArray(m), true);
      if (ofMaterial.length != pixels) {
        throw new IllegalArgumentException(
            "%s: %d pixels of %s; expected %d as of %s"
                .formatted(
                    name,
                    ofMaterial.length,
                    densities.fields()[m].name(),
                    pixels,
                    densities.fields()[0].name()));
      }
      System.arraycopy(ofMaterial, 0, values, m * pixels, pixels);
    }
    return values;
  }

  private MeasuredPixels prepared(String protocol, String field) {
    Map<List<String>, MeasuredPixels> known = prepared;
    if (known == null) {
      known = new HashMap<>();
      prepared = known;
    }
    return known.computeIfAbsent(List.of(protocol, field), key -> prepare(protocol, field));
  }

  /** Returns the material of a column, which is named after it. */
  private static Material material(String field) {
    ValueColumn column = ValueColumn.arealDensity(field);
    return Materials.named(
        Materials.names().stream()
            .filter(name -> ValueColumn.arealDensity(name).equals(column))
            .findFirst()
            .orElse(field));
  }

  private MeasuredPixels prepare(String protocol, String field) {
    try {
      List<Material> materials =
          Stream.of(densities.fieldNames()).map(MeasureFunction::material).toList();
      PhysicsSpec physics = ProtocolText.read(protocol, SparkHadoopUtil.get().conf());
      MeasuredPixels pixels = new MeasuredPixels(physics, materials, field);
      if (pixels.isNoisy() && physics.protocols().get(0).name().equals(ProtocolText.UNNAMED)) {
        throw new InputException(
            "noise depends on the protocol's name: expected a name, and that of a column for its noise");
      }
      return pixels;
    } catch (InputException e) {
      throw new InputException(name + ": " + e.getMessage(), e);
    }
  }
}
