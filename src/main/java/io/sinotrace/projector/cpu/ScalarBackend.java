package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Backend;
import io.sinotrace.projector.Projector;
import io.sinotrace.volume.Volume;
import org.jspecify.annotations.Nullable;

/** Plain Java, usable everywhere. */
public final class ScalarBackend implements Backend {
  @Override
  public String name() {
    return ScalarProjector.NAME;
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public @Nullable String refusal() {
    return null;
  }

  @Override
  public Projector open(Volume volume, Geometry geometry) {
    return new ScalarProjector(volume, geometry);
  }
}
