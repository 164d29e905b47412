package io.sinotrace.geometry;

import java.io.Serializable;

/**
 * The rays of a pixel, where one from a point to its middle is not enough: from points of the focal
 * spot to the middles of equal parts of the pixel. Each counts alike.
 *
 * <p>The spot is a rectangle about the source along the detector's u and v, whose points are the
 * middles of equal parts as well.
 *
 * @param rows parts of a pixel along v
 * @param columns parts of a pixel along u
 * @param spotRows points of the focal spot along v
 * @param spotColumns points of the focal spot along u
 * @param spotHeight along v, in mm
 * @param spotWidth along u, in mm
 */
public record SubRays(
    int rows, int columns, int spotRows, int spotColumns, double spotHeight, double spotWidth)
    implements Serializable {
  /** One ray. */
  public static final SubRays ONE = new SubRays(1, 1, 1, 1, 0, 0);

  /** Checks that there is a ray, and that the spot is of points of some extent. */
  public SubRays {
    if (rows < 1 || columns < 1 || spotRows < 1 || spotColumns < 1) {
      throw new IllegalArgumentException("no ray: expected at least one");
    }
    if (!(spotHeight >= 0) || !(spotWidth >= 0) || spotHeight + spotWidth > Float.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a focal spot of %s x %s mm: expected lengths".formatted(spotHeight, spotWidth));
    }
  }

  /** Returns how many points the focal spot has. */
  public int spotPoints() {
    return spotRows * spotColumns;
  }

  /** Returns how many rays a pixel has. */
  public int count() {
    return Math.multiplyExact(spotPoints(), rows * columns);
  }

  /** Returns a view as a point of the focal spot has it, and with steps of parts of pixels. */
  View of(View view, int point) {
    double u = place(point % spotColumns, spotColumns) * spotWidth;
    double v = place(point / spotColumns, spotRows) * spotHeight;
    Vec3 source =
        point == 0 && spotPoints() == 1
            ? view.source()
            : view.source().plus(view.u().unit().times(u)).plus(view.v().unit().times(v));
    return new View(
        view.angle(),
        source,
        view.center(),
        view.u().times(1.0 / columns),
        view.v().times(1.0 / rows),
        view.n());
  }

  /** Returns the middle of one of equal parts of the interval from -1/2 to 1/2. */
  private static double place(int part, int parts) {
    return (part + 0.5) / parts - 0.5;
  }
}
