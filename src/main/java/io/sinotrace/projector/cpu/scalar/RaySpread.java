package io.sinotrace.projector.cpu.scalar;

import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.cpu.LineImage;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RaySetup;

/** Adds the value of one ray after the other to the voxels that it meets. */
public final class RaySpread {
  private final BoxGeometry geometry;
  private final LineImage image;
  private final RaySetup ray;
  private final RayPath path;

  /** Prepares to add to planes of an image on the geometry's grid. */
  public RaySpread(BoxGeometry geometry, LineImage image) {
    this.geometry = geometry;
    this.image = image;
    this.ray = new RaySetup(geometry);
    this.path = new RayPath(Band.all(geometry.grid()));
  }

  /** Adds the values of a view, [row][column] from index {@code first} on. */
  public void addView(int view, float[] values, int first) {
    int rows = geometry.detector().rows();
    int columns = geometry.detector().columns();
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        add(view, row, column, values[first + row * columns + column]);
      }
    }
  }

  /** Adds the value of the ray to a pixel. */
  public void add(int view, int row, int column, float value) {
    if (value != 0f && ray.set(view, row, column) && ray.clip(2, image.zFrom(), image.zTo())) {
      path.set(ray);
      path.spread(image, value * ray.length);
    }
  }
}
