package io.sinotrace.volume.coverage;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.volume.VoxelGrid;
import org.jspecify.annotations.Nullable;

/**
 * The relative positions of source, detector and volume over all views of a scan.
 *
 * @param examined number of views examined: all, or some thousand of them, evenly spaced
 * @param sourceInside views whose source is inside the volume's box
 * @param detectorInside views whose detector reaches into the volume's box, so that rays end there
 * @param beforeAxis views whose detector is between the source and the rotation axis
 * @param missed views in which no voxel's shadow falls on the detector; not those of {@code helix}
 * @param rowsCut where most of the shadow's extent across the detector's rows lies beyond them
 * @param columnsCut the same of the columns. Over a full turn a part beyond one side of the
 *     detector does not count: the opposite view sees it
 * @param helix if source and detector rise steadily; then the rows of single views are not examined
 */
public record Coverage(
    int examined,
    Views sourceInside,
    Views detectorInside,
    Views beforeAxis,
    Views missed,
    Cut rowsCut,
    Cut columnsCut,
    @Nullable Helix helix) {

  /**
   * Some views.
   *
   * @param count how many of those examined
   * @param first the number of the first one; meaningless if there are none
   */
  public record Views(int count, int first) {
    static final Views NONE = new Views(0, -1);

    Views and(int view) {
      return new Views(count + 1, count == 0 ? view : first);
    }
  }

  /**
   * The largest share of the shadow that lies beyond the detector, and the view in which it does.
   *
   * @param share 0 to 1
   */
  public record Cut(double share, int view) {
    static final Cut NONE = new Cut(0, -1);

    Cut or(double other, int otherView) {
      return other > share ? new Cut(other, otherView) : this;
    }
  }

  /**
   * How much of the volume a helix covers.
   *
   * @param before how many views at its beginning see no voxel
   * @param after how many at its end
   * @param below mm of the volume, along its middle, below all that any view sees
   * @param above mm above it
   * @param height of the volume, in mm
   */
  public record Helix(int before, int after, double below, double above, double height) {}

  /**
   * Examines a geometry.
   *
   * @param slices whether each detector row is a chosen slice: then rows are not examined
   */
  public static Coverage of(VoxelGrid grid, Geometry geometry, boolean slices) {
    return new Survey(grid, geometry, slices).coverage();
  }
}
