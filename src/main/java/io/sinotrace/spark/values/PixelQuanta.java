package io.sinotrace.spark.values;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.physics.beam.Bowtie;
import io.sinotrace.physics.beam.Exposure;
import io.sinotrace.physics.beam.HeelEffect;
import io.sinotrace.physics.beam.InverseSquare;
import io.sinotrace.physics.protocol.Dose;
import io.sinotrace.physics.protocol.PixelBeam;
import io.sinotrace.physics.protocol.Protocol;
import io.sinotrace.spark.values.DerivedColumns.Place;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Works out how much of a beam is meant for each pixel of a row: by inverse square and obliquity
 * where a dose is given at the tube, how much of the bowtie is before it, and at which angle its
 * ray leaves the anode. Not for several threads.
 */
final class PixelQuanta {
  /** A source that is nearer to the axis, in parts of its distance, does not turn about it. */
  private static final double LEAST_RADIUS = 1e-6;

  private final String name;
  private final @Nullable Bowtie bowtie;
  private final @Nullable HeelEffect heel;
  private final @Nullable Exposure exposure;
  private final boolean atTube;
  private final @Nullable ScanBeam beam;
  private final double[] quanta;
  private final float @Nullable [] layer;
  private final double @Nullable [] takeOff;

  /**
   * Prepares for a scan.
   *
   * @param beam of the scan; not null if the protocol depends on it
   * @param pixels of a row
   * @throws InputException if the protocol does not go with the scan
   */
  PixelQuanta(Protocol protocol, @Nullable ScanBeam beam, int pixels) {
    if (beam != null) {
      check(protocol, beam);
    }
    Dose dose = protocol.dose();
    this.name = protocol.name();
    this.bowtie = protocol.bowtie();
    this.heel = protocol.beam().heel();
    this.exposure =
        dose == null ? null : dose.perView(beam == null ? Double.NaN : beam.viewsPerTurn());
    this.atTube = dose != null && dose.unit() != Dose.Unit.QUANTA_PER_PIXEL;
    this.beam = beam;
    this.quanta = new double[pixels];
    this.layer = bowtie == null ? null : new float[pixels];
    this.takeOff = heel == null ? null : new double[pixels];
  }

  /** Returns whether a protocol has to know the detector, or where source and pixels are. */
  static boolean needsBeam(Protocol protocol) {
    return protocol.broken().any() || needsSource(protocol);
  }

  private static boolean needsSource(Protocol protocol) {
    Dose dose = protocol.dose();
    return protocol.bowtie() != null
        || protocol.beam().heel() != null
        || (dose != null && dose.unit() != Dose.Unit.QUANTA_PER_PIXEL);
  }

  /**
   * Checks that a protocol goes with a scan.
   *
   * @throws InputException if not
   */
  static void check(Protocol protocol, ScanBeam beam) {
    if (needsSource(protocol) && beam.beam() == Beam.PARALLEL) {
      throw new InputException(
          "protocol %s: a dose in mAs or fluence, a bowtie and anode-towards need a source at a place, which a parallel beam has not: expected dose.photons"
              .formatted(protocol.name()));
    }
    if (protocol.bowtie() != null) {
      protocol.bowtie().checkColumns(beam.detector().columns());
    }
    protocol.broken().on(beam.detector().rows(), beam.detector().columns());
    Dose dose = protocol.dose();
    if (dose != null) {
      if (dose.unit() == Dose.Unit.MAS_PER_ROTATION && !(beam.viewsPerTurn() > 0)) {
        throw new InputException(
            "protocol %s: mAs of a rotation need views that are evenly spaced: expected mas-per-view"
                .formatted(protocol.name()));
      }
      try {
        dose.perView(beam.viewsPerTurn()).checkViews(beam.views());
      } catch (InputException e) {
        throw new InputException("protocol %s: %s".formatted(protocol.name(), e.getMessage()), e);
      }
    }
  }

  /** Returns what is meant for the pixels of a row; until the next call. */
  PixelBeam row(Place place) {
    double ofView = exposure == null ? 1 : exposure.of(place.view());
    Arrays.fill(quanta, ofView);
    if (atTube || bowtie != null || heel != null) {
      View view = Objects.requireNonNull(place.pose());
      double area = view.u().cross(view.v()).norm();
      for (int column = 0; column < quanta.length; column++) {
        pixel(view, place.row(), column, area);
      }
    }
    return new PixelBeam(quanta, layer, takeOff);
  }

  private void pixel(View view, int row, int column, double area) {
    Vec3 ray = ray(view, row, column);
    double distance = ray.norm();
    double cosine = ray.dot(normal(view, column)) / distance;
    if (atTube) {
      quanta[column] *= InverseSquare.areaAtOneMetre(distance, area, cosine);
    }
    if (layer == null && takeOff == null) {
      return;
    }
    Vec3 axis = axis(view);
    Vec3 flat = across(ray, axis);
    Vec3 middle = across(view.source().times(-1), axis).unit();
    // To the side that columns count to.
    double side = axis.cross(middle).dot(flat) * Math.signum(axis.cross(middle).dot(view.u()));
    double ahead = middle.dot(flat);
    if (layer != null) {
      double fan = StrictMath.toDegrees(StrictMath.atan2(side, ahead));
      layer[column] = (float) gramsPerCm2(fan, column, flat.norm() / distance);
    }
    if (takeOff != null) {
      double up = axis.dot(ray) * Math.signum(axis.dot(view.v()));
      takeOff[column] = Objects.requireNonNull(heel).takeOff(side / ahead, up / ahead);
    }
  }

  private double gramsPerCm2(double fan, int column, double coneCosine) {
    Bowtie known = Objects.requireNonNull(bowtie);
    try {
      return known.path(fan, column, coneCosine) / 10 * known.material().density();
    } catch (InputException e) {
      throw new InputException("protocol %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Returns the axis that the tube turns about with the source; without one that of columns. */
  private static Vec3 axis(View view) {
    Vec3 z = new Vec3(0, 0, 1);
    boolean turns = across(view.source(), z).norm() > LEAST_RADIUS * view.source().norm();
    return turns ? z : view.v().unit();
  }

  /** Returns what of a vector is square to an axis. */
  private static Vec3 across(Vec3 vector, Vec3 axis) {
    return vector.minus(axis.times(vector.dot(axis)));
  }

  /** Returns the vector from the source to the middle of a pixel, in mm. */
  private Vec3 ray(View view, int row, int column) {
    ScanBeam known = Objects.requireNonNull(beam);
    Vec3 source = known.beam().source(view, known.detector().z(row));
    return known.detector().pixel(view, row, column).minus(source);
  }

  /** Returns the normal of a pixel: on a curved detector it points to the axis of the cylinder. */
  private Vec3 normal(View view, int column) {
    double y = Objects.requireNonNull(beam).detector().y(column);
    if (y == 0) {
      return view.n();
    }
    // A cylinder about the source: of the ray what is square to its axis.
    Vec3 ray = ray(view, 0, column);
    Vec3 v = view.v().unit();
    return ray.minus(v.times(ray.dot(v))).unit();
  }
}
