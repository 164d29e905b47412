package io.sinotrace.spark.values;

import io.sinotrace.physics.protocol.RowRays;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.volume.Channels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line integral at the energy at which a volume's Hounsfield values hold, from the areal
 * density of each material: the sum of areal densities times mass attenuation coefficients at that
 * energy, in float64, rounded once.
 *
 * @param needs the areal densities
 * @param massAttenuation of each material in cm^2/g
 */
record EffectiveLineIntegral(List<ValueColumn> needs, double[] massAttenuation)
    implements DerivedColumns, DerivedColumns.Prepared, DerivedColumns.Rows {
  private static final long serialVersionUID = 1L;

  @Override
  public List<ValueColumn> columns() {
    return ValueColumn.LINE_INTEGRALS;
  }

  @Override
  public Prepared prepare() {
    return this;
  }

  @Override
  public Rows rows(String scan, @Nullable ScanBeam beam, int pixels) {
    return this;
  }

  @Override
  public void compute(Place place, RowRays rays, float[] @Nullable [] out) {
    if (out[0] != null) {
      Channels.sum(massAttenuation, rays.values(), rays.offsets()[0], out[0]);
    }
  }
}
