package io.sinotrace.volume.io;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeSource.Part;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The grid that all parts of a volume have, as their files place it. */
final class CommonGrid {
  private @Nullable VoxelGrid grid;
  private String name = "";

  /**
   * Takes the grid of a part.
   *
   * @throws io.sinotrace.InputException that names both files if it is not that of the first part
   */
  void take(VolumeFile file, Part part, VoxelGrid other) {
    String dataset = part.dataset();
    String otherName = dataset == null ? file.fileName() : file.fileName() + " " + dataset;
    if (grid == null) {
      grid = other;
      name = otherName;
    } else if (!grid.equals(other)) {
      String how =
          size(grid).equals(size(other))
              ? "different affines"
              : "%s and %s voxels".formatted(size(other), size(grid));
      throw file.fault(
          "%s and %s have %s: expected one grid for all materials".formatted(otherName, name, how));
    }
  }

  private static String size(VoxelGrid grid) {
    return "%d x %d x %d".formatted(grid.nx(), grid.ny(), grid.nz());
  }

  /** Returns it, once a part has been taken. */
  VoxelGrid get() {
    return Objects.requireNonNull(grid);
  }
}
