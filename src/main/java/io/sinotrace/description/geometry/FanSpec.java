package io.sinotrace.description.geometry;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.volume.VoxelGrid;

/**
 * A fan-beam scan, slice by slice.
 *
 * @param sourceToAxis in mm
 * @param sourceToDetector in mm
 * @param panel the pitch and number of its columns; its rows are the slices
 */
public record FanSpec(
    double sourceToAxis,
    double sourceToDetector,
    Panel panel,
    SliceChoice slices,
    ViewAngles angles)
    implements GeometrySpec {
  static FanSpec read(Section section) {
    double sad = section.number("source-to-axis", NumberRange.LENGTH);
    double sdd = section.number("source-to-detector", NumberRange.LENGTH);
    Panel panel = new DetectorReader(section, "type: fan").anyInSlices(sdd);
    return new FanSpec(sad, sdd, panel, SliceChoice.read(section), ViewAngles.read(section));
  }

  @Override
  public Geometry compile(VoxelGrid grid) {
    return Trajectories.fan(
        sourceToAxis, sourceToDetector, panel, slices.heights(grid), angles.toArray());
  }

  @Override
  public String title() {
    return "fan beam, " + Titles.distances(sourceToAxis, sourceToDetector) + Titles.shape(panel);
  }

  @Override
  public int[] slices(VoxelGrid grid) {
    return slices.indices(grid);
  }
}
