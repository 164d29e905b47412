package io.sinotrace.description.geometry;

import io.sinotrace.description.text.DetectorPair;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Panel.Shape;
import io.sinotrace.geometry.Panel.Tilt;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the section {@code geometry.detector}. The keys of a detector depend on the geometry; each
 * method reads one kind of detector.
 */
final class DetectorReader {
  /** The most rows, and the most columns. */
  private static final int MAX_COUNT = 1_000_000;

  static final List<String> KEYS = List.of("rows", "columns", "pixel", "offset", "tilt", "shape");
  static final List<String> TILT = List.of("u", "v", "n");
  private static final String COVER = "cover";
  private static final DetectorPair NONE = new DetectorPair(0, 0);

  private final Section section;
  private final String type;

  /**
   * Whether an argument chose the type or the slices: keys of the file that conflict are removed.
   */
  private final boolean overridden;

  /**
   * Opens the section.
   *
   * @param geometry the section {@code geometry}
   * @param type the name of the geometry in errors, such as {@code type: cone}
   */
  DetectorReader(Section geometry, String type) {
    this.section = geometry.section("detector");
    this.type = type;
    this.overridden = geometry.isOverridden("type") || geometry.isOverridden("slices");
  }

  /** Returns the place and the key of the tilt, for errors that are found later. */
  String whereTilt() {
    return section.where("tilt");
  }

  /** Refuses a tilt that turns the detector edge-on, unless another fault was found before. */
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

  /** Reads a detector with its own rows: curved, or flat and possibly tilted. */
  Panel any(double sourceToDetector) {
    int rows = rows();
    int columns = columns(rows);
    DetectorPair pixel = pixel();
    DetectorPair offset = offset();
    Shape shape = section.choice("shape", Shape.class, Shape.FLAT);
    Panel panel = panel(rows, columns, pixel, offset, tilt(shape), shape);
    checkArc(panel, sourceToDetector);
    return panel;
  }

  /** Reads a flat, possibly tilted detector with its own rows. */
  Panel flat() {
    int rows = rows();
    int columns = columns(rows);
    DetectorPair pixel = pixel();
    DetectorPair offset = offset();
    Shape shape = flatShape();
    return panel(rows, columns, pixel, offset, tilt(shape), shape);
  }

  /** Reads the detector of a radiograph, as {@link #flat()}; {@code pixel} may be cover. */
  RadiographPanel ofRadiograph() {
    int rows = rows();
    int columns = columns(rows);
    DetectorPair pitch = pixelOrCover();
    DetectorPair offset = offset();
    return new RadiographPanel(rows, columns, pitch, offset, tilt(flatShape()));
  }

  /** Returns null where {@code pixel} is the word cover. */
  private @Nullable DetectorPair pixelOrCover() {
    Value pixel = section.value("pixel");
    if (pixel != null && pixel.is(COVER)) {
      section.note("pixel", COVER);
      return null;
    }
    return pixel();
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

  /** Reads the size of a detector whose poses define the rest. */
  DetectorSize size() {
    for (String key : List.of("pixel", "offset", "tilt", "shape")) {
      section.refuse(
          key,
          overridden,
          "does not go with type: vectors: the poses define it; expected only rows, columns");
    }
    int rows = rows();
    return new DetectorSize(rows, columns(rows));
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
    DetectorPair pixel = pixel();
    DetectorPair offset = offset();
    if (offset.v() != 0) {
      section.refuse(
          "offset",
          "moves the rows of %s out of their slices: expected [0, u], an offset along u alone"
              .formatted(type));
    }
    return panel(1, columns, pixel, offset, Tilt.NONE, Shape.FLAT);
  }

  private int rows() {
    return section.integer("rows", 1, MAX_COUNT);
  }

  private int columns(int rows) {
    int columns = section.integer("columns", 1, MAX_COUNT);
    if ((long) rows * columns > Integer.MAX_VALUE) {
      section.refuse(
          "columns",
          "and rows make %d x %d pixels: expected at most 2^31 - 1 in all"
              .formatted(rows, columns));
    }
    return columns;
  }

  private DetectorPair pixel() {
    return section.pair("pixel", NumberRange.LENGTH, null);
  }

  private DetectorPair offset() {
    return section.pair("offset", NumberRange.SHIFT, NONE);
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
        tilt.number("u", NumberRange.DEGREES, 0),
        tilt.number("v", NumberRange.DEGREES, 0),
        tilt.number("n", NumberRange.DEGREES, 0));
  }

  private static Panel panel(
      int rows, int columns, DetectorPair pixel, DetectorPair offset, Tilt tilt, Shape shape) {
    return new Panel(rows, columns, pixel.v(), pixel.u(), offset.v(), offset.u(), tilt, shape);
  }

  /** Checks that a curved detector covers at most one full turn about the source. */
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
