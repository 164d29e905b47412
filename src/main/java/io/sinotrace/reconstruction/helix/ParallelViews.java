package io.sinotrace.reconstruction.helix;

import io.sinotrace.InputException;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.PixelAxis;
import java.io.Serializable;

/**
 * The parallel views that the rays of a helical scan are sorted into. Each holds the rays of one
 * direction, as seen along z; they leave the source at different heights.
 *
 * <p>The ray of fan angle g that was measured at angle a is in the parallel view at a - g, at t = D
 * sin g from the axis. Views count from 0 in the order of the scan; {@link #directions} of them
 * make half a turn, as many as the scan has views there, or one more.
 */
public final class ParallelViews implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the steps in half a turn may lack for rounding. */
  private static final double ROUNDING = 1e-9;

  private final Helix helix;
  private final int directions;
  private final PixelAxis columns;

  /** Where each column is among those of the detector. */
  private final double[] place;

  /** How many views of the scan later than the ray through the axis each column was measured. */
  private final double[] lead;

  private final double leastLead;
  private final double mostLead;
  private final int first;
  private final int last;

  /**
   * Lays the views out.
   *
   * @throws InputException if the detector is on one side of the axis, or there is no whole view
   */
  public ParallelViews(Helix helix) {
    this.helix = helix;
    this.directions = (int) Math.ceil(Math.PI / Math.abs(helix.turn()) - ROUNDING);
    Orbit orbit = helix.orbit();
    this.columns = columns(orbit);
    this.place = new double[columns.count()];
    this.lead = new double[columns.count()];
    double least = 0;
    double most = 0;
    for (int c = 0; c < place.length; c++) {
      double angle = StrictMath.asin(columns.at(c) / orbit.sourceToAxis());
      double across =
          orbit.form() == Form.CURVED ? angle : orbit.sourceToDetector() * StrictMath.tan(angle);
      place[c] = (across - orbit.columns().first()) / orbit.columns().step();
      lead[c] = angle / helix.turn();
      least = Math.min(least, lead[c]);
      most = Math.max(most, lead[c]);
    }
    this.leastLead = least;
    this.mostLead = most;
    this.first = (int) Math.ceil(-least / ratio() - ROUNDING);
    this.last = (int) Math.floor((orbit.views() - 1 - most) / ratio() + ROUNDING);
    if (last - first + 1 < directions) {
      throw new InputException(
          "a helical scan of less than half a turn and the fan angle: expected more");
    }
  }

  /** Returns columns as far apart as those of the detector at the axis, and within them. */
  private static PixelAxis columns(Orbit orbit) {
    PixelAxis measured = orbit.columns();
    if (measured.reach() - measured.overlap() > 2 * Math.abs(measured.step())) {
      throw new InputException(
          "a helical scan by a detector that is longer on one side of the axis: expected one in the"
              + " middle");
    }
    double toAxis = orbit.sourceToAxis();
    double step =
        measured.step()
            * (orbit.form() == Form.CURVED ? toAxis : toAxis / orbit.sourceToDetector());
    int middle = (int) Math.rint(-measured.first() / measured.step());
    double there = toAxis * StrictMath.sin(orbit.fanAngle(measured.at(middle)));
    double from = toAxis * StrictMath.sin(orbit.fanAngle(measured.first()));
    double to = toAxis * StrictMath.sin(orbit.fanAngle(measured.last()));
    int before = (int) Math.floor((there - from) / step + ROUNDING);
    int after = (int) Math.floor((to - there) / step + ROUNDING);
    return new PixelAxis(there - before * step, step, before + 1 + after);
  }

  /** Returns the scan. */
  public Helix helix() {
    return helix;
  }

  /** Returns how many views there are to half a turn. */
  public int directions() {
    return directions;
  }

  /** Returns the first view of which all rays were measured. */
  public int first() {
    return first;
  }

  /** Returns the last view of which all rays were measured. */
  public int last() {
    return last;
  }

  /** Returns distances from the axis, in mm. */
  public PixelAxis columns() {
    return columns;
  }

  /** Returns these views as an orbit of half a turn, to filter their rows. */
  public Orbit asOrbit() {
    double[] cos = new double[directions];
    double[] sin = new double[directions];
    for (int j = 0; j < directions; j++) {
      cos[j] = StrictMath.cos(angle(j));
      sin[j] = StrictMath.sin(angle(j));
    }
    return new Orbit(
        Form.PARALLEL, 1, 1, helix.orbit().plane(), cos, sin, columns, helix.orbit().rows(), false);
  }

  /** Returns the angle of a view in radians. */
  private double angle(int view) {
    return helix.start() + Math.signum(helix.turn()) * view * (Math.PI / directions);
  }

  /** Returns how many views of the scan there are to one of these. */
  private double ratio() {
    return Math.PI / directions / Math.abs(helix.turn());
  }

  /** Returns the height of the source, in mm, as it measured the ray through the axis. */
  double height(int view) {
    return helix.orbit().plane() + view * ratio() * helix.rise();
  }

  /** Returns how much higher the source was, in mm, as it measured a column. */
  double rise(int column) {
    return lead[column] * helix.rise();
  }

  /** Returns where a column is among those of the detector. */
  double place(int column) {
    return place[column];
  }

  /** Returns when a column of a view was measured, in views of the scan. */
  double time(int view, int column) {
    return view * ratio() + lead[column];
  }

  /** Returns the earlier of the two views of the scan between which a column was measured. */
  int viewBefore(double time) {
    return (int) Math.max(0, Math.min(helix.orbit().views() - 2.0, Math.floor(time)));
  }

  /** Returns the first view of the scan that a view is made of. */
  public int measuredFrom(int view) {
    return viewBefore(view * ratio() + leastLead);
  }

  /** Returns the one after the last view of the scan that a view is made of. */
  public int measuredTo(int view) {
    return viewBefore(view * ratio() + mostLead) + 2;
  }
}
