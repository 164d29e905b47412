package io.sinotrace.description.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImageGridTest {
  private static final VoxelGrid VOLUME = VoxelGrid.centred(10, 10, 9, new Vec3(2, 2, 4));

  /** Every second slice. */
  private static final Geometry SLICES =
      Trajectories.parallel(Panel.flat(1, 16, 1), new double[] {-8, 0, 8}, new double[] {0, 90});

  private static VoxelGrid ofSlices(@Nullable List<Double> spacing, @Nullable List<Integer> size) {
    return new ImageGrid(spacing, size, ImageRegion.ALL).whole(VOLUME, SLICES, true);
  }

  private static void assertRefused(
      String words, @Nullable List<Double> spacing, @Nullable List<Integer> size) {
    InputException fault = assertThrows(InputException.class, () -> ofSlices(spacing, size));
    assertTrue(fault.getMessage().contains(words), fault.getMessage());
  }

  @Test
  void ofSlicesOneNumberIsAlongXAndY() {
    VoxelGrid grid = ofSlices(List.of(1.0), List.of(30));
    assertEquals(List.of(30, 30, 3), List.of(grid.nx(), grid.ny(), grid.nz()));
    assertEquals(new Vec3(1, 1, 8), grid.spacing());
    assertEquals(new Vec3(-14.5, -14.5, -8), grid.indexToWorld().point(Vec3.ZERO));
  }

  @Test
  void ofSlicesThreeNumbersAreThatOfTheSlices() {
    VoxelGrid grid = ofSlices(List.of(1.0, 2.0, 8.0), List.of(30, 20, 3));
    assertEquals(List.of(30, 20, 3), List.of(grid.nx(), grid.ny(), grid.nz()));
    assertEquals(new Vec3(1, 2, 8), grid.spacing());
    assertRefused("size along z is 7: expected 3", null, List.of(30, 30, 7));
    assertRefused("spacing along z is 4.0 mm: expected 8.0", List.of(1.0, 1.0, 4.0), null);
  }

  @Test
  void ofOtherScansOneNumberIsForAllAxes() {
    VoxelGrid grid =
        new ImageGrid(List.of(4.0), null, ImageRegion.ALL).whole(VOLUME, SLICES, false);
    assertEquals(List.of(5, 5, 9), List.of(grid.nx(), grid.ny(), grid.nz()));
  }
}
