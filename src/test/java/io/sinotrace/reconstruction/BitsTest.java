package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An image has the same bits from all kernels and from any slabs. */
class BitsTest {
  @RegisterExtension final Seed seed = Seed.fixed(20261127);

  /** A scan and an image of it. */
  record Case(String name, Geometry geometry, VoxelGrid grid) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    double[] angles = Trajectories.angles(24, 11, 360);
    Panel flat = Panel.flat(61, 70, 1.5);
    Geometry cone = Trajectories.cone(300, 450, flat.withOffset(3, 0.3), angles);
    Geometry curved = Trajectories.cone(300, 450, flat.withShape(Panel.Shape.CURVED), angles);
    Geometry parallel = Trajectories.parallel(flat, angles);
    Panel askew = flat.withTilt(new Panel.Tilt(3, -5, 4));
    Geometry tilted = Trajectories.cone(300, 450, askew, angles);
    double[] turns = Trajectories.angles(150, 11, -2000);
    Geometry helical =
        Trajectories.helical(300, 450, flat.withShape(Panel.Shape.CURVED), turns, 35);
    Geometry sinking = Trajectories.helical(300, 450, flat, turns, -28);
    List<Case> cases = new ArrayList<>();
    // Rows to a voxel: from far below one vector's lanes to beyond two.
    for (double z : new double[] {0.05, 0.7, -0.7, 1.0, 1.3, -1.9, 2.1, 4}) {
      int planes = (int) Math.min(80, 70 / Math.abs(z));
      VoxelGrid grid =
          new VoxelGrid(
              19,
              17,
              planes,
              Affine.ofRows(3, 0.5, 0, -28, -0.5, 3, 0, -22, 0, 0, z, -z * planes / 2.2));
      cases.add(new Case("cone, flat, %s mm".formatted(z), cone, grid));
      cases.add(new Case("cone, curved, %s mm".formatted(z), curved, grid));
      cases.add(new Case("parallel, %s mm".formatted(z), parallel, grid));
      cases.add(new Case("cone, tilted, %s mm".formatted(z), tilted, grid));
      cases.add(new Case("helical, curved, %s mm".formatted(z), helical, grid));
      cases.add(new Case("helical, flat, %s mm".formatted(z), sinking, grid));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areTheSame(Case one) {
    float[] whole = image(one, one.grid().nz(), LineKernels.SCALAR);
    for (int slabs : new int[] {1, 7, 40}) {
      int planes = Math.max(1, one.grid().nz() / slabs);
      assertArrayEquals(
          bits(whole),
          bits(image(one, planes, LineKernels.BEST)),
          () -> LineKernels.BEST.name() + ", slabs of " + planes);
    }
    int few = Math.max(1, one.grid().nz() / 7);
    assertArrayEquals(
        bits(whole), bits(image(one, few, LineKernels.SCALAR)), () -> "scalar, slabs of " + few);
  }

  /** Where this JVM has vectors, the case above must not compare scalar with scalar. */
  @Test
  void theBestKernelIsTheOneWithVectors() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    assertEquals(vectors ? "simd" : "scalar", LineKernels.BEST.name());
  }

  private float[] image(Case one, int planes, LineKernel kernel) {
    int columns = one.geometry().detector().columns();
    int rows = one.geometry().detector().rows();
    return Analytic.image(
        one.geometry(),
        one.grid(),
        Analytic.RAM_LAK,
        (k, r, c) ->
            new SplittableRandom(seed.value() + ((long) k * rows + r) * columns + c).nextDouble(),
        planes,
        kernel);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int k = 0; k < bits.length; k++) {
      bits[k] = Float.floatToRawIntBits(values[k]);
    }
    return bits;
  }
}
