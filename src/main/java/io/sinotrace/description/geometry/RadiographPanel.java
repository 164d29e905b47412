package io.sinotrace.description.geometry;

import io.sinotrace.description.text.DetectorPair;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Panel.Shape;
import io.sinotrace.geometry.Panel.Tilt;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The flat detector of a radiograph, whose pitch may depend on the volume.
 *
 * @param pitch in mm; null for the pitch at which the volume just covers the detector
 * @param offset in mm
 */
record RadiographPanel(
    int rows, int columns, @Nullable DetectorPair pitch, DetectorPair offset, Tilt tilt)
    implements Serializable {
  /**
   * Returns the detector under a volume.
   *
   * @param lo least corner of the volume's bounds in the world
   * @param hi greatest corner
   * @param sourceAbove from the top of the volume up to the source, in mm
   * @param gap from the bottom of the volume down to the detector, in mm
   */
  Panel under(Vec3 lo, Vec3 hi, double sourceAbove, double gap) {
    if (pitch != null) {
      return panel(pitch);
    }
    double covering = Trajectories.coverPitch(rows, columns, lo, hi, sourceAbove, gap);
    return panel(new DetectorPair(covering, covering));
  }

  private Panel panel(DetectorPair pixel) {
    return new Panel(rows, columns, pixel.v(), pixel.u(), offset.v(), offset.u(), tilt, Shape.FLAT);
  }
}
