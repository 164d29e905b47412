package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A filter whose thickness changes across the fan, and not along the rotation axis: by the angle of
 * a ray from the middle of the fan, or by the detector's columns. Between the entries of its table
 * the thickness is linear.
 *
 * <p>A thickness is what a ray passes that runs square to the rotation axis; one that runs at a
 * cone angle to that passes more by the inverse of the angle's cosine.
 */
public final class Bowtie implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By how much, in degrees, rounding may put a ray outside of a table that ends with the fan. */
  private static final double ROUNDING = 1e-6;

  /** A column's own rays lie within half a column of its middle. */
  private static final double HALF_COLUMN = 0.5;

  private final Material material;
  private final boolean byColumn;
  private final double[] positions;
  private final double[] millimetres;

  private Bowtie(Material material, boolean byColumn, double[] positions, double[] millimetres) {
    if (positions.length != millimetres.length) {
      throw new IllegalArgumentException("the numbers of positions and of thicknesses differ");
    }
    if (positions.length < 2) {
      throw new InputException(
          "a bowtie of %d thicknesses: expected at least 2".formatted(positions.length));
    }
    for (int i = 0; i < positions.length; i++) {
      if (!Double.isFinite(positions[i]) || (i > 0 && !(positions[i] > positions[i - 1]))) {
        throw new InputException(
            "the angle %s in the bowtie's table: expected ascending numbers"
                .formatted(positions[i]));
      }
      // Its density is asked for as well.
      new Filter(material, millimetres[i]);
    }
    this.material = material;
    this.byColumn = byColumn;
    this.positions = positions.clone();
    this.millimetres = millimetres.clone();
  }

  /**
   * Returns a bowtie by fan angle.
   *
   * @param material whose density is known
   * @param degrees fan angles, ascending; a table that begins at 0 is of one half of a symmetrical
   *     bowtie
   * @param millimetres thickness at each
   * @throws InputException if the angles do not ascend, there are fewer than 2, a thickness is
   *     negative or no number, or the density is not known
   */
  public static Bowtie byFanAngle(Material material, double[] degrees, double[] millimetres) {
    return new Bowtie(material, false, degrees, millimetres);
  }

  /**
   * Returns a bowtie by column.
   *
   * @param material whose density is known
   * @param millimetres thickness in front of the middle of each of the detector's columns
   * @throws InputException if there are fewer than 2, a thickness is negative or no number, or the
   *     density is not known
   */
  public static Bowtie byColumn(Material material, double[] millimetres) {
    double[] positions = new double[millimetres.length];
    Arrays.setAll(positions, i -> i);
    return new Bowtie(material, true, positions, millimetres);
  }

  /**
   * Checks that it goes with a detector.
   *
   * @param columns of the detector
   * @throws InputException if it has a thickness for each column, and the detector another number
   */
  public void checkColumns(int columns) {
    if (byColumn && millimetres.length != columns) {
      throw new InputException(
          "%d thicknesses of the bowtie: expected %d, one for each column"
              .formatted(millimetres.length, columns));
    }
  }

  /** Returns where its thicknesses are: fan angles in degrees, or columns. */
  public double[] positions() {
    return positions.clone();
  }

  /** Returns its thicknesses in mm. */
  public double[] millimetres() {
    return millimetres.clone();
  }

  /** Returns what it is made of; its density is known. */
  public Material material() {
    return material;
  }

  /**
   * Returns the areal density of its thickest place in g/cm^2, as a ray passes it that runs square
   * to the rotation axis.
   */
  public double greatest() {
    return Arrays.stream(millimetres).max().orElse(0) / 10 * material.density();
  }

  /**
   * Returns how much of it a ray passes, in mm.
   *
   * @param fanAngle of the ray in degrees, about the rotation axis, from the middle of the fan
   * @param column of the detector that it ends at; between two columns where it is not the middle
   * @param coneCosine of the angle that the ray makes with the plane square to the rotation axis
   * @throws InputException if the table does not reach there
   */
  public double path(double fanAngle, double column, double coneCosine) {
    return (byColumn ? thickness(column, HALF_COLUMN, "column") : byAngle(fanAngle)) / coneCosine;
  }

  private double byAngle(double fanAngle) {
    double angle = positions[0] == 0 ? Math.abs(fanAngle) : fanAngle;
    return thickness(angle, ROUNDING, "fan angle");
  }

  private double thickness(double at, double beyond, String position) {
    int last = positions.length - 1;
    if (!(at >= positions[0] - beyond && at <= positions[last] + beyond)) {
      throw new InputException(
          "a ray at %s %s is outside of the bowtie's table: expected %s to %s"
              .formatted(position, at, positions[0], positions[last]));
    }
    int found = Arrays.binarySearch(positions, at);
    int next = Math.min(last, Math.max(1, found >= 0 ? found : -found - 1));
    double low = positions[next - 1];
    double part = Math.min(1, Math.max(0, (at - low) / (positions[next] - low)));
    return millimetres[next - 1] + part * (millimetres[next] - millimetres[next - 1]);
  }
}
