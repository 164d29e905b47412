package io.sinotrace.reconstruction.weight;

import io.sinotrace.reconstruction.orbit.Orbit;
import java.io.Serializable;

/**
 * The weight of an oblique ray, which crosses more than one straight through the axis does: of a
 * flat detector the cosine of the angle between the two, of a curved one the cosine of the angle up
 * or down, times that of the fan angle over the distance from source to axis, since its columns
 * count in radians. Of a cone beam that is the weight of L. A. Feldkamp, L. C. Davis and J. W.
 * Kress, Practical cone-beam algorithm, J. Opt. Soc. Am. A 1 (1984); in the plane of the source
 * that of A. C. Kak and M. Slaney, Principles of Computerized Tomographic Imaging (1988), section
 * 3.4.
 */
public final class Obliquity implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Orbit orbit;

  /** Square of the distance from the source to a column, in the plane of the source. */
  private final double[] square;

  /** The rest of a column's weight. */
  private final double[] factor;

  /** Prepares the weights of a scan. */
  public Obliquity(Orbit orbit) {
    this.orbit = orbit;
    int columns = orbit.columns().count();
    this.square = new double[columns];
    this.factor = new double[columns];
    double distance = orbit.sourceToDetector();
    for (int c = 0; c < columns; c++) {
      double place = orbit.columns().at(c);
      switch (orbit.form()) {
        case PARALLEL -> {
          square[c] = 1;
          factor[c] = 1;
        }
        case FLAT -> {
          square[c] = distance * distance + place * place;
          factor[c] = distance;
        }
        case CURVED -> {
          square[c] = distance * distance;
          factor[c] = distance * StrictMath.cos(place) / orbit.sourceToAxis();
        }
      }
    }
  }

  /** Multiplies the values of a detector row by their weights. */
  public void apply(int row, double[] values) {
    double height = orbit.magnifiesRows() ? orbit.rows().at(row) : 0;
    for (int c = 0; c < square.length; c++) {
      values[c] *= factor[c] / Math.sqrt(square[c] + height * height);
    }
  }
}
