package io.sinotrace.description.image;

import io.sinotrace.InputException;
import io.sinotrace.description.text.GivenName;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.sinogram.ValueColumn;
import org.jspecify.annotations.Nullable;

/**
 * Which image of a scan is wanted.
 *
 * @param column of the table that is reconstructed
 * @param name of the image among those of the scan
 * @param filter of detector rows
 * @param grid on which it lies
 * @param muWater mu of water in 1/mm, for CT numbers in Hounsfield units; 0 for the values as they
 *     are
 * @param format in which files it is written
 * @param window the values that are black and white in the picture; null for the range of most
 * @param reference what it is compared with: {@link #SOURCE}, or the path of a volume that is read
 *     in the same way; null for nothing
 */
public record ImageSpec(
    ValueColumn column,
    String name,
    FilterSettings filter,
    ImageGrid grid,
    double muWater,
    ImageFormat format,
    @Nullable DisplayWindow window,
    @Nullable String reference) {
  /** The volume that was scanned. */
  public static final String SOURCE = "source";

  /** What mu of water may be, for CT numbers. */
  public static final NumberRange MU_WATER = NumberRange.MU_WATER;

  /**
   * Checks that the column goes with the unit.
   *
   * @throws InputException if not
   */
  public ImageSpec {
    if (muWater != 0 && !MU_WATER.contains(muWater)) {
      throw new InputException(
          "hounsfield %s: expected %s".formatted(muWater, MU_WATER.description()));
    }
    if (muWater > 0 && column.isArealDensity()) {
      throw new InputException(
          "%s is a density: expected a column of line integrals, for CT numbers".formatted(column));
    }
  }

  /**
   * Checks that the values of the column can be reconstructed, as those of intensities cannot.
   *
   * @throws InputException if not
   */
  public void requireLineIntegrals() {
    if (!isDensity() && !column.isLineIntegral()) {
      throw new InputException(
          ("column %s: is of intensities: expected line integrals, corrected or not, or an areal"
                  + " density")
              .formatted(column));
    }
  }

  /** Returns whether a text may name an image: as ids of scans, or as columns. */
  public static boolean isName(String name) {
    return GivenName.is(name) || ValueColumn.isName(name);
  }

  /** Returns whether the values are densities in g/cm^3. */
  public boolean isDensity() {
    return column.isArealDensity();
  }

  /** Returns whether the values are CT numbers. */
  public boolean isHounsfield() {
    return muWater > 0;
  }

  /** Returns the unit of the values, as the manifest has it. */
  public String unit() {
    if (isHounsfield()) {
      return "HU, mu of water %s/mm".formatted(muWater);
    }
    return isDensity() ? "g/cm^3" : "1/mm";
  }
}
