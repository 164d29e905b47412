package io.sinotrace.description.geometry;

import io.sinotrace.description.text.Limit;
import io.sinotrace.description.text.Pair;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Panel.Shape;
import io.sinotrace.geometry.Panel.Tilt;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the section {@code geometry.detector}. What a detector may have depends on the geometry;
 * each method reads one kind.
 */
final class DetectorReader {
  /** The most rows or columns. */
  static final int MOST = 1_000_000;

  static final List<String> KEYS = List.of("rows", "columns", "pixel", "offset", "tilt", "shape");
  static final List<String> TILT = List.of("u", "v", "n");
  private static final Pair NONE = new Pair(0, 0);

  private final Section section;
  private final String type;

  /** Whether an argument chose the type or the slices: what then does not go with it gives way. */
  private final boolean overridden;

  /**
   * Opens the section.
   *
   * @param geometry the section {@code geometry}
   * @param type what errors call the geometry, such as {@code type: cone}
   */
  DetectorReader(Section geometry, String type) {
    this.section = geometry.section("detector");
    this.type = type;
    this.overridden = geometry.isOverridden("type") || geometry.isOverridden("slices");
  }

  /** Returns the place of the tilt, for errors that are found later. */
  String whereTilt() {
    return section.where("tilt");
  }

  /** Refuses a tilt that turns the detector edge-on, where {@code geometry} can be relied upon. */
  void checkTilt(Supplier<Geometry> geometry) {
    if (section.isSound()) {
      section.attempt(
          () -> {
            DetectorPlane.check(whereTilt(), geometry.get());
            return true;
          },
          false);
    }
  }

  /** Reads a detector with rows of its own, flat and perhaps tilted, or curved. */
  Panel any(double sourceToDetector) {
    int rows = rows();
    int columns = columns(rows);
    Pair pixel = pixel();
    Pair offset = offset();
    Shape shape = section.choice("shape", Shape.class, Shape.FLAT);
    Panel panel = panel(rows, columns, pixel, offset, tilt(shape), shape);
    checkArc(panel, sourceToDetector);
    return panel;
  }

  /** Reads a detector with rows of its own, flat and perhaps tilted. */
  Panel flat() {
    return flat(false);
  }

  /** Reads as {@link #flat()}; where {@code pixel} is the word cover, with pixels of 1 mm. */
  Panel flatOrCovering() {
    return flat(covers());
  }

  private Panel flat(boolean covering) {
    int rows = rows();
    int columns = columns(rows);
    Pair pixel = covering ? new Pair(1, 1) : pixel();
    if (covering) {
      section.note("pixel", "cover");
    }
    Pair offset = offset();
    Shape shape = flatShape();
    return panel(rows, columns, pixel, offset, tilt(shape), shape);
  }

  /** Returns whether {@code pixel} is the word cover: pixels as the volume's size asks for. */
  boolean covers() {
    Value pixel = section.value("pixel");
    return pixel != null && pixel.is("cover");
  }

  /** Reads a flat detector whose rows are the slices of the volume. */
  Panel flatInSlices() {
    Panel panel = inSlices();
    return panel.withShape(flatShape());
  }

  /** Reads a detector whose rows are the slices of the volume, flat or curved. */
  Panel anyInSlices(double sourceToDetector) {
    Panel flat = inSlices();
    Panel panel = flat.withShape(section.choice("shape", Shape.class, Shape.FLAT));
    checkArc(panel, sourceToDetector);
    return panel;
  }

  /** Reads a detector of which the poses tell all but the number of pixels. */
  Panel counted() {
    for (String key : List.of("pixel", "offset", "tilt", "shape")) {
      section.refuse(
          key,
          overridden,
          "does not go with type: vectors: the poses say it; expected only rows, columns");
    }
    int rows = rows();
    return panel(rows, columns(rows), new Pair(1, 1), NONE, Tilt.NONE, Shape.FLAT);
  }

  /** Returns whether the detector is given rows. */
  boolean hasRows() {
    return section.has("rows");
  }

  private Panel inSlices() {
    section.refuse(
        "rows",
        overridden,
        "does not go with %s: its rows are the slices; expected geometry.slices instead"
            .formatted(type));
    section.refuse(
        "tilt",
        overridden,
        "does not go with %s: expected a detector row to stay in its slice".formatted(type));
    int columns = columns(1);
    Pair pixel = pixel();
    Pair offset = offset();
    if (offset.v() != 0) {
      section.refuse(
          "offset",
          "moves the rows of %s out of their slices: expected [0, u], an offset along u alone"
              .formatted(type));
    }
    return panel(1, columns, pixel, offset, Tilt.NONE, Shape.FLAT);
  }

  private int rows() {
    return section.integer("rows", 1, MOST);
  }

  private int columns(int rows) {
    int columns = section.integer("columns", 1, MOST);
    if ((long) rows * columns > Integer.MAX_VALUE) {
      section.refuse(
          "columns",
          "and rows make %d x %d pixels: expected at most 2^31 - 1 in all"
              .formatted(rows, columns));
    }
    return columns;
  }

  private Pair pixel() {
    return section.pair("pixel", Limit.LENGTH, null);
  }

  private Pair offset() {
    return section.pair("offset", Limit.SHIFT, NONE);
  }

  private Shape flatShape() {
    if (section.choice("shape", Shape.class, Shape.FLAT) == Shape.CURVED) {
      section.refuse(
          "shape",
          overridden,
          "is curved, which does not go with %s: expected flat (curved: fan, cone and helical)"
              .formatted(type));
      section.note("shape", Value.word(Shape.FLAT));
    }
    return Shape.FLAT;
  }

  private Tilt tilt(Shape shape) {
    if (shape == Shape.CURVED) {
      section.refuse(
          "tilt",
          section.isOverridden("shape"),
          "does not go with shape: curved: expected it with shape: flat only");
    }
    if (shape == Shape.CURVED || !section.has("tilt")) {
      return Tilt.NONE;
    }
    Section tilt = section.section("tilt");
    return new Tilt(
        tilt.number("u", Limit.DEGREES, 0),
        tilt.number("v", Limit.DEGREES, 0),
        tilt.number("n", Limit.DEGREES, 0));
  }

  private static Panel panel(
      int rows, int columns, Pair pixel, Pair offset, Tilt tilt, Shape shape) {
    return new Panel(rows, columns, pixel.v(), pixel.u(), offset.v(), offset.u(), tilt, shape);
  }

  /** A curved detector may go round its source once at most. */
  private void checkArc(Panel panel, double sourceToDetector) {
    double arc = panel.columns() * panel.pitchU() + 2 * Math.abs(panel.offsetU());
    if (section.isSound()
        && panel.shape() == Shape.CURVED
        && arc > 2 * Math.PI * sourceToDetector) {
      section.refuse(
          "shape",
          ("is curved and the columns, with their offset, go round the source more than once (%s mm):"
                  + " expected at most 2 pi times source-to-detector")
              .formatted(arc));
    }
  }
}
