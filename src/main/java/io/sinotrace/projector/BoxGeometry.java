package io.sinotrace.projector;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;

/**
 * A geometry in the box coordinates of one grid (voxel i fills [i, i+1)): what kernels read.
 *
 * <p>Each view is {@link #STRIDE} doubles: S, C, U, N, V, three each. S is the source, or the
 * direction of a parallel beam. A pixel is {@code D_k = C_k + ((x_c U_k + y_c N_k) + z_r V_k)}.
 */
public final class BoxGeometry {
  /** Doubles a view. */
  public static final int STRIDE = 15;

  /** Where each vector of a view starts. */
  static final int S = 0;

  static final int C = 3;
  static final int U = 6;
  static final int N = 9;
  static final int V = 12;

  /** Coordinates beyond this many voxels are refused; float32 could not resolve a voxel there. */
  private static final double MAX_COORDINATE = 1e7;

  private static final double MIN_DIRECTION = 1e-9;

  final VoxelGrid grid;
  final Beam beam;
  final Detector detector;
  final double[] views;

  /** Box to world, for lengths. */
  final double[] linear;

  /**
   * Maps a geometry into the box.
   *
   * @throws InputException if a source or a pixel is not finite or farther than 10^7 voxels, or the
   *     direction of a parallel beam has no sensible length
   */
  public BoxGeometry(VoxelGrid grid, Geometry geometry) {
    this.grid = grid;
    this.beam = geometry.beam();
    this.detector = geometry.detector();
    Affine toBox = grid.worldToBox();
    Vec3 extent = detector.reach();
    this.views = new double[STRIDE * geometry.views().size()];
    for (int i = 0; i < geometry.views().size(); i++) {
      View view = geometry.views().get(i);
      Vec3 s = view.source();
      if (beam == Beam.PARALLEL) {
        checkDirection(i, s);
      }
      put(i, S, beam == Beam.PARALLEL ? toBox.direction(s) : toBox.point(s));
      put(i, C, toBox.point(view.center()));
      put(i, U, toBox.direction(view.u()));
      put(i, N, toBox.direction(view.n()));
      put(i, V, toBox.direction(view.v()));
      check(i, extent);
    }
    Affine toWorld = grid.boxToWorld();
    this.linear = new double[9];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        linear[3 * r + c] = toWorld.get(r, c);
      }
    }
  }

  /** Returns the grid whose box it is. */
  public VoxelGrid grid() {
    return grid;
  }

  /** Returns the beam. */
  public Beam beam() {
    return beam;
  }

  /** Returns the detector. */
  public Detector detector() {
    return detector;
  }

  /** Returns the number of views. */
  public int views() {
    return views.length / STRIDE;
  }

  /** Returns number {@code at}, from 0 to {@link #STRIDE} - 1, of a view. */
  public double get(int view, int at) {
    return views[STRIDE * view + at];
  }

  /** Returns the linear part of the map from the box to the world, nine numbers row by row. */
  public double[] linear() {
    return linear.clone();
  }

  private void put(int view, int at, Vec3 value) {
    for (int k = 0; k < 3; k++) {
      views[STRIDE * view + at + k] = value.get(k);
    }
  }

  /** The length of a direction does not matter as long as its square and inverse are ordinary. */
  private static void checkDirection(int view, Vec3 direction) {
    double length = direction.norm();
    if (!(length >= MIN_DIRECTION) || !(length <= 1 / MIN_DIRECTION)) {
      throw new InputException(
          "view %d: its ray direction has length %s; expected about 1".formatted(view, length));
    }
  }

  /** Checks that the source and all pixels are near enough. */
  private void check(int view, Vec3 extent) {
    int o = STRIDE * view;
    for (int k = 0; k < 3; k++) {
      double reach =
          Math.abs(views[o + C + k])
              + extent.x() * Math.abs(views[o + U + k])
              + extent.y() * Math.abs(views[o + N + k])
              + extent.z() * Math.abs(views[o + V + k]);
      double source =
          beam == Beam.PARALLEL
              ? 0
              : Math.abs(views[o + S + k])
                  + (beam == Beam.FAN ? extent.z() * Math.abs(views[o + V + k]) : 0);
      if (!(reach <= MAX_COORDINATE) || !(source <= MAX_COORDINATE)) {
        throw new InputException(
            "view %d: its source or its detector lies more than 10^7 voxels from the volume"
                .formatted(view));
      }
    }
  }
}
