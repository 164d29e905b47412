package io.sinotrace.projector.cpu.simd.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.DrawnRays;
import io.sinotrace.projector.RayClass;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.VoxelGrid;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rays set up a vector at a time, and their column's path, against rays set up one by one. */
class ColumnRaysTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261126);

  @Test
  void aVectorOfRaysIsSetUpAsEachRayAlone() {
    SplittableRandom random = SEED.random();
    int compared = 0;
    for (VoxelGrid grid : TestGrids.all()) {
      for (RayClass kind : RayClass.values()) {
        for (Beam beam : kind.lines ? Beam.values() : new Beam[] {Beam.CONE, Beam.FAN}) {
          compared +=
              compare(grid, DrawnRays.rows(kind, beam, grid, 60, random), beam + " " + kind);
        }
      }
    }
    assertTrue(compared > 15_000, compared + " rays share the path of their column");
  }

  /** Compares all rays that share their column's path; returns how many. */
  private static int compare(VoxelGrid grid, Geometry drawn, String what) {
    BoxGeometry geometry = new BoxGeometry(grid, drawn);
    int compared = 0;
    for (int view = 0; view < geometry.views(); view++) {
      int rowAxis = rowAxis(geometry, view);
      if (rowAxis < 0) {
        continue;
      }
      Tile tile = new Tile(view, view + 1, 0, drawn.detector().rows());
      ColumnPath path = ColumnPath.all(geometry, rowAxis, tile)[0];
      ColumnRays rays = new ColumnRays(geometry, rowAxis, tile);
      rays.setView(view);
      rays.set(path, 0, rays.lanes);
      rays.setLengths(path);
      if (path.shared && rays.follow(path, 0)) {
        for (int lane = 0; lane < rays.rows; lane++) {
          String ray = "%s, view %d, row %d".formatted(what, view, rays.row(lane));
          assertSame(geometry, path, rays, rowAxis, view, lane, ray);
          compared++;
        }
      }
    }
    return compared;
  }

  /**
   * Returns the one axis along which V lies, or -1: inverting an affine leaves traces on others.
   */
  private static int rowAxis(BoxGeometry geometry, int view) {
    int axis = -1;
    for (int k = 0; k < 3; k++) {
      if (geometry.v(view, k) != 0) {
        axis = axis == -1 ? k : 3;
      }
    }
    return axis == 3 ? -1 : axis;
  }

  private static void assertSame(
      BoxGeometry geometry,
      ColumnPath path,
      ColumnRays rays,
      int rowAxis,
      int view,
      int lane,
      String what) {
    RaySetup ray = new RaySetup(geometry);
    if (ray.set(view, rays.row(lane), 0)) {
      assertTrue(path.slabFrom <= ray.slabFrom && ray.slabTo <= path.slabTo, what);
    }
    assertEquals(ray.axis, path.main, what);
    boolean first = ray.axis1 == rowAxis;
    assertEquals(first ? ray.axis2 : ray.axis1, path.other, what);
    assertEquals(first ? ray.slope2 : ray.slope1, path.slope, what);
    // A +0 and a -0 begin in the same voxel; ColumnRays makes both +0.
    assertEquals((first ? ray.start2 : ray.start1) + 0f, path.start + 0f, what);
    assertEquals(first ? ray.inverse2 : ray.inverse1, path.inverse, what);
    assertEquals(first ? ray.shift2 : ray.shift1, path.shift, what);
    assertEquals(first ? ray.step2 : ray.step1, path.step, what);
    assertEquals(first ? ray.slope1 : ray.slope2, rays.slope[lane], what);
    assertEquals((first ? ray.start1 : ray.start2) + 0f, rays.start[lane], what);
    assertEquals(first ? ray.inverse1 : ray.inverse2, rays.inverse[lane], what);
    assertEquals(first ? ray.shift1 : ray.shift2, rays.shift[lane], what);
    assertEquals(first ? ray.step1 : ray.step2, rays.step[lane], what);
    assertEquals(ray.length, rays.length[lane], what);
    assertEquals(-1, ray.beginSlab, what);
    assertEquals(-1, ray.endSlab, what);
  }
}
