package io.sinotrace.reconstruction;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.Phantom;
import java.util.stream.IntStream;

/** Images from analytic line integrals: nothing in them was traced. */
final class Analytic {
  static final FilterSettings RAM_LAK = new FilterSettings(FilterWindow.RAM_LAK, 1);

  private Analytic() {}

  /** Values of pixels. */
  interface Pixels {
    double at(int view, int row, int column);
  }

  /**
   * Returns the exact line integrals of a phantom, each the mean of rays to several places across
   * the pixel: by one ray a sharp edge is seen more finely than columns can follow.
   */
  static Pixels of(Phantom phantom, Geometry geometry, int places) {
    return (k, r, c) -> {
      double sum = 0;
      for (int i = 0; i < places; i++) {
        sum += ray(phantom, geometry, k, r, c, (i + 0.5) / places - 0.5);
      }
      return sum / places;
    };
  }

  private static double ray(
      Phantom phantom, Geometry geometry, int k, int r, int c, double across) {
    Detector detector = geometry.detector();
    View view = geometry.views().get(k);
    Vec3 pixel = detector.pixel(view, r, c).plus(view.u().times(across));
    Vec3 source = geometry.beam().source(view, detector.z(r));
    return geometry.beam() == Beam.PARALLEL
        ? phantom.lineIntegralThrough(pixel, source)
        : phantom.lineIntegral(source, pixel);
  }

  /** Returns the image [z][y][x], computed in slabs of so many planes. */
  static float[] image(
      Geometry geometry,
      VoxelGrid grid,
      FilterSettings filter,
      Pixels pixels,
      int planes,
      LineKernel kernel) {
    Reconstruction reconstruction = Reconstruction.of(geometry, grid, filter);
    float[] image = new float[(int) grid.voxels()];
    float[][] rows = new float[geometry.detector().rows()][geometry.detector().columns()];
    for (int z = 0; z < grid.nz(); z += planes) {
      ImageSlab slab = reconstruction.slab(z, Math.min(grid.nz(), z + planes), kernel);
      NeededRows needed = slab.needed();
      for (int k = needed.viewFrom(); k < needed.viewTo(); k++) {
        int view = k;
        IntStream.range(needed.rowFrom(), needed.rowTo())
            .parallel()
            .forEach(r -> fill(rows[r], pixels, view, r));
        for (int r = needed.rowFrom(); r < needed.rowTo(); r++) {
          slab.accept(k, r, rows[r]);
        }
      }
      float[] part = slab.image();
      System.arraycopy(part, 0, image, z * grid.nx() * grid.ny(), part.length);
    }
    return image;
  }

  private static void fill(float[] pixels, Pixels values, int view, int row) {
    for (int c = 0; c < pixels.length; c++) {
      pixels[c] = (float) values.at(view, row, c);
    }
  }

  /** Returns the image of a phantom by the plain ramp, computed at once. */
  static float[] image(Geometry geometry, VoxelGrid grid, Phantom phantom) {
    return image(geometry, grid, RAM_LAK, of(phantom, geometry, 4), grid.nz(), LineKernels.BEST);
  }

  /** Returns the mean of the voxels of a plane that are nearer than {@code radius} to a place. */
  static double mean(float[] image, VoxelGrid grid, int plane, double x, double y, double radius) {
    double sum = 0;
    int count = 0;
    for (int j = 0; j < grid.ny(); j++) {
      for (int i = 0; i < grid.nx(); i++) {
        Vec3 p = grid.indexToWorld().point(new Vec3(i, j, plane));
        if (Math.hypot(p.x() - x, p.y() - y) < radius) {
          sum += image[(plane * grid.ny() + j) * grid.nx() + i];
          count++;
        }
      }
    }
    return sum / count;
  }
}
