package io.sinotrace.spark.image;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which image of a scan is wanted.
 *
 * @param column of the table that is reconstructed
 * @param filter of detector rows
 * @param spacing of voxels along x, y and z in mm; null for the scanned volume's, or what the size
 *     gives
 * @param size in voxels along x, y and z; null for the scanned volume's, or what covers it
 * @param muWater mu of water in 1/mm, for CT numbers in Hounsfield units; 0 for the values as they
 *     are
 * @param window the values that are black and white in the picture; null for the range of most
 * @param overwrite whether an image with other settings is replaced
 */
public record ImageRequest(
    ValueColumn column,
    FilterSettings filter,
    @Nullable List<Double> spacing,
    @Nullable List<Integer> size,
    double muWater,
    @Nullable DisplayWindow window,
    boolean overwrite) {
  /** Checks that CT numbers are asked for by a mu of water. */
  public ImageRequest {
    if (!(muWater >= 0) || muWater == Double.POSITIVE_INFINITY) {
      throw new InputException("mu of water %s: expected 1/mm, about 0.02".formatted(muWater));
    }
  }

  /** Returns whether the values are CT numbers. */
  boolean isHounsfield() {
    return muWater > 0;
  }

  /**
   * Returns the image's grid: the scanned volume's, or one along x, y and z about its middle. The
   * planes of a scan of slices are the slices.
   *
   * @param volume the grid of the volume that was scanned
   * @param sliced whether each detector row is a slice
   */
  VoxelGrid grid(VoxelGrid volume, Geometry geometry, boolean sliced) {
    VoxelGrid grid = spacing == null && size == null ? volume : along(volume);
    return sliced || geometry.beam() == Beam.FAN ? ofSlices(grid, volume, geometry) : grid;
  }

  private VoxelGrid along(VoxelGrid volume) {
    Vec3[] bounds = volume.worldBounds();
    Vec3 extent = bounds[1].minus(bounds[0]);
    double[] mm = new double[3];
    int[] n = new int[3];
    for (int k = 0; k < 3; k++) {
      n[k] = size == null ? 0 : size.get(k);
      mm[k] = spacing != null ? spacing.get(k) : extent.get(k) / n[k];
      if (size == null) {
        // What rounding adds to a whole number of voxels is no voxel.
        n[k] = (int) Math.min(Integer.MAX_VALUE, Math.ceil(extent.get(k) / mm[k] - 1e-6));
      }
    }
    VoxelGrid centred = VoxelGrid.centred(n[0], n[1], n[2], new Vec3(mm[0], mm[1], mm[2]));
    return new VoxelGrid(n[0], n[1], n[2], centred.indexToWorld().translated(volume.middle()));
  }

  /** Returns the grid with a plane for each detector row. */
  private static VoxelGrid ofSlices(VoxelGrid grid, VoxelGrid volume, Geometry geometry) {
    View view = geometry.views().get(0);
    int rows = geometry.detector().rows();
    double first = view.center().z() + view.v().z() * geometry.detector().z(0);
    double last = view.center().z() + view.v().z() * geometry.detector().z(rows - 1);
    double step = rows > 1 ? (last - first) / (rows - 1) : volume.spacing().z();
    Affine a = grid.indexToWorld();
    return new VoxelGrid(
        grid.nx(),
        grid.ny(),
        rows,
        Affine.ofRows(
            a.get(0, 0),
            a.get(0, 1),
            0,
            a.get(0, 3),
            a.get(1, 0),
            a.get(1, 1),
            0,
            a.get(1, 3),
            a.get(2, 0),
            a.get(2, 1),
            step,
            first));
  }
}
