package io.sinotrace.preview.chart;

import java.util.List;

/**
 * One axis of a chart.
 *
 * @param name what is measured along it, without the unit
 * @param unit the unit, by which it is also decided which numbers are round
 * @param first coordinate of the centre of the first column or row
 * @param last coordinate of the centre of the last one; may be less than {@code first}
 * @param labels a text for each column or row if they have no common scale; else empty
 */
public record Axis(String name, Unit unit, double first, double last, List<String> labels) {
  /** Refuses coordinates that are not finite, and copies the labels. */
  public Axis {
    if (!Double.isFinite(first) || !Double.isFinite(last)) {
      throw new IllegalArgumentException("an axis from " + first + " to " + last);
    }
    labels = List.copyOf(labels);
  }

  /** Returns an axis with a scale. */
  public Axis(String name, Unit unit, double first, double last) {
    this(name, unit, first, last, List.of());
  }

  /** Returns the axis of columns or rows that are separate things, not neighbours in space. */
  public static Axis labelled(String name, List<String> labels) {
    return new Axis(name, Unit.INDEX, 0, labels.size() - 1.0, labels);
  }

  /** What the numbers along an axis are. */
  public enum Unit {
    /** Lengths; a chart whose axes are both in mm is drawn to scale. */
    MILLIMETRE(" (mm)"),
    /**
     * Angles; parts and multiples of a turn are round numbers. The first and the last are marked
     * too.
     */
    DEGREE(" (°)"),
    /** Numbers of views or pixels; only whole ones are marked, the first and the last too. */
    INDEX(""),
    /** Anything else. */
    NONE("");

    private final String suffix;

    Unit(String suffix) {
      this.suffix = suffix;
    }

    /** Returns whether the first and the last column or row are marked whatever their number. */
    boolean marksEnds() {
      return this == DEGREE || this == INDEX;
    }
  }

  /** Returns the text beside the axis: name and unit. */
  public String label() {
    return name + unit.suffix;
  }

  /** Returns whether the columns or rows are separate things, not neighbours in space. */
  public boolean isLabelled() {
    return !labels.isEmpty();
  }

  /** Returns the signed distance between neighbours when there are {@code n} columns or rows. */
  double pitch(int n) {
    return n > 1 ? (last - first) / (n - 1) : 0;
  }
}
