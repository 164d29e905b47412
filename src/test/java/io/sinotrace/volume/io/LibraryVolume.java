package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;

/**
 * What another library reads in a file, as JSON: the {@code size} along x, y and z, the {@code
 * values} with x fastest, and where the format has a world, the rows of its {@code affine} in RAS+
 * and mm, good to a {@code tolerance}.
 */
final class LibraryVolume {
  private LibraryVolume() {}

  static void assertSame(JsonNode library, Volume volume) {
    VoxelGrid grid = volume.grid();
    assertEquals(
        library.path("size").toString(), "[%d,%d,%d]".formatted(grid.nx(), grid.ny(), grid.nz()));
    float[] values = new float[library.path("values").size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) library.path("values").path(i).doubleValue();
    }
    assertArrayEquals(values, TestFiles.all(volume), 0f);
    if (library.has("affine")) {
      assertSameWorld(library, grid);
    }
  }

  /** The first voxel and its neighbour along each axis settle where all the others are. */
  private static void assertSameWorld(JsonNode library, VoxelGrid grid) {
    double tolerance = library.path("tolerance").asDouble(1e-12);
    for (int axis = -1; axis < 3; axis++) {
      Vec3 index = new Vec3(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0);
      Vec3 at = grid.indexToWorld().point(index);
      for (int k = 0; k < 3; k++) {
        JsonNode row = library.path("affine").path(k);
        double expected = row.path(3).doubleValue() + (axis < 0 ? 0 : row.path(axis).doubleValue());
        assertEquals(expected, at.get(k), tolerance, "coordinate " + k + " of voxel " + index);
      }
    }
  }
}
