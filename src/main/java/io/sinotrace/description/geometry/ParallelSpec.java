package io.sinotrace.description.geometry;

import io.sinotrace.description.text.Section;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.volume.VoxelGrid;
import org.jspecify.annotations.Nullable;

/**
 * A parallel-beam scan.
 *
 * @param slices the slices that are the detector's rows; null if it has its own rows
 */
public record ParallelSpec(Panel panel, @Nullable SliceChoice slices, ViewAngles angles)
    implements GeometrySpec {
  static ParallelSpec read(Section section) {
    boolean listed = section.has("slices");
    DetectorReader detector =
        new DetectorReader(section, listed ? "type: parallel with slices" : "type: parallel");
    if (listed || !detector.hasRows()) {
      Panel panel = detector.flatInSlices();
      return new ParallelSpec(panel, SliceChoice.read(section), ViewAngles.read(section));
    }
    Panel panel = detector.flat();
    ViewAngles angles = ViewAngles.read(section);
    detector.checkTilt(() -> Trajectories.parallel(panel, angles.first()));
    return new ParallelSpec(panel, null, angles);
  }

  @Override
  public Geometry compile(VoxelGrid grid) {
    return slices == null
        ? Trajectories.parallel(panel, angles.toArray())
        : Trajectories.parallel(panel, slices.heights(grid), angles.toArray());
  }

  @Override
  public boolean isParallel() {
    return true;
  }

  /** Returns whether the detector's rows are slices of the volume. */
  boolean isSliced() {
    return slices != null;
  }

  @Override
  public String title() {
    return "parallel beam";
  }

  @Override
  public int[] slices(VoxelGrid grid) {
    return slices == null ? new int[0] : slices.indices(grid);
  }
}
