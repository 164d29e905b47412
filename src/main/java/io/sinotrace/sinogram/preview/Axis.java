package io.sinotrace.sinogram.preview;

/**
 * One axis of a chart.
 *
 * @param name what is measured along it, without the unit
 * @param unit the unit, which also decides which numbers count as round
 * @param first coordinate of the centre of the first column or row
 * @param last coordinate of the centre of the last one; may be less than {@code first}
 */
public record Axis(String name, Unit unit, double first, double last) {
  /** Refuses coordinates that are not finite. */
  public Axis {
    if (!Double.isFinite(first) || !Double.isFinite(last)) {
      throw new IllegalArgumentException("an axis from " + first + " to " + last);
    }
  }

  /** What the numbers along an axis are. */
  public enum Unit {
    /** Lengths; a chart whose axes are both in mm is drawn to scale. */
    MILLIMETRE(" (mm)"),
    /** Angles; parts and multiples of a turn are round. */
    DEGREE(" (°)"),
    /** Numbers of views or pixels; only whole ones are marked. */
    INDEX(""),
    /** Anything else. */
    NONE("");

    private final String suffix;

    Unit(String suffix) {
      this.suffix = suffix;
    }
  }

  /** Returns the text beside the axis: name and unit. */
  String label() {
    return name + unit.suffix;
  }

  /** Returns the signed distance between neighbours when there are {@code n} columns or rows. */
  double pitch(int n) {
    return n > 1 ? (last - first) / (n - 1) : 0;
  }
}
