package io.sinotrace.spark.iterate;

import java.util.Locale;

/** A method by which {@code A x = y} is solved, A being the projector. */
public enum IterativeMethod {
  /**
   * Conjugate gradients for least squares: each step gives the least residual there is in a space
   * of one more dimension. M. R. Hestenes and E. Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409;
   * in this form C. C. Paige and M. A. Saunders, ACM Trans. Math. Softw. 8 (1982) 43, section 7.1.
   */
  CGLS,

  /**
   * The simultaneous iterative reconstruction technique: {@code x += C A' R (y - A x)}, with R one
   * over the length of each ray in the grid and C one over the length of all rays in each voxel. P.
   * Gilbert, J. Theor. Biol. 36 (1972) 105; with these weights J. Gregor and T. Benson, IEEE Trans.
   * Med. Imaging 27 (2008) 918.
   */
  SIRT;

  /** Returns its name as people type it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
