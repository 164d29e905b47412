package io.sinotrace.description.geometry;

import io.sinotrace.geometry.Panel;
import io.sinotrace.preview.NumberText;

/** Parts of the title of a geometry that several types share. */
final class Titles {
  private Titles() {}

  /** Returns the distances of a scan with a source: "SAD 1000 mm, SDD 1500 mm". */
  static String distances(double sourceToAxis, double sourceToDetector) {
    return "SAD %s mm, SDD %s mm"
        .formatted(NumberText.size(sourceToAxis), NumberText.size(sourceToDetector));
  }

  /** Returns ", curved detector" for a curved detector, else "". */
  static String shape(Panel panel) {
    return panel.shape() == Panel.Shape.CURVED ? ", curved detector" : "";
  }
}
