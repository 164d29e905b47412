package io.sinotrace.projector.cpu;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Adjoint;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.VoxelGrid;

/** An adjoint on the processor: views one by one, and their sums by blocks. */
public abstract class CpuAdjoint implements Adjoint {
  /** Views whose values are added up by themselves. */
  private static final int BLOCK_VIEWS = 32;

  private final BoxGeometry geometry;
  private final LineImage image;
  private int last = -1;
  private boolean ended;

  /**
   * Prepares to add.
   *
   * @param zFrom the first plane
   * @param zTo the one after the last
   */
  protected CpuAdjoint(VoxelGrid grid, Geometry geometry, int zFrom, int zTo) {
    this.geometry = new BoxGeometry(grid, geometry);
    this.image = new LineImage(grid, zFrom, zTo);
  }

  /** Returns the geometry in box coordinates. */
  protected final BoxGeometry geometry() {
    return geometry;
  }

  /** Returns the planes. */
  protected final LineImage planes() {
    return image;
  }

  @Override
  public final void add(int view, float[] values, int first) {
    if (ended || view <= last || view >= geometry.views()) {
      throw new IllegalStateException(
          "view %d after view %d, ended: %s".formatted(view, last, ended));
    }
    check(view, values, first);
    if (last >= 0 && view / BLOCK_VIEWS != last / BLOCK_VIEWS) {
      image.endBlock();
    }
    last = view;
    spread(view, values, first);
  }

  private void check(int view, float[] values, int first) {
    int columns = geometry.detector().columns();
    for (int k = 0; k < columns * geometry.detector().rows(); k++) {
      if (!(Math.abs(values[first + k]) <= SlabVolume.MAX_VALUE)) {
        throw new InputException(
            "view %d, row %d, column %d is %s: expected finite values of at most 2^96"
                .formatted(view, k / columns, k % columns, values[first + k]));
      }
    }
  }

  /** Adds the values of a view to {@link #planes}, in the order of columns, then rows. */
  protected abstract void spread(int view, float[] values, int first);

  @Override
  public final float[] image() {
    if (!ended) {
      image.endBlock();
      ended = true;
    }
    return image.image();
  }
}
