package io.sinotrace.geometry;

/** Where the rays of one view come from. */
public enum Beam {
  /** All rays of a view have one direction; a pixel sees the whole line through its centre. */
  PARALLEL,

  /** All rays of a view leave one point; a pixel sees the segment from there to its centre. */
  CONE,

  /**
   * The rays of a detector row leave the source raised to that row: with V the view's v vector and
   * z_r the row's place on the detector, row r has its source at S + z_r V. So every row is a fan
   * of its own plane.
   */
  FAN
}
