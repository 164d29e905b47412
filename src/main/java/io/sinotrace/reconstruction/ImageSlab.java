package io.sinotrace.reconstruction;

/**
 * Consecutive planes of an image being computed, by one thread: it takes the detector rows that
 * they depend on, in any order, and then adds them up.
 */
public interface ImageSlab {
  /** Returns the detector rows that it takes. */
  NeededRows needed();

  /**
   * Takes a detector row of a view.
   *
   * @param pixels line integrals, one a column
   * @throws io.sinotrace.InputException if one of them is not finite
   */
  void accept(int view, int row, float[] pixels);

  /**
   * Computes the planes.
   *
   * @return [z][y][x], x fastest, in 1/mm where the pixels were line integrals of mu
   * @throws IllegalStateException if a row is missing
   */
  float[] image();
}
