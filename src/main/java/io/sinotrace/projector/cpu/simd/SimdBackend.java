package io.sinotrace.projector.cpu.simd;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Adjoint;
import io.sinotrace.projector.Backend;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cpu.BandedProjector;
import io.sinotrace.projector.cpu.ThreadedProjector;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.disk.DiskVolume;
import org.jspecify.annotations.Nullable;

/**
 * Many rays at a time in the vector registers of the processor.
 *
 * <p>The JVM's vector module is an incubator module: a JVM resolves it only with {@code
 * --add-modules}, and some have none. So no class that links to it is loaded before it was found.
 */
public final class SimdBackend implements Backend {
  static final String NAME = "simd";

  private static final String MODULE = "jdk.incubator.vector";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public @Nullable String refusal(Resources resources) {
    return Availability.REFUSAL;
  }

  @Override
  public String summary(Resources resources) {
    return "%d rays at a time on the processor%s"
        .formatted(VectorUnit.LANES, ThreadedProjector.summary(resources.threads()));
  }

  @Override
  public Projector open(Volume volume, Geometry geometry, Resources resources) {
    int columns = geometry.detector().columns();
    if (volume instanceof DiskVolume disk) {
      return new BandedProjector(
          disk,
          geometry,
          resources,
          NAME,
          true,
          (voxels, band, g) ->
              new ColdStart(
                  new SimdProjector(voxels, band, g),
                  new ScalarProjector(voxels, band, g),
                  columns));
    }
    SimdProjector vectors = new SimdProjector(volume, geometry);
    ScalarProjector single = new ScalarProjector(volume, geometry);
    return ThreadedProjector.of(new ColdStart(vectors, single, columns), resources.threads());
  }

  @Override
  public Adjoint adjoint(VoxelGrid grid, Geometry geometry, int zFrom, int zTo) {
    return new SimdAdjoint(grid, geometry, zFrom, zTo);
  }

  /** Whether this JVM can run it; found out once. */
  private static final class Availability {
    static final @Nullable String REFUSAL = refusal();

    private static @Nullable String refusal() {
      if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
        return "module " + MODULE + " was not added; start java with --add-modules " + MODULE;
      }
      if (!System.getProperty("java.vm.info", "").contains("mixed mode")) {
        return "this JVM runs in '%s', not in mixed mode; it would be slower than scalar"
            .formatted(System.getProperty("java.vm.info"));
      }
      try {
        return VectorUnit.refusal();
      } catch (LinkageError e) {
        return "the JVM's vector module cannot be used: " + e;
      }
    }
  }
}
