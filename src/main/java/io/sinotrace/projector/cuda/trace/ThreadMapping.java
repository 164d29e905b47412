package io.sinotrace.projector.cuda.trace;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.MainAxes;
import java.util.function.IntToDoubleFunction;

/**
 * How the threads of a launch are mapped to the pixels of a view, and which axis of the volume
 * should be the fastest in memory for that; it changes no value.
 *
 * <p>The threads of a warp take neighbouring pixels along one axis of the detector. They read
 * neighbouring voxels where that axis, seen in the box, runs along the axis that is fastest in
 * memory. Circular and helical scans run along the rows, which is along z in all views, so that one
 * layout serves them all; a fan of one slice runs along its columns, along x or y.
 *
 * @param alongRows whether a warp takes neighbouring rows, not columns
 * @param fastest the axis of the box that should be fastest in memory
 */
public record ThreadMapping(boolean alongRows, int fastest) {
  /** Pixels below which threads of a warp have nothing to do. */
  private static final int WARP = 32;

  /** Returns the mapping of a view of a detector of so many rows. */
  static ThreadMapping of(BoxGeometry geometry, int view, int rows) {
    int main = 0;
    for (int k = 1; k < 3; k++) {
      if (Math.abs(MainAxes.step(geometry, view, k))
          > Math.abs(MainAxes.step(geometry, view, main))) {
        main = k;
      }
    }
    IntToDoubleFunction u = axis -> geometry.u(view, axis);
    IntToDoubleFunction v = axis -> geometry.v(view, axis);
    int alongV = greatest(v, main);
    int alongU = greatest(u, main);
    double byRows = share(v, alongV) * Math.min(1.0, rows / (double) WARP);
    double byColumns =
        share(u, alongU) * Math.min(1.0, geometry.detector().columns() / (double) WARP);
    return byRows >= byColumns ? new ThreadMapping(true, alongV) : new ThreadMapping(false, alongU);
  }

  /** Returns the axis along which a vector is longest, other than {@code not}. */
  private static int greatest(IntToDoubleFunction vector, int not) {
    int a = OtherAxes.first(not);
    int b = OtherAxes.second(not);
    return Math.abs(vector.applyAsDouble(a)) >= Math.abs(vector.applyAsDouble(b)) ? a : b;
  }

  /** Returns which part of a vector is along an axis, 0 to 1. */
  private static double share(IntToDoubleFunction vector, int axis) {
    double square = 0;
    for (int k = 0; k < 3; k++) {
      double x = vector.applyAsDouble(k);
      square += x * x;
    }
    return square == 0 ? 0 : Math.abs(vector.applyAsDouble(axis)) / Math.sqrt(square);
  }

  /** Returns whether a ray of a launch may have this main axis: false only where none has. */
  static boolean mayBeMain(BoxGeometry geometry, Launch launch, int axis) {
    for (int view = launch.viewFrom(); view < launch.viewFrom() + launch.views(); view++) {
      if (MainAxes.mayBeMain(geometry, view, axis)) {
        return true;
      }
    }
    return false;
  }
}
