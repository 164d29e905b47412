package io.sinotrace.sinogram.preview;

/**
 * How the columns and the rows of an image are drawn.
 *
 * @param across of the columns
 * @param down of the rows
 */
record Zooms(Zoom across, Zoom down) {
  /** The longer side of an image that has fewer pixels. */
  private static final int USUAL = 512;

  /** The height of an image that has fewer rows and no scale. */
  private static final int USUAL_HEIGHT = 400;

  /** No side is shorter: texts need their room. */
  private static final int SHORTEST = 160;

  /** The weight of an error of the scale against one of the size. */
  private static final double SCALE_WEIGHT = 6;

  /** Returns the zooms of a chart: to scale if both axes are in mm. */
  static Zooms of(Chart chart) {
    int columns = chart.image().columns();
    int rows = chart.image().rows();
    boolean lengths =
        chart.horizontal().unit() == Axis.Unit.MILLIMETRE
            && chart.vertical().unit() == Axis.Unit.MILLIMETRE;
    Zooms zooms =
        lengths
            ? toScale(columns, rows, pixelShape(chart))
            : new Zooms(
                Zoom.near(columns, (double) Math.max(columns, USUAL) / columns),
                Zoom.near(rows, (double) Math.max(rows, USUAL_HEIGHT) / rows));
    return new Zooms(notTooShort(zooms.across, columns), notTooShort(zooms.down, rows));
  }

  private static Zoom notTooShort(Zoom zoom, int samples) {
    return zoom.pixels(samples) < SHORTEST ? Zoom.atLeast(samples, SHORTEST) : zoom;
  }

  /** Returns the height of a pixel over its width, in the world. */
  private static double pixelShape(Chart chart) {
    double across = Math.abs(chart.horizontal().pitch(chart.image().columns()));
    double down = Math.abs(chart.vertical().pitch(chart.image().rows()));
    return across > 0 && down > 0 ? down / across : 1;
  }

  /** Returns the pair of whole zooms that is nearest to the shape and to the usual size. */
  private static Zooms toScale(int columns, int rows, double shape) {
    int longer = Math.max(columns, rows);
    double wanted = Math.max(USUAL, Math.min(Zoom.LONGEST, longer));
    int mostReduced = 4 * (1 + longer / Zoom.LONGEST);
    int mostEnlarged = Math.max(1, Zoom.LONGEST / columns);
    Zooms best = new Zooms(Zoom.near(columns, 1), Zoom.near(rows, 1));
    double least = Double.POSITIVE_INFINITY;
    for (int k = -mostReduced; k <= mostEnlarged; k++) {
      Zoom across = Zoom.near(columns, k > 0 ? k : 1.0 / (2 - k));
      Zoom down = Zoom.near(rows, across.factor() * shape);
      double size = Math.max(across.pixels(columns), down.pixels(rows)) / wanted;
      double scale = down.factor() / across.factor() / shape;
      double cost = SCALE_WEIGHT * excess(scale) + excess(size);
      if (cost < least) {
        least = cost;
        best = new Zooms(across, down);
      }
    }
    return best;
  }

  /** Returns by how much a ratio differs from 1, alike for its inverse. */
  private static double excess(double ratio) {
    return Math.max(ratio, 1 / ratio) - 1;
  }
}
