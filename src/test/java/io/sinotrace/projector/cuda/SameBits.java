package io.sinotrace.projector.cuda;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cpu.ScalarProjector;
import io.sinotrace.volume.Volume;

/** Compares what the GPU's path gives with the scalar tracer, bit by bit. */
final class SameBits {
  private SameBits() {}

  /**
   * What a comparison found.
   *
   * @param rays compared
   * @param other how many of them differ
   * @param first the first that does
   */
  record Found(long rays, long other, String first) {
    Found plus(Found o) {
      return new Found(rays + o.rays, other + o.other, first.isEmpty() ? o.first : first);
    }
  }

  static Projector onGpu(Volume volume, Geometry geometry) {
    return new CudaBackend().open(volume, geometry, Resources.DEFAULT);
  }

  /** Traces all rays of a geometry both ways. */
  static Found compare(String what, Volume volume, Geometry geometry) {
    float[] there = new float[Math.toIntExact(geometry.rays())];
    onGpu(volume, geometry).project(geometry.all(), there);
    float[] here = new float[there.length];
    new ScalarProjector(volume, geometry).project(geometry.all(), here);
    long other = 0;
    String first = "";
    for (int i = 0; i < here.length; i++) {
      if (Float.floatToRawIntBits(here[i]) != Float.floatToRawIntBits(there[i])) {
        other++;
        if (first.isEmpty()) {
          first = "%s, pixel %d: %s instead of %s".formatted(what, i, there[i], here[i]);
        }
      }
    }
    return new Found(here.length, other, first);
  }
}
