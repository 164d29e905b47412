package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.UprightGrid;

/**
 * A way to compute along a line of voxels on the processor: the float32 half of the canonical
 * arithmetic, which the package's description has.
 */
public interface LineKernel extends Backprojection {
  /**
   * 1.5 * 2^23: where |p| is below 2^22, {@code p + ROUNDER} is p rounded to an integer, plus this.
   */
  float ROUNDER = 0x1.8p23f;

  /** What a line has room for beyond its rows, on either side. */
  int MARGIN = 48;

  /**
   * Returns why this JVM cannot use it.
   *
   * @return empty if it can
   */
  String refusal();

  @Override
  default void planes(
      Orbit orbit, UprightGrid grid, FilteredViews views, int zFrom, int zTo, float[] image) {
    new Backprojector(orbit, grid, views, this).planes(zFrom, zTo, image);
  }

  /**
   * Interpolates two columns: {@code L[r]}.
   *
   * @param view has both columns
   * @param left where the rows of one begin
   * @param right where those of the other do
   * @param share fc
   * @param count of rows, a multiple of 16
   * @param line receives them
   * @param at index of the first one there
   */
  void interpolate(float[] view, int left, int right, float share, int count, float[] line, int at);

  /**
   * Adds what a view gives to the voxels of a line of a slab: {@link #interpolate} and {@link
   * #add}.
   *
   * @param view has the two columns that the line is between
   * @param left where the rows of the first begin
   * @param share fc
   * @param start pf
   * @param step df
   * @param weight wf
   * @param sums of the voxels
   * @param at index of the first one there; there is room for a multiple of 16
   */
  default void backproject(
      SlabLines slab,
      float[] view,
      int left,
      float share,
      float start,
      float step,
      float weight,
      float[] sums,
      int at) {
    // All rows of the slab: to find the fewer ones of a line takes longer than they do.
    int rows = slab.stride();
    float[] line = slab.line();
    interpolate(view, left, left + rows, share, rows, line, MARGIN + slab.firstRow());
    add(
        line,
        MARGIN + slab.halfRows(),
        start,
        step,
        weight,
        slab.lo(),
        slab.hi(),
        slab.first(),
        slab.count(),
        sums,
        at);
  }

  /**
   * Adds what a view gives to the voxels of a line.
   *
   * @param line {@code L[r]} of rows from -{@link #MARGIN} on; zeros beyond the detector
   * @param middle index of the middle row there
   * @param start pf
   * @param step df
   * @param weight wf
   * @param lo least p
   * @param hi greatest p
   * @param first k - k_mid of the first voxel
   * @param count of voxels
   * @param sums of the voxels
   * @param at index of the first one there; there is room for a multiple of 16
   */
  void add(
      float[] line,
      int middle,
      float start,
      float step,
      float weight,
      float lo,
      float hi,
      int first,
      int count,
      float[] sums,
      int at);
}
