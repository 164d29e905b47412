package io.sinotrace.volume.shadow;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.volume.VoxelGrid;
import org.jspecify.annotations.Nullable;

/**
 * How source, detector and volume lie to each other over all views of a scan.
 *
 * @param lookedAt how many views were looked at: all, or some thousand of them, evenly
 * @param sourceInside views whose source is inside the volume's box
 * @param detectorInside views whose detector reaches into the volume's box, so that rays end there
 * @param beforeAxis views whose detector is between the source and the rotation axis
 * @param missed views whose detector no voxel's shadow falls on; not those of {@code helix}
 * @param rowsCut where most of the shadow's extent across the detector's rows lies beyond them
 * @param columnsCut the same of the columns. Over a full turn what is beyond the detector on one
 *     side alone does not count: the opposite view sees it
 * @param helix where source and detector rise steadily; then the rows of single views are not
 *     judged
 */
public record Coverage(
    int lookedAt,
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
   * @param count how many of those looked at
   * @param first the number of the first one; of no meaning where there is none
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
   * How a helix goes with its volume.
   *
   * @param before how many views at its beginning see no voxel
   * @param after how many at its end
   * @param below mm of the volume, along its middle, below all that any view sees
   * @param above mm above it
   * @param height of the volume, in mm
   */
  public record Helix(int before, int after, double below, double above, double height) {}

  /**
   * Looks at a geometry.
   *
   * @param slices whether each detector row is a slice that was chosen: then rows are not judged
   */
  public static Coverage of(VoxelGrid grid, Geometry geometry, boolean slices) {
    return new Survey(grid, geometry, slices).coverage();
  }
}
