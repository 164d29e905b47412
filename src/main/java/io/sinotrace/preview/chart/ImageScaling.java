package io.sinotrace.preview.chart;

/**
 * The scaling of an image in both directions.
 *
 * @param across of the columns
 * @param down of the rows
 */
record ImageScaling(AxisScaling across, AxisScaling down) {
  /** The longer side of an image that has fewer pixels. */
  private static final int USUAL_LENGTH = 512;

  /** The height of an image that has fewer rows and no scale. */
  private static final int USUAL_HEIGHT = 400;

  /** The least length of a side without a scale: texts need that room. */
  private static final int SHORTEST = 160;

  /** The same with a scale: a thinner image is drawn without one, so that it can be seen. */
  private static final int SHORTEST_TO_SCALE = 40;

  /**
   * The cost of a scale that is wrong by its own size; that of a picture which is twice the usual
   * size, or half, is 1.
   */
  private static final double SCALE_COST = 20;

  /** The cost of rows that are not all of one height. */
  private static final double UNEVEN_COST = 1;

  /** Returns the scaling of a chart: to scale if both axes are in mm. */
  static ImageScaling of(Chart chart) {
    int columns = chart.image().columns();
    int rows = chart.image().rows();
    boolean lengths =
        chart.horizontal().unit() == Axis.Unit.MILLIMETRE
            && chart.vertical().unit() == Axis.Unit.MILLIMETRE;
    ImageScaling scaling =
        lengths
            ? toScale(columns, rows, pixelShape(chart))
            : new ImageScaling(
                AxisScaling.near(columns, (double) Math.max(columns, USUAL_LENGTH) / columns),
                AxisScaling.near(rows, (double) Math.max(rows, USUAL_HEIGHT) / rows));
    int shortest = lengths && columns > 1 && rows > 1 ? SHORTEST_TO_SCALE : SHORTEST;
    boolean strip = scaling.across.pixels() < shortest || scaling.down.pixels() < shortest;
    return strip ? new ImageScaling(widened(scaling.across), widened(scaling.down)) : scaling;
  }

  /** Returns the scaling of one side of an image that would be a strip, and so is not to scale. */
  private static AxisScaling widened(AxisScaling scaling) {
    return scaling.pixels() < SHORTEST
        ? AxisScaling.atLeast(scaling.samples(), SHORTEST)
        : AxisScaling.near(scaling.samples(), scaling.factor());
  }

  /** Returns the height of a pixel over its width, in the world. */
  private static double pixelShape(Chart chart) {
    double across = Math.abs(chart.horizontal().pitch(chart.image().columns()));
    double down = Math.abs(chart.vertical().pitch(chart.image().rows()));
    return across > 0 && down > 0 ? down / across : 1;
  }

  /**
   * Returns the scaling that is nearest to the shape and to the usual size: by whole numbers if
   * such a pair fits well enough, else with as many pixels down as the shape asks for.
   */
  private static ImageScaling toScale(int columns, int rows, double shape) {
    int longer = Math.max(columns, rows);
    double height = rows * shape;
    // Flat images are drawn longer, to be as high as others if they can; a line has no height.
    double flatness = columns > 1 && rows > 1 ? Math.max(columns / height, height / columns) : 1;
    double usual =
        Math.min(
            AxisScaling.LONGEST, Math.max(Math.max(USUAL_LENGTH, longer), SHORTEST * flatness));
    int mostReduced = 4 * (1 + longer / AxisScaling.LONGEST);
    int mostEnlarged = Math.max(1, AxisScaling.LONGEST / columns);
    ImageScaling best = new ImageScaling(AxisScaling.near(columns, 1), AxisScaling.near(rows, 1));
    double least = Double.POSITIVE_INFINITY;
    for (int k = -mostReduced; k <= mostEnlarged; k++) {
      AxisScaling across = AxisScaling.near(columns, k > 0 ? k : 1.0 / (2 - k));
      double factor = across.factor() * shape;
      ImageScaling whole = new ImageScaling(across, AxisScaling.near(rows, factor));
      if (whole.cost(shape, usual) < least) {
        least = whole.cost(shape, usual);
        best = whole;
      }
      double length = Math.max(1, Math.rint(rows * factor));
      ImageScaling exact =
          new ImageScaling(
              across, new AxisScaling(rows, (int) Math.min(AxisScaling.LONGEST, length)));
      if (exact.cost(shape, usual) + UNEVEN_COST < least) {
        least = exact.cost(shape, usual) + UNEVEN_COST;
        best = exact;
      }
    }
    return best;
  }

  private double cost(double shape, double usual) {
    double scale = down.factor() / across.factor() / shape;
    double size = Math.max(across.pixels(), down.pixels()) / usual;
    return SCALE_COST * excess(scale) + excess(size);
  }

  /** Returns by how much a ratio differs from 1, alike for its inverse. */
  private static double excess(double ratio) {
    return Math.max(ratio, 1 / ratio) - 1;
  }
}
