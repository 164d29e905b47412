package io.sinotrace.description.geometry;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.preview.NumberText;
import io.sinotrace.volume.VoxelGrid;

/**
 * A radiograph from above.
 *
 * @param sourceAbove from the top of the volume up to the source, in mm
 * @param gap from the bottom of the volume down to the detector, in mm
 * @param whereTilt the place and the key of the tilt, for errors
 */
record RadiographSpec(double sourceAbove, double gap, RadiographPanel detector, String whereTilt)
    implements GeometrySpec {
  static RadiographSpec read(Section section) {
    double sourceAbove = section.number("source-above", NumberRange.LENGTH);
    double gap = section.number("gap", NumberRange.GAP);
    DetectorReader detector = new DetectorReader(section, "type: radiograph");
    return new RadiographSpec(sourceAbove, gap, detector.ofRadiograph(), detector.whereTilt());
  }

  @Override
  public Geometry compile(VoxelGrid grid) {
    Vec3[] bounds = grid.worldBounds();
    Vec3 lo = bounds[0];
    Vec3 hi = bounds[1];
    Panel panel = detector.under(lo, hi, sourceAbove, gap);
    Geometry geometry = Trajectories.radiograph(panel, lo, hi, sourceAbove, gap);
    DetectorPlane.check(whereTilt, geometry);
    return geometry;
  }

  @Override
  public String title() {
    return "radiograph from above, source %s mm above the volume, detector %s mm below it"
        .formatted(NumberText.size(sourceAbove), NumberText.size(gap));
  }
}
