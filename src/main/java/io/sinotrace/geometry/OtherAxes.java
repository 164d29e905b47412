package io.sinotrace.geometry;

/**
 * Of one axis of a grid the two others, in ascending order. Axes are 0 to 2, for x, y and z.
 *
 * <p>A ray has a main axis; a column of detector rows has a row axis; a copy of a volume has an
 * axis along which its voxels follow one another. What happens along the two other axes is told
 * apart by this order alone.
 */
public final class OtherAxes {
  private OtherAxes() {}

  /** Returns the lower of the axes other than {@code axis}. */
  public static int first(int axis) {
    return axis == 0 ? 1 : 0;
  }

  /** Returns the higher of the axes other than {@code axis}. */
  public static int second(int axis) {
    return axis == 2 ? 1 : 2;
  }

  /** Returns the axis other than two that differ. */
  public static int third(int axis, int other) {
    return 3 - axis - other;
  }
}
