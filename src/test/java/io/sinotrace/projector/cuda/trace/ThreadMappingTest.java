package io.sinotrace.projector.cuda.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadMappingTest {
  private static final VoxelGrid GRID = VoxelGrid.centred(64, 64, 64, new Vec3(1, 1, 1));

  /** A circular scan about z, a view a degree. */
  private static BoxGeometry circle(Beam beam, int rows) {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < 360; i++) {
      Vec3 out = new Vec3(Math.cos(Math.toRadians(i)), Math.sin(Math.toRadians(i)), 0);
      views.add(
          View.of(
              i,
              beam == Beam.PARALLEL ? out.times(-1) : out.times(300),
              out.times(-200),
              new Vec3(-out.y(), out.x(), 0),
              new Vec3(0, 0, 1)));
    }
    return new BoxGeometry(GRID, new Geometry(beam, Detector.flat(rows, 96), views));
  }

  @Test
  void aCircularScanRunsAlongZInAllViews() {
    List<ViewGroup> groups = ViewGroup.of(circle(Beam.CONE, 64), new Tile(0, 360, 0, 64));
    assertEquals(List.of(new ViewGroup(0, 360, new ThreadMapping(true, 2))), groups);
  }

  @Test
  void aFanOfOneSliceRunsAlongItsColumns() {
    List<ViewGroup> groups = ViewGroup.of(circle(Beam.FAN, 1), new Tile(0, 360, 0, 1));
    // At 0 degrees rays go along x and columns along y; it changes with every quarter turn.
    assertEquals(5, groups.size());
    assertEquals(new ThreadMapping(false, 1), groups.get(0).mapping());
    assertEquals(new ThreadMapping(false, 0), groups.get(1).mapping());
    assertEquals(new ThreadMapping(false, 1), groups.get(2).mapping());
    assertEquals(0, groups.get(0).viewFrom());
    assertEquals(360, groups.get(4).viewTo());
    for (int i = 1; i < 5; i++) {
      assertEquals(groups.get(i - 1).viewTo(), groups.get(i).viewFrom());
    }
  }

  @Test
  void viewsThatChangeAllTheTimeAreOneRun() {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      boolean alongX = i % 3 != 0;
      views.add(
          View.of(
              Double.NaN,
              alongX ? new Vec3(300, 0, 0) : new Vec3(0, 300, 0),
              new Vec3(0, 0, 0),
              alongX ? new Vec3(0, 1, 0) : new Vec3(1, 0, 0),
              new Vec3(0, 0, 1)));
    }
    BoxGeometry geometry =
        new BoxGeometry(GRID, new Geometry(Beam.CONE, Detector.flat(1, 96), views));
    assertEquals(
        List.of(new ViewGroup(0, 30, new ThreadMapping(false, 1))),
        ViewGroup.of(geometry, new Tile(0, 30, 0, 1)));
  }

  @Test
  void axesThatNoRayHasAsItsMainOneAreLeftOut() {
    BoxGeometry geometry = circle(Beam.CONE, 64);
    Launch atZero = new Launch(0, 1, 0, 64, 0);
    assertTrue(ThreadMapping.mayBeMain(geometry, atZero, 0));
    assertFalse(ThreadMapping.mayBeMain(geometry, atZero, 1));
    assertFalse(ThreadMapping.mayBeMain(geometry, atZero, 2));
    // At 45 degrees both are.
    Launch diagonal = new Launch(40, 10, 0, 64, 0);
    assertTrue(ThreadMapping.mayBeMain(geometry, diagonal, 0));
    assertTrue(ThreadMapping.mayBeMain(geometry, diagonal, 1));
    assertFalse(ThreadMapping.mayBeMain(geometry, diagonal, 2));
  }
}
