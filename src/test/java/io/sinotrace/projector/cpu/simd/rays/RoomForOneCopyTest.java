package io.sinotrace.projector.cpu.simd.rays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.DerivedForms;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Volumes that have room for a copy for rays of one main axis, and no other. */
class RoomForOneCopyTest {
  private static final VoxelGrid GRID = TestGrids.boxIsWorld(40, 36, 44);
  private static final int ROWS = 24;
  private static final int COLUMNS = 40;
  private static final int PIXELS = ROWS * COLUMNS;
  private static final Band BAND = Band.all(GRID);

  /** A view along x and one along z, neither upright. */
  private static final BoxGeometry GEOMETRY =
      new BoxGeometry(
          GRID,
          new Geometry(
              Beam.CONE,
              Detector.flat(ROWS, COLUMNS),
              List.of(view(new Vec3(1, 0.05, 0.03)), view(new Vec3(0.04, 0.05, 1)))));

  private static View view(Vec3 towards) {
    Vec3 out = towards.unit();
    Vec3 u = out.cross(new Vec3(0.3, 0.8, 0.5)).unit();
    return new View(
        0,
        GRID.middle().plus(out.times(300)),
        GRID.middle().minus(out.times(80)),
        u,
        u.cross(out),
        new Vec3(0, 0, 0));
  }

  @Test
  void raysOfAnotherMainAxisAreTracedWithoutOne() {
    RaySetup ray = new RaySetup(GEOMETRY);
    for (int view = 0; view < 2; view++) {
      assertTrue(ray.set(view, ROWS / 2, COLUMNS / 2) && ray.axis == 2 * view);
    }
    float[] expected = new float[2 * PIXELS];
    Limited scalar = new Limited();
    SingleRays single = new SingleRays(scalar, BAND, GEOMETRY);
    for (int pixel = 0; pixel < 2 * PIXELS; pixel++) {
      int row = pixel / COLUMNS % ROWS;
      single.trace(pixel / PIXELS, row, pixel % COLUMNS, expected, pixel, 0);
    }
    for (int first = 0; first < 2; first++) {
      for (boolean windows : new boolean[] {false, true}) {
        Limited volume = new Limited();
        float[] out = new float[2 * PIXELS];
        for (int view : new int[] {first, 1 - first}) {
          SingleRays rays = new SingleRays(volume, BAND, GEOMETRY);
          SlantTracer tracer = new SlantTracer(volume, BAND, GEOMETRY, true, rays, windows);
          assertTrue(tracer.trace(new Tile(view, view + 1, 0, ROWS), view, out, view * PIXELS, 0));
          volume.full = true;
        }
        assertArrayEquals(expected, out, "view %d first, %b".formatted(first, windows));
      }
    }
  }

  @Test
  void patchesOfAnotherMainAxisAreTracedWithoutOne() {
    Tile few = new Tile(0, 2, 0, VectorUnit.LANES - 1);
    float[] expected = new float[2 * PIXELS];
    new RayVectorTracer(new Limited(), BAND, GEOMETRY, true).trace(few, expected, 0, 0);
    Limited volume = new Limited();
    float[] out = new float[2 * PIXELS];
    assertNotNull(RayVectorKernel.of(volume, BAND, 2, true));
    volume.full = true;
    assertNull(RayVectorKernel.of(volume, BAND, 0, true));
    new RayVectorTracer(volume, BAND, GEOMETRY, true).trace(few, out, 0, 0);
    assertArrayEquals(expected, out);
  }

  @Test
  void withRoomForNoneThereIsAnError() {
    Limited volume = new Limited();
    volume.full = true;
    RayVectorTracer tracer = new RayVectorTracer(volume, BAND, GEOMETRY, true);
    Tile tile = new Tile(0, 2, 0, ROWS);
    assertThrows(
        InsufficientMemoryException.class, () -> tracer.trace(tile, new float[2 * PIXELS], 0, 0));
  }

  /** A volume of which copies are refused once it is full; other readers are not. */
  private static final class Limited implements Volume {
    private final Volume voxels = TestGrids.randomVolume(GRID, 1, 0, new SplittableRandom(1));
    private final DerivedForms forms = new DerivedForms();
    private boolean full;

    @Override
    public VoxelGrid grid() {
      return GRID;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public DerivedForms derivedForms() {
      return forms;
    }

    @Override
    public FloatBuffer slab(int channel, int z) {
      if (full && isCopying()) {
        throw new InsufficientMemoryException("full");
      }
      return voxels.slab(channel, z);
    }

    private static boolean isCopying() {
      List<String> copies = List.of(PaddedVolume.class.getName(), PairVolume.class.getName());
      return StackWalker.getInstance()
          .walk(frames -> frames.anyMatch(frame -> copies.contains(frame.getClassName())));
    }
  }
}
