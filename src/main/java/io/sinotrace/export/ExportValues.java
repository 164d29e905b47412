package io.sinotrace.export;

import org.jspecify.annotations.Nullable;

/**
 * What a format is told of the pixels of a scan.
 *
 * @param column which values they are, by the name of their column
 * @param muWater mu of water in 1/mm where the pixels are integrals of mu; 0: it is not known
 * @param survey of all of them, where {@link ExportFormat#surveys} asks for it
 */
public record ExportValues(
    String column, Quantity quantity, double muWater, @Nullable PixelSurvey survey) {
  /** Returns values of which no more is known. */
  static ExportValues of(Quantity quantity) {
    return new ExportValues("line_integral", quantity, 0, null);
  }
}
