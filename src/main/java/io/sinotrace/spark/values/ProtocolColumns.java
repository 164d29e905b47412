package io.sinotrace.spark.values;

import io.sinotrace.InputException;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.protocol.Protocol;
import io.sinotrace.physics.protocol.Protocol.QuantumModel;
import io.sinotrace.physics.protocol.ProtocolRow;
import io.sinotrace.physics.protocol.ProtocolValues;
import io.sinotrace.physics.protocol.RowRays;
import io.sinotrace.sinogram.ValueColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a protocol makes of areal densities: a struct that bears the protocol's name. */
final class ProtocolColumns implements DerivedColumns {
  /** Dense materials, such as bone, are thinner in objects than soft ones. */
  private static final double DENSE = 1.5;

  private static final double GREATEST_SOFT = 60;
  private static final double GREATEST_DENSE = 20;

  private final Protocol protocol;
  private final PhysicsSpec physics;
  private final List<Material> materials;
  private final List<ValueColumn> needs;
  private final List<ValueColumn> columns;
  private @Nullable OfProtocol prepared;

  /**
   * Describes them; nothing is worked out yet.
   *
   * @param materials of the object
   * @param needs the areal density of each
   */
  ProtocolColumns(
      Protocol protocol, PhysicsSpec physics, List<Material> materials, List<ValueColumn> needs) {
    this.protocol = protocol;
    this.physics = physics;
    this.materials = List.copyOf(materials);
    this.needs = List.copyOf(needs);
    this.columns =
        ProtocolValues.fieldNames(protocol).stream()
            .map(field -> new ValueColumn(protocol.name() + "." + field))
            .toList();
  }

  @Override
  public List<ValueColumn> columns() {
    return columns;
  }

  @Override
  public List<ValueColumn> needs() {
    return needs;
  }

  @Override
  public boolean needsBeam() {
    return PixelQuanta.needsBeam(protocol);
  }

  @Override
  public boolean isOfRays() {
    return !physics.approximate();
  }

  @Override
  public int earlierViews() {
    return protocol.afterglow().earlierViews();
  }

  @Override
  public void check(ScanBeam beam) {
    if (isOfRays() && beam.raysPerPixel() > 1 && protocol.quantumNoise() == QuantumModel.COMPOUND) {
      throw new InputException(
          "protocol %s: compound noise of several rays a pixel: expected matched noise"
              .formatted(protocol.name()));
    }
    PixelQuanta.check(protocol, beam);
  }

  /** Returns the prepared protocol, which takes a part of a second the first time. */
  @Override
  public synchronized OfProtocol prepare() {
    OfProtocol known = prepared;
    if (known == null) {
      known = new OfProtocol(made(), physics);
      prepared = known;
    }
    return known;
  }

  /** Returns the prepared protocol. */
  ProtocolValues values() {
    return prepare().values();
  }

  private ProtocolValues made() {
    double[] greatest =
        materials.stream()
            .mapToDouble(
                material ->
                    physics
                        .greatest()
                        .getOrDefault(
                            material.name(),
                            material.density() < DENSE ? GREATEST_SOFT : GREATEST_DENSE))
            .toArray();
    return new ProtocolValues(protocol, materials, greatest, physics.tolerance());
  }

  /** What goes to executors. */
  record OfProtocol(ProtocolValues values, PhysicsSpec physics) implements Prepared {
    private static final long serialVersionUID = 1L;

    @Override
    public Rows rows(String scan, @Nullable ScanBeam beam, int pixels) {
      PixelQuanta quanta = new PixelQuanta(values.protocol(), beam, pixels);
      ProtocolRow row =
          values.rows(
              physics.noise(scan, values.protocol()),
              beam == null ? 1 : beam.detector().rows(),
              pixels);
      return new RowsOfProtocol(row, quanta);
    }
  }

  /** The rows of a scan. */
  private record RowsOfProtocol(ProtocolRow row, PixelQuanta quanta) implements Rows {
    @Override
    public void compute(Place place, RowRays rays, float[] @Nullable [] out) {
      row.compute(place.view(), place.row(), quanta.row(place), rays, out);
    }

    @Override
    public void precede(Place place, RowRays rays, float[] @Nullable [] out) {
      row.precede(place.view(), place.row(), quanta.row(place), rays, out);
    }
  }
}
