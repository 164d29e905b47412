package io.sinotrace.preview;

import io.sinotrace.geometry.Vec3;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the texts of a scan's pictures say of it, beside its views and detector.
 *
 * @param id the scan's id
 * @param acquisition the kind of scan and its distances, in words
 * @param voxels of the volume along x, y and z
 * @param spacing between them along each axis, in mm
 * @param slices of a two-dimensional scan the slice of the volume that each detector row sees,
 *     counted from 0; else empty
 * @param sidesKnown whether the world's axes are known to be the patient's, RAS+
 */
public record ScanSummary(
    String id,
    String acquisition,
    List<Integer> voxels,
    Vec3 spacing,
    List<Integer> slices,
    boolean sidesKnown) {
  /** Copies the lists. */
  public ScanSummary {
    voxels = List.copyOf(voxels);
    slices = List.copyOf(slices);
  }

  /** Returns whether detector rows are slices of the volume. */
  boolean isSliced() {
    return !slices.isEmpty();
  }

  /**
   * Returns whether each slice lies on the one before, so that together they have a height; so do
   * rows that are no slices.
   */
  boolean isStack() {
    return IntStream.range(1, slices.size()).allMatch(k -> slices.get(k) == slices.get(k - 1) + 1);
  }
}
