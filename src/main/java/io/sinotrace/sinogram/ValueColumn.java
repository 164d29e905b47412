package io.sinotrace.sinogram;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A column of a sinogram that has a value a pixel: a list of floats for each detector row, one
 * element a detector column, never null.
 *
 * @param name of the column; with a dot, those of a struct and of its field
 */
public record ValueColumn(String name) implements Serializable {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)?");

  private static final Pattern SIGNS = Pattern.compile("[^a-z0-9]+");

  private static final String WATER_CORRECTED = "water_corrected";

  /** What the names of all fields have that are line integrals, with noise or without. */
  private static final List<String> LINE_INTEGRAL_FIELDS =
      List.of(Columns.LINE_INTEGRAL, WATER_CORRECTED);

  /** The line integral of mu; it has no dimension. */
  public static final ValueColumn LINE_INTEGRAL = new ValueColumn(Columns.LINE_INTEGRAL);

  /** What a dataset has that does not say otherwise. */
  public static final List<ValueColumn> LINE_INTEGRALS = List.of(LINE_INTEGRAL);

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is none
   */
  public ValueColumn {
    if (!isName(name)) {
      throw new IllegalArgumentException("no name of a column: " + name);
    }
  }

  /** Returns whether a text may be a column's name: lower case, digits and _, one dot at most. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Returns the column of a material's mass along the ray in g/cm^2.
   *
   * @param material its name, of which lower-case letters and digits are kept: {@code Water,
   *     Liquid} is {@code water_liquid}
   */
  public static ValueColumn arealDensity(String material) {
    String field =
        SIGNS.matcher(material.toLowerCase(Locale.ROOT)).replaceAll(" ").strip().replace(' ', '_');
    return new ValueColumn(Columns.AREAL_DENSITY + "." + field);
  }

  /** Returns whether its values are masses along the ray. */
  public boolean isArealDensity() {
    return path().get(0).equals(Columns.AREAL_DENSITY);
  }

  /** Returns whether its values are line integrals, corrected or not, with noise or without. */
  public boolean isLineIntegral() {
    return LINE_INTEGRAL_FIELDS.stream().anyMatch(field()::contains);
  }

  /** Returns whether its values are line integrals that were corrected as if all were water. */
  public boolean isWaterCorrected() {
    return field().contains(WATER_CORRECTED);
  }

  /** Returns whether its values are what a detector reads, such as counts. */
  public boolean isReading() {
    return !isArealDensity() && !isLineIntegral() && !field().startsWith("transmission");
  }

  private String field() {
    return path().get(path().size() - 1);
  }

  /** Returns the names on the way to it: the column's, or the struct's and the field's. */
  public List<String> path() {
    return List.of(name.split("\\."));
  }

  @Override
  public String toString() {
    return name;
  }
}
