package io.sinotrace.description.image;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.reconstruction.orbit.Orbits;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On which grid an image is computed.
 *
 * @param spacing of voxels in mm along x, y and z, three or one for all; null for the scanned
 *     volume's, or what the size gives
 * @param size in voxels along x, y and z, three or one for all; null for the scanned volume's, or
 *     what covers it
 * @param region which of these voxels are written
 */
public record ImageGrid(
    @Nullable List<Double> spacing, @Nullable List<Integer> size, ImageRegion region)
    implements Serializable {
  /** The grid of the volume that was scanned. */
  public static final ImageGrid OF_VOLUME = new ImageGrid(null, null, ImageRegion.ALL);

  /**
   * Returns the grid without regard to the region: the scanned volume's, or one along x, y and z
   * about its middle. The planes of a scan of slices are the slices: a spacing or size of one
   * number is that along x and y.
   *
   * @param volume the grid of the volume that was scanned
   * @param sliced whether each detector row is a slice
   * @throws InputException if spacing or size along z is not that of the slices, these are not at
   *     equal distances, or the spacing gives more voxels than a grid may have
   */
  public VoxelGrid whole(VoxelGrid volume, Geometry geometry, boolean sliced) {
    VoxelGrid grid = spacing == null && size == null ? volume : along(volume);
    return sliced || geometry.beam() == Beam.FAN ? ofSlices(grid, volume, geometry) : grid;
  }

  private static <T> T along(List<T> numbers, int axis) {
    return numbers.get(numbers.size() == 1 ? 0 : axis);
  }

  private VoxelGrid along(VoxelGrid volume) {
    Vec3[] bounds = volume.worldBounds();
    Vec3 extent = bounds[1].minus(bounds[0]);
    double[] mm = new double[3];
    int[] n = new int[3];
    for (int k = 0; k < 3; k++) {
      n[k] = size == null ? 0 : along(size, k);
      mm[k] = spacing != null ? along(spacing, k) : extent.get(k) / n[k];
      if (size == null) {
        // What rounding adds to a whole number of voxels is no voxel.
        n[k] = (int) Math.min(Integer.MAX_VALUE, Math.ceil(extent.get(k) / mm[k] - 1e-6));
        if (n[k] > VoxelGrid.MAX_AXIS) {
          throw new InputException(
              "the image's spacing along %s is %s mm: expected at most %d voxels along an axis, not %d"
                  .formatted(ImageRegion.AXES.get(k), mm[k], VoxelGrid.MAX_AXIS, n[k]));
        }
      }
    }
    VoxelGrid centred = VoxelGrid.centred(n[0], n[1], n[2], new Vec3(mm[0], mm[1], mm[2]));
    return new VoxelGrid(n[0], n[1], n[2], centred.indexToWorld().translated(volume.middle()));
  }

  /** Returns whether a spacing is the step from slice to slice, but for how it is rounded. */
  private static boolean isClose(double spacing, double step) {
    return Math.abs(spacing - Math.abs(step)) <= 1e-6 * Math.abs(step);
  }

  /** Returns the grid with a plane for each detector row. */
  private VoxelGrid ofSlices(VoxelGrid grid, VoxelGrid volume, Geometry geometry) {
    View view = geometry.views().get(0);
    int rows = geometry.detector().rows();
    double first = view.center().z() + view.v().z() * geometry.detector().z(0);
    double even = view.v().z() * Orbits.evenRowStep(geometry.detector());
    double step = rows > 1 ? even : volume.spacing().z();
    if (size != null && size.size() == 3 && size.get(2) != rows) {
      throw new InputException(
          "the image's size along z is %d: expected %d, the number of slices that were scanned"
              .formatted(size.get(2), rows));
    }
    if (spacing != null && spacing.size() == 3 && !isClose(spacing.get(2), step)) {
      throw new InputException(
          "the image's spacing along z is %s mm: expected %s, from slice to slice"
              .formatted(spacing.get(2), (float) Math.abs(step)));
    }
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
