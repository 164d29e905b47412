package io.sinotrace.geometry;

/** How the rays of one view leave the source. */
public enum Beam {
  /** All rays of a view have one direction; a pixel counts the whole line through its centre. */
  PARALLEL,

  /** All rays of a view leave one point; a pixel counts the segment from there to its centre. */
  CONE,

  /**
   * As {@link #CONE}, but each detector row has a source of its own in the plane of the row: with V
   * the view's v vector and z_r the position of row r on the detector, at S + z_r V. So each row is
   * a fan in one plane.
   */
  FAN;

  /**
   * Returns where the rays of a detector row leave the source, in mm; of a parallel beam their
   * direction.
   *
   * @param z position of the row along V, in units of V
   */
  public Vec3 source(View view, double z) {
    return this == FAN ? view.source().plus(view.v().times(z)) : view.source();
  }
}
