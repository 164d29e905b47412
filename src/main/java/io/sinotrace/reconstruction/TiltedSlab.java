package io.sinotrace.reconstruction;

import io.sinotrace.reconstruction.backprojection.RowRange;
import io.sinotrace.reconstruction.orbit.TiltedDetector;

/**
 * Planes of an image of a circular scan by a detector that stands askew: once all rows of a view
 * have come, those of an upright detector are interpolated between them.
 */
final class TiltedSlab implements ImageSlab {
  private final CircularSlab upright;
  private final TiltedDetector detector;
  private final RowRange rows;
  private final MeasuredRows measured;
  private final float[] values;

  TiltedSlab(CircularSlab upright, TiltedDetector detector, NeededRows needed, RowRange rows) {
    this.upright = upright;
    this.detector = detector;
    this.rows = rows;
    this.measured = new MeasuredRows(needed, detector.columns());
    this.values = new float[detector.upright().columns().count()];
    if (needed.rowTo() == needed.rowFrom()) {
      for (int view = needed.viewFrom(); view < needed.viewTo(); view++) {
        passOn(view);
      }
    }
  }

  @Override
  public NeededRows needed() {
    return measured.needed();
  }

  @Override
  public void accept(int view, int row, float[] pixels) {
    measured.put(view, row, pixels);
    if (measured.hasAll(view)) {
      passOn(view);
      measured.drop(view);
    }
  }

  private void passOn(int view) {
    for (int row = rows.from(); row < rows.to(); row++) {
      detector.row(row, there -> measured.of(view, there), values);
      upright.accept(view, row, values);
    }
  }

  @Override
  public float[] image() {
    return upright.image();
  }
}
