package io.sinotrace.geometry;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * An acquisition geometry, compiled to what a projector needs.
 *
 * @param beam how the rays leave the source
 * @param detector the pixels, common to all views
 * @param views the poses, in the order of the sinogram
 * @param subRays of each pixel
 */
public record Geometry(Beam beam, Detector detector, List<View> views, SubRays subRays)
    implements Serializable {
  /** The most views of a geometry. */
  public static final int MAX_VIEWS = 1_000_000;

  /** Copies the list of views. */
  public Geometry {
    views = List.copyOf(views);
    if (views.isEmpty()) {
      throw new IllegalArgumentException("a geometry needs at least one view");
    }
    if (views.size() > MAX_VIEWS) {
      throw new IllegalArgumentException(
          views.size() + " views: a geometry may have at most " + MAX_VIEWS);
    }
  }

  /** A geometry with a ray for each pixel. */
  public Geometry(Beam beam, Detector detector, List<View> views) {
    this(beam, detector, views, SubRays.ONE);
  }

  /** Returns the number of rays: views x rows x columns x rays of a pixel. */
  public long rays() {
    return (long) views.size() * detector.rows() * detector.columns() * subRays.count();
  }

  /** Returns it with other rays for each pixel. */
  public Geometry with(SubRays others) {
    return new Geometry(beam, detector, views, others);
  }

  /**
   * Returns the geometry that has each ray as a pixel of its own: the points of the focal spot are
   * views, one after the other in place of each view, and the parts of a pixel are pixels.
   */
  public Geometry traced() {
    if (subRays.equals(SubRays.ONE)) {
      return this;
    }
    List<View> points = new ArrayList<>(views.size() * subRays.spotPoints());
    for (View view : views) {
      for (int point = 0; point < subRays.spotPoints(); point++) {
        points.add(subRays.of(view, point));
      }
    }
    return new Geometry(beam, detector.finer(subRays.rows(), subRays.columns()), points);
  }

  /**
   * Returns the geometry of some views and rows only. Their rays stay the same, to the last bit.
   *
   * @param viewIndices which views, in the order wanted
   * @param rowIndices which detector rows, in the order wanted
   */
  public Geometry select(int[] viewIndices, int[] rowIndices) {
    List<View> some = new ArrayList<>(viewIndices.length);
    for (int view : viewIndices) {
      some.add(views.get(view));
    }
    return new Geometry(beam, detector.select(rowIndices), some, subRays);
  }

  /** Returns the tile that holds all views and rows. */
  public Tile all() {
    return new Tile(0, views.size(), 0, detector.rows());
  }
}
