package io.sinotrace.preview.chart;

import io.sinotrace.geometry.Vec3;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The sides of the patient at the edges of an image, in letters: R and L (right, left), A and P
 * (front, back), H and F (head, feet). An empty text is not drawn.
 */
public record OrientationLabels(String left, String right, String bottom, String top) {
  private static final String POSITIVE = "RAH";
  private static final String NEGATIVE = "LPF";

  /**
   * A direction has the letter of an axis unless it is less than 22.5 degrees from perpendicular to
   * it; in the plane of two axes this divides the directions into eight equal sectors.
   */
  private static final double MIN_COMPONENT = StrictMath.sin(Math.toRadians(22.5));

  /**
   * Returns the letters of an image.
   *
   * @param across from its left to its right, in the RAS+ world
   * @param up from its bottom to its top; the zero vector where that is no direction in space
   */
  public static OrientationLabels of(Vec3 across, Vec3 up) {
    return new OrientationLabels(
        letters(across.times(-1)), letters(across), letters(up.times(-1)), letters(up));
  }

  /** Returns what a direction points to, the nearest axis first: as "A", "AR" or "RAH". */
  static String letters(Vec3 direction) {
    double length = direction.norm();
    return IntStream.range(0, 3)
        .filter(axis -> length > 0 && Math.abs(direction.get(axis)) >= MIN_COMPONENT * length)
        .boxed()
        .sorted((a, b) -> Double.compare(Math.abs(direction.get(b)), Math.abs(direction.get(a))))
        .map(axis -> (direction.get(axis) > 0 ? POSITIVE : NEGATIVE).substring(axis, axis + 1))
        .collect(Collectors.joining());
  }
}
