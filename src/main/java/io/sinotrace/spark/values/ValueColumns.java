package io.sinotrace.spark.values;

import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.VolumeSettings;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.protocol.Protocol;
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
public record ValueColumns(List<ValueColumn> given, List<DerivedColumns> derived) {
  private static final DataType PIXELS = DataTypes.createArrayType(DataTypes.FloatType, false);

  /** Those of line integrals alone. */
  public static final ValueColumns LINE_INTEGRALS =
      new ValueColumns(ValueColumn.LINE_INTEGRALS, List.of());

  /**
   * Returns those of a volume of materials: their areal densities, the line integral at the energy
   * at which the volume's numbers hold, and what protocols make of them. A column that is given is
   * not derived.
   *
   * @param given those that are traced or stored
   * @param materials of the object
   * @param effectiveEnergy in keV
   * @param physics with the protocols
   */
  public static ValueColumns ofMaterials(
      List<ValueColumn> given,
      List<Material> materials,
      double effectiveEnergy,
      PhysicsSpec physics) {
    List<ValueColumn> densities =
        materials.stream().map(material -> ValueColumn.arealDensity(material.name())).toList();
    if (!given.containsAll(densities)) {
      return new ValueColumns(given, List.of());
    }
    List<DerivedColumns> derived = new ArrayList<>();
    derived.add(
        new EffectiveLineIntegral(
            densities,
            materials.stream()
                .mapToDouble(some -> some.massAttenuation(effectiveEnergy))
                .toArray()));
    for (Protocol protocol : physics.protocols()) {
      derived.add(new ProtocolColumns(protocol, physics, materials, densities));
    }
    return new ValueColumns(given, derived);
  }

  /** Returns those of a description. */
  public static ValueColumns of(ScanDescription description) {
    VolumeSettings settings = description.volume().settings();
    List<String> materials = settings.channels().names();
    return materials.isEmpty()
        ? LINE_INTEGRALS
        : ofMaterials(
            description.traced(),
            materials.stream().map(Materials::named).toList(),
            settings.effectiveEnergy(),
            description.physics());
  }

  /**
   * Checks that some can be worked out of a scan.
   *
   * @throws io.sinotrace.InputException if not
   */
  public void check(ScanBeam beam, List<ValueColumn> asked) {
    deriving(asked).forEach(some -> some.check(beam));
  }

  /** Returns whether any of some columns is worked out from others. */
  public boolean areDerived(List<ValueColumn> asked) {
    return deriving(asked).findAny().isPresent();
  }

  /** Returns what derives some columns. */
  private Stream<DerivedColumns> deriving(List<ValueColumn> asked) {
    return derived.stream()
        .filter(
            some ->
                some.columns().stream()
                    .anyMatch(column -> asked.contains(column) && !given.contains(column)));
  }

  /** Returns whether some columns are worked out of each ray of a pixel, not of their mean. */
  public boolean areOfRays(List<ValueColumn> asked) {
    return deriving(asked).anyMatch(DerivedColumns::isOfRays);
  }

  /** Returns on how many earlier views of a row some columns depend. */
  public int earlierViews(List<ValueColumn> asked) {
    return deriving(asked).mapToInt(DerivedColumns::earlierViews).max().orElse(0);
  }

  /** Returns whether any of some columns depends on where source and pixels are. */
  public boolean needsBeam(List<ValueColumn> asked) {
    return deriving(asked).anyMatch(DerivedColumns::needsBeam);
  }

  /** Returns the columns of the table: those of rows, values and poses. */
  public StructType schema() {
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
    Stream.concat(
            derived.stream()
                .flatMap(some -> some.columns().stream())
                .filter(column -> !given.contains(column)),
            given.stream())
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
  public static List<ValueColumn> asked(StructType query) {
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
