package io.sinotrace.description.geometry;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.volume.VoxelGrid;

/**
 * A circular cone-beam scan.
 *
 * @param sourceToAxis in mm
 * @param sourceToDetector in mm
 */
public record ConeSpec(double sourceToAxis, double sourceToDetector, Panel panel, ViewAngles angles)
    implements GeometrySpec {
  static ConeSpec read(Section section) {
    double sad = section.number("source-to-axis", NumberRange.LENGTH);
    double sdd = section.number("source-to-detector", NumberRange.LENGTH);
    DetectorReader detector = new DetectorReader(section, "type: cone");
    Panel panel = detector.any(sdd);
    ViewAngles angles = ViewAngles.read(section);
    detector.checkTilt(() -> Trajectories.cone(sad, sdd, panel, angles.first()));
    return new ConeSpec(sad, sdd, panel, angles);
  }

  @Override
  public Geometry compile(VoxelGrid grid) {
    return Trajectories.cone(sourceToAxis, sourceToDetector, panel, angles.toArray());
  }

  @Override
  public String title() {
    return "cone beam, " + Titles.distances(sourceToAxis, sourceToDetector) + Titles.shape(panel);
  }
}
