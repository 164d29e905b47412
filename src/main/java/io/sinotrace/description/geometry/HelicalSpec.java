package io.sinotrace.description.geometry;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.preview.NumberText;
import io.sinotrace.volume.VoxelGrid;

/**
 * A helical cone-beam scan.
 *
 * @param sourceToAxis in mm
 * @param sourceToDetector in mm
 * @param feed by which source and detector rise in one turn, in mm; negative for a falling helix
 */
public record HelicalSpec(
    double sourceToAxis, double sourceToDetector, double feed, Panel panel, ViewAngles angles)
    implements GeometrySpec {
  static HelicalSpec read(Section section) {
    double sad = section.number("source-to-axis", NumberRange.LENGTH);
    double sdd = section.number("source-to-detector", NumberRange.LENGTH);
    boolean fed =
        section
            .attempt(() -> section.exactlyOne("feed", "pitch", "feed, in mm a turn, or pitch"), "")
            .equals("feed");
    double given =
        fed
            ? section.number("feed", NumberRange.SHIFT, 0)
            : section.number("pitch", NumberRange.PITCH, 0);
    DetectorReader detector = new DetectorReader(section, "type: helical");
    Panel panel = detector.any(sdd);
    // The pitch is in units of the detector's height, scaled to the isocentre.
    double feed = fed ? given : given * (panel.rows() * panel.pitchV() * sad / sdd);
    ViewAngles angles = ViewAngles.read(section);
    detector.checkTilt(() -> Trajectories.helical(sad, sdd, panel, angles.first(), feed));
    return new HelicalSpec(sad, sdd, feed, panel, angles);
  }

  @Override
  public Geometry compile(VoxelGrid grid) {
    return Trajectories.helical(sourceToAxis, sourceToDetector, panel, angles.toArray(), feed);
  }

  @Override
  public String title() {
    String distances = Titles.distances(sourceToAxis, sourceToDetector);
    return "helical, %s, feed %s mm a turn%s"
        .formatted(distances, NumberText.size(feed), Titles.shape(panel));
  }
}
