package io.sinotrace.geometry;

import java.io.Serializable;
import java.util.List;

/**
 * A compiled acquisition geometry: all that a projector has to know of one.
 *
 * @param beam where the rays come from
 * @param detector the pixels, common to all views
 * @param views the poses, in the order of the sinogram
 */
public record Geometry(Beam beam, Detector detector, List<View> views) implements Serializable {
  /** Copies the list of views. */
  public Geometry {
    views = List.copyOf(views);
    if (views.isEmpty()) {
      throw new IllegalArgumentException("a geometry needs at least one view");
    }
  }

  /** Returns the number of rays: views x rows x columns. */
  public long rays() {
    return (long) views.size() * detector.rows() * detector.columns();
  }

  /** Returns the tile that holds all views and rows. */
  public Tile all() {
    return new Tile(0, views.size(), 0, detector.rows());
  }
}
