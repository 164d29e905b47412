package io.sinotrace.spark.values;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Spelling;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.protocol.Protocol;
import io.sinotrace.physics.protocol.RowRays;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.values.DerivedColumns.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field of a protocol, worked out for rows that come from anywhere: nothing is known of where
 * source and pixels are, or of earlier views. Not for several threads.
 */
public final class MeasuredPixels {
  private final DerivedColumns columns;
  private final DerivedColumns.Prepared prepared;
  private final int materials;
  private final int field;
  private final boolean noisy;

  /** Of each scan and number of pixels. */
  private final Map<String, DerivedColumns.Rows> rows = new HashMap<>();

  /**
   * Prepares.
   *
   * @param physics with one protocol
   * @param materials of the areal densities
   * @param field its name
   * @throws InputException if there are several protocols, it has no such field, or it depends on
   *     what is not known
   */
  public MeasuredPixels(PhysicsSpec physics, List<Material> materials, String field) {
    if (physics.protocols().size() != 1) {
      throw new InputException("a list of values in a protocol: expected one value");
    }
    Protocol protocol = physics.protocols().get(0);
    List<ValueColumn> needs =
        materials.stream().map(material -> ValueColumn.arealDensity(material.name())).toList();
    this.columns = new ProtocolColumns(protocol, physics, materials, needs);
    if (columns.needsBeam() || columns.earlierViews() > 0) {
      throw new InputException(
          "a protocol for rows of which no source, detector or earlier view is known: expected no dose in mAs or fluence, bowtie, anode-towards, dead or hot pixels and afterglow");
    }
    List<String> fields = columns.columns().stream().map(column -> column.path().get(1)).toList();
    this.field = fields.indexOf(field);
    if (this.field < 0) {
      throw new InputException(
          "%s is no field of the protocol%s: expected %s"
              .formatted(
                  Messages.quote(field), Spelling.suggest(field, fields), Messages.anyOf(fields)));
    }
    this.noisy = field.startsWith("noisy");
    this.materials = materials.size();
    this.prepared = columns.prepare();
  }

  /** Returns whether it depends on where a row is. */
  public boolean isNoisy() {
    return noisy;
  }

  /**
   * Works out a row.
   *
   * @param scan id of its scan, for noise
   * @param densities areal densities in g/cm^2, those of one material after those of another
   */
  public float[] of(String scan, int view, int row, float[] densities) {
    int pixels = densities.length / materials;
    int[] offsets = new int[materials];
    for (int m = 0; m < materials; m++) {
      offsets[m] = m * pixels;
    }
    float[] @Nullable [] out = new float[columns.columns().size()][];
    float[] measured = new float[pixels];
    out[field] = measured;
    rows.computeIfAbsent(scan + "/" + pixels, key -> prepared.rows(scan, null, pixels))
        .compute(new Place(view, row, null), RowRays.one(densities, offsets), out);
    return measured;
  }
}
