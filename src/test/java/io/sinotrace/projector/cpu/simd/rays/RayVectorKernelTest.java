package io.sinotrace.projector.cpu.simd.rays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.DrawnRays;
import io.sinotrace.projector.RayClass;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.cpu.scalar.ScalarMarch;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each kernel against the scalar march: tracers take but one of them. */
class RayVectorKernelTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261130);

  @Test
  void kernelsHaveTheBitsOfTheScalarMarch() {
    SplittableRandom random = SEED.random();
    int vectors = 0;
    for (VoxelGrid grid : TestGrids.all()) {
      Volume volume = TestGrids.randomVolume(grid, 2, 2, random);
      for (RayClass kind : RayClass.values()) {
        vectors += compare(volume, DrawnRays.of(kind, Beam.CONE, grid, 200, random));
      }
    }
    assertTrue(vectors > 300, vectors + " vectors");
  }

  /** Compares the rays that do not end inside, and returns the number of vectors of them. */
  private static int compare(Volume volume, Geometry geometry) {
    Band band = Band.all(volume.grid());
    RaySetup ray = new RaySetup(new BoxGeometry(volume.grid(), geometry));
    ScalarMarch scalar = new ScalarMarch(volume, band);
    int lanes = VectorUnit.LANES;
    int vectors = 0;
    for (int axis = 0; axis < 3; axis++) {
      RayVectorKernel[] kernels = {
        new GatherKernel(PaddedVolume.of(volume), volume, band, axis, true),
        new GatherKernel(PaddedVolume.of(volume), volume, band, axis, false),
        new PairKernel(pairs(volume, band, axis), volume, band, axis, true),
        new PairKernel(pairs(volume, band, axis), volume, band, axis, false),
      };
      RayVector rays = new RayVector();
      float[] expected = new float[2 * lanes];
      for (int view = 0; view < geometry.views().size(); view++) {
        if (ray.set(view, 0, 0) && ray.axis == axis && ray.beginSlab < 0 && ray.endSlab < 0) {
          scalar.lineIntegrals(ray, expected, rays.count, lanes);
          rays.add(ray, band, view, 0, 0, rays.count);
        }
        if (rays.count == lanes || (rays.count > 0 && view == geometry.views().size() - 1)) {
          rays.fill();
          for (int k = 0; k < kernels.length; k++) {
            for (int channel = 0; channel < 2; channel++) {
              float[] sums = new float[lanes];
              kernels[k].march(rays, channel, sums);
              for (int lane = 0; lane < rays.count; lane++) {
                assertEquals(
                    Float.floatToRawIntBits(expected[channel * lanes + lane]),
                    Float.floatToRawIntBits(sums[lane] * rays.length[lane]),
                    "kernel %d, axis %d, view %d".formatted(k, axis, rays.view[lane]));
              }
            }
          }
          rays.clear();
          vectors++;
        }
      }
    }
    return vectors;
  }

  private static PairVolume pairs(Volume volume, Band band, int axis) {
    PairVolume pairs = PairVolume.of(volume, band, axis);
    assertNotNull(pairs);
    return pairs;
  }
}
