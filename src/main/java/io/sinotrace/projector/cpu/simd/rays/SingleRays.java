package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.cpu.scalar.ScalarMarch;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * Sets rays up, and traces those at once that no vector may take.
 *
 * <p>An instance serves one thread.
 */
final class SingleRays {
  /** The ray that was set up last. */
  final RaySetup ray;

  private final Volume volume;
  private final Band band;
  private final boolean fits;
  private @Nullable ScalarMarch march;

  SingleRays(Volume volume, Band band, BoxGeometry geometry) {
    this.volume = volume;
    this.band = band;
    this.ray = new RaySetup(geometry);
    this.fits = PaddedVolume.fits(band.grid());
  }

  /**
   * Sets a ray up, and traces it if no vector may take it and the band is for it.
   *
   * @param out receives the line integral of channel c at index {@code at + c * channelStride}
   * @return whether it is left to be traced
   */
  boolean setUpOrTrace(int view, int row, int column, float[] out, int at, int channelStride) {
    if (!ray.set(view, row, column)) {
      for (int c = 0; c < volume.channels(); c++) {
        out[at + c * channelStride] = 0f;
      }
      return false;
    }
    if (!band.isFor(ray.axis)) {
      return false;
    }
    boolean passes = band.slabFrom(ray) < band.slabTo(ray);
    if (!fits || !passes || ray.beginSlab >= 0 || ray.endSlab >= 0) {
      scalar().lineIntegrals(ray, out, at, channelStride);
      return false;
    }
    return true;
  }

  /** Sets a ray up and traces it. */
  void trace(int view, int row, int column, float[] out, int at, int channelStride) {
    ray.set(view, row, column);
    scalar().lineIntegrals(ray, out, at, channelStride);
  }

  /** Traces the rays of a vector, one by one. */
  void trace(RayVector rays, float[] out, int channelStride) {
    for (int k = 0; k < rays.count; k++) {
      trace(rays.view[k], rays.row[k], rays.column[k], out, rays.pixel[k], channelStride);
    }
  }

  /** Returns what traces them; it asks for all slabs of the volume, which may be decoded. */
  private ScalarMarch scalar() {
    ScalarMarch scalar = march;
    if (scalar == null) {
      scalar = new ScalarMarch(volume, band);
      march = scalar;
    }
    return scalar;
  }
}
