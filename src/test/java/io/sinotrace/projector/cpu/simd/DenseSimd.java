package io.sinotrace.projector.cpu.simd;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Projector;
import io.sinotrace.volume.Volume;

/** The SIMD tracer with nothing skipped, to be measured beside the real one. */
public final class DenseSimd {
  private DenseSimd() {}

  /** Prepares to project; only where {@link SimdBackend} can be used. */
  public static Projector open(Volume volume, Geometry geometry) {
    return new SimdProjector(volume, geometry, false, 0);
  }
}
