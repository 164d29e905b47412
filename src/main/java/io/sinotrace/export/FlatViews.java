package io.sinotrace.export;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.util.ArrayList;
import java.util.List;

/**
 * The views of a scan with one source and one flat detector each: in the middle of the detector is
 * its centre, from which columns and rows are counted by u and v.
 *
 * @param parallel whether the sources are directions of parallel rays
 * @param views whose v is the step from one row to the next
 */
record FlatViews(boolean parallel, List<View> views) {
  /**
   * How far a row may be from its place on an even grid, as a share of the distance between rows.
   */
  private static final double EVENNESS = 1e-6;

  /** The greatest cosine between axes that are taken for perpendicular. */
  private static final double PERPENDICULAR = 1e-6;

  /** How much pixels of views may differ in size, as a share of it. */
  private static final double SAME_SIZE = 1e-6;

  /**
   * Finds them.
   *
   * @param program whose terms describe such views alone, for messages
   * @throws InputException if the detector is curved, a view has several sources, or rows are
   *     uneven
   */
  static FlatViews of(ExportScan scan, String program) {
    if (scan.isCurved()) {
      throw new InputException(
          "scan %s has a curved detector: %s describes flat ones only"
              .formatted(scan.id(), program));
    }
    requireOneSource(scan, program);
    return slices(scan, program);
  }

  /**
   * Checks that a view has one source, or one direction of rays.
   *
   * @throws InputException if each of several slices has its own
   */
  static void requireOneSource(ExportScan scan, String program) {
    if (scan.geometry().beam() == Beam.FAN && scan.rows() > 1) {
      throw new InputException(
          ("scan %s has a source for each of its %d slices, and %s describes one:"
                  + " expected a fan-beam scan of one slice")
              .formatted(scan.id(), scan.rows(), program));
    }
  }

  /**
   * Finds them of any detector; a fan's source is that of the slice in the middle.
   *
   * @throws InputException if rows are uneven
   */
  static FlatViews slices(ExportScan scan, String program) {
    Detector detector = scan.geometry().detector();
    Beam beam = scan.geometry().beam();
    double first = detector.z(0);
    double last = detector.z(scan.rows() - 1);
    double step = scan.rows() > 1 ? (last - first) / (scan.rows() - 1) : scan.onlyRow();
    for (int r = 0; r < scan.rows(); r++) {
      if (!(Math.abs(detector.z(r) - (first + r * step)) <= EVENNESS * Math.abs(step))) {
        throw new InputException(
            "scan %s: its slices are not evenly spaced, as the detector rows of %s are"
                .formatted(scan.id(), program));
      }
    }
    List<View> views = new ArrayList<>();
    for (View view : scan.geometry().views()) {
      Vec3 rise = view.v().times((first + last) / 2);
      Vec3 source = beam.source(view, (first + last) / 2);
      Vec3 v = view.v().times(step);
      views.add(new View(view.angle(), source, view.center().plus(rise), view.u(), v, view.n()));
    }
    return new FlatViews(beam == Beam.PARALLEL, views);
  }

  /**
   * Checks that pixels are rectangles, of one size in all views.
   *
   * @throws InputException if they are not, which names a view
   */
  FlatViews requireOnePixel(ExportScan scan, String program) {
    double u = views.get(0).u().norm();
    double v = views.get(0).v().norm();
    for (int k = 0; k < views.size(); k++) {
      View view = views.get(k);
      double cosine = view.u().unit().dot(view.v().unit());
      if (!(Math.abs(cosine) <= PERPENDICULAR)) {
        throw refusal(scan, k, "detector rows are not perpendicular to its columns", program);
      }
      if (!(Math.abs(view.u().norm() - u) <= SAME_SIZE * u)
          || !(Math.abs(view.v().norm() - v) <= SAME_SIZE * v)) {
        throw refusal(scan, k, "pixels have another size than those of view 0", program);
      }
    }
    return this;
  }

  /**
   * Checks that the source is on the side of the detector that u x v points to; of parallel rays,
   * that they come from there at right angles to it.
   *
   * @throws InputException if one does not, which names a view
   */
  FlatViews requireFacing(ExportScan scan, String program) {
    for (int k = 0; k < views.size(); k++) {
      View view = views.get(k);
      Vec3 n = normal(view);
      if (parallel) {
        if (!(view.source().unit().plus(n).norm() <= PERPENDICULAR)) {
          throw refusal(scan, k, "parallel rays do not meet the detector at right angles", program);
        }
      } else if (!(view.source().minus(view.center()).dot(n) > 0)) {
        throw refusal(scan, k, "detector has its columns in the other order", program);
      }
    }
    return this;
  }

  /** Returns the unit vector along u x v. */
  static Vec3 normal(View view) {
    return view.u().cross(view.v()).unit();
  }

  static InputException refusal(ExportScan scan, int view, String what, String program) {
    return new InputException(
        "scan %s, view %d: its %s, which %s does not describe"
            .formatted(scan.id(), view, what, program));
  }
}
