package io.sinotrace.spark.image;

import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.preview.raster.GreyPicture;
import io.sinotrace.preview.raster.Raster;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The middle planes of an image across its third, second and first axis, side by side, a pixel a
 * voxel: first and second axis to the right and up, third axis up.
 */
final class ThreePlanes {
  private static final int GAP = 4;

  /** The share of values that are darker, or brighter, than all shades of the usual window. */
  private static final double BEYOND = 0.002;

  private final VoxelGrid grid;
  private final int columns;
  private final int rows;
  private final float[] picture;

  ThreePlanes(VoxelGrid grid) {
    this.grid = grid;
    this.columns = 2 * grid.nx() + grid.ny() + 2 * GAP;
    this.rows = Math.max(grid.ny(), grid.nz());
    this.picture = new float[Math.multiplyExact(columns, rows)];
    Arrays.fill(picture, Float.NEGATIVE_INFINITY);
  }

  /** Takes what it shows of a plane across the third axis. */
  void take(int z, float[] plane) {
    int nx = grid.nx();
    int ny = grid.ny();
    if (z == grid.nz() >> 1) {
      for (int y = 0; y < ny; y++) {
        System.arraycopy(plane, y * nx, picture, y * columns, nx);
      }
    }
    int row = z * columns;
    System.arraycopy(plane, (ny >> 1) * nx, picture, row + nx + GAP, nx);
    for (int y = 0; y < ny; y++) {
      picture[row + 2 * (nx + GAP) + y] = plane[y * nx + (nx >> 1)];
    }
  }

  /** Returns the PNG file. */
  byte[] png(@Nullable DisplayWindow window) {
    DisplayWindow shades = window == null ? usual() : window;
    for (int k = 0; k < picture.length; k++) {
      // Between the planes.
      picture[k] = Float.isFinite(picture[k]) ? picture[k] : (float) shades.low();
    }
    return GreyPicture.png(new Raster(picture, rows, columns), shades.low(), shades.high());
  }

  private DisplayWindow usual() {
    float[] sorted = new float[picture.length];
    int n = 0;
    for (float value : picture) {
      if (Float.isFinite(value)) {
        sorted[n++] = value;
      }
    }
    Arrays.sort(sorted, 0, n);
    float low = sorted[(int) (BEYOND * n)];
    float high = sorted[n - 1 - (int) (BEYOND * n)];
    return low < high ? new DisplayWindow(low, high) : new DisplayWindow(low, low + 1);
  }
}
