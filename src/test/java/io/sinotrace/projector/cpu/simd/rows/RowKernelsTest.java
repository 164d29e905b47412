package io.sinotrace.projector.cpu.simd.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Which kernel the rays of whole scans are marched by: all give the same bits, so a wrong choice
 * would only be slow.
 */
class RowKernelsTest {
  private static final int SIZE = 32;
  private static final int ROWS = 2 * SIZE;
  private static final int COLUMNS = 6;

  private static final VoxelGrid GRID = VoxelGrid.centred(SIZE, SIZE, SIZE, new Vec3(1, 1, 1));
  private static final Volume VOLUME = TestGrids.ones(GRID);

  /** Whether this JVM permutes two vectors at a time, and the processor in one instruction. */
  private static final boolean SELECTS = Runtime.version().feature() >= 24;

  private static final boolean AT_ONCE = SELECTS && VectorUnit.LANES == 16;

  private static final String SELECT = "SelectKernel";

  private static Panel panel(double pitch) {
    return new Panel(ROWS, COLUMNS, pitch, 5, 0, 0, Panel.Tilt.NONE, Panel.Shape.FLAT);
  }

  /** Rays so far apart that of a vector's the last is so many voxels off a voxel a lane. */
  private static Geometry parallel(double off) {
    return Trajectories.parallel(
        panel(1 + off / (VectorUnit.LANES - 1)), Trajectories.angles(3, 10, 180));
  }

  @BeforeEach
  void vectorsAreUsed() {
    assumeTrue(VectorUnit.refusal() == null, "no vectors that the rows would be marched by");
  }

  @Test
  void rowsAVoxelApartNeedOneComparison() {
    Set<String> expected = Set.of(AT_ONCE ? SELECT : "EdgeKernel");
    assertEquals(expected, kernels(parallel(0)));
    assertEquals(expected, kernels(parallel(0.9)));
    assertEquals(expected, kernels(parallel(-0.9)));
    // From 0.97 to 1.03 voxels.
    Geometry cone = Trajectories.cone(1000, 1500, panel(1.5), Trajectories.angles(3, 10, 360));
    assertEquals(expected, kernels(cone));
  }

  @Test
  void rowsAboutAVoxelApartNeedTwo() {
    Set<String> expected = Set.of(SELECTS ? SELECT : "ShiftKernel");
    assertEquals(expected, kernels(parallel(1.1)));
    assertEquals(expected, kernels(parallel(-1.1)));
    assertEquals(expected, kernels(parallel(1.9)));
  }

  @Test
  void otherRowsNeedAnyVoxelOfAWindow() {
    assertEquals(
        Set.of(SELECTS ? SELECT : "RearrangeKernel"), kernels(parallel(-0.5 * VectorUnit.LANES)));
    assertEquals(
        Set.of(SELECTS ? SELECT : "RearrangePairKernel"),
        kernels(parallel(0.5 * VectorUnit.LANES)));
    assertEquals(Set.of("GatherKernel"), kernels(parallel(1.5 * VectorUnit.LANES)));
  }

  /** Returns the names of the kernels that all vectors of a scan's rays are marched by. */
  private static Set<String> kernels(Geometry scan) {
    BoxGeometry geometry = new BoxGeometry(GRID, scan);
    Tile tile = new Tile(0, scan.views().size(), 0, ROWS);
    ColumnPath[] paths = ColumnPath.all(geometry, 2, tile);
    ColumnRays rays = new ColumnRays(geometry, 2, tile);
    SlabLines slabs = new SlabLines(LineVolume.of(VOLUME, 2), Band.all(GRID), true);
    Recorded kernels = new Recorded();
    VectorMarch march = new VectorMarch(slabs, rays, kernels);
    PathSegments segments = PathSegments.of(paths, Band.all(GRID), 2, SIZE);
    for (int k = 0; k < segments.count(); k++) {
      int number = segments.path(k);
      slabs.set(paths[number], segments.from(k), segments.to(k));
      rays.setView(number / COLUMNS);
      rays.set(paths[number], 0, rays.lanes);
      for (int lane = 0; lane < rays.lanes; lane += VectorUnit.LANES) {
        march.march(lane, 0, new float[rays.lanes], lane);
      }
    }
    return kernels.chosen;
  }

  /** Tells what was chosen. */
  private static final class Recorded extends RowKernels {
    final Set<String> chosen = new TreeSet<>();

    @Override
    @Nullable RowKernel even(double spread) {
      RowKernel even = super.even(spread);
      if (even != null) {
        chosen.add(even.getClass().getSimpleName());
      }
      return even;
    }

    @Override
    RowKernel within(double voxels) {
      RowKernel kernel = super.within(voxels);
      chosen.add(kernel.getClass().getSimpleName());
      return kernel;
    }
  }
}
