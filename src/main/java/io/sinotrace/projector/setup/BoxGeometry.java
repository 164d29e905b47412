package io.sinotrace.projector.setup;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import java.nio.ByteBuffer;

/**
 * A geometry in the box coordinates of one grid: what kernels read. Voxel i of an axis fills [i, i
 * + 1).
 *
 * <p>Each view is five vectors: S, C, U, N, V. S is the source, or the direction of a parallel
 * beam. A pixel is {@code D_k = C_k + ((x_c U_k + y_c N_k) + z_r V_k)}, with x_c, y_c and z_r of
 * the detector. Components are asked for by axis, 0 to 2 for x, y and z of the box.
 */
public final class BoxGeometry {
  /** Numbers of a view: S, C, U, N and V, three each. */
  public static final int NUMBERS_PER_VIEW = 15;

  // Where each vector of a view starts. CUDA kernels read the same order (setup.cuh).
  private static final int S = 0;
  private static final int C = 3;
  private static final int U = 6;
  private static final int N = 9;
  private static final int V = 12;

  /** Coordinates beyond this are refused: float32 does not tell voxels apart there. */
  private static final double MAX_COORDINATE = 1e7;

  private static final double MIN_DIRECTION = 1e-9;

  final VoxelGrid grid;
  final Beam beam;
  final Detector detector;
  private final double[] views;

  /** The linear part of the map from the box to the world, row by row. */
  final double[] linear;

  /**
   * Maps a geometry into the box.
   *
   * @throws InputException if a source or a pixel is not finite or farther than 10^7 voxels, or the
   *     length of the direction of a parallel beam is not between 10^-9 and 10^9
   */
  public BoxGeometry(VoxelGrid grid, Geometry geometry) {
    this.grid = grid;
    this.beam = geometry.beam();
    this.detector = geometry.detector();
    Affine toBox = grid.worldToBox();
    Vec3 extent = detector.reach();
    this.views = new double[NUMBERS_PER_VIEW * geometry.views().size()];
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

  /**
   * Checks that a geometry can be traced on a grid.
   *
   * @throws InputException as the constructor
   */
  public static void check(VoxelGrid grid, Geometry geometry) {
    BoxGeometry unused = new BoxGeometry(grid, geometry);
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
    return views.length / NUMBERS_PER_VIEW;
  }

  /** Returns component {@code axis} of S: the source, or the direction of a parallel beam. */
  public double source(int view, int axis) {
    return views[NUMBERS_PER_VIEW * view + S + axis];
  }

  /** Returns component {@code axis} of C, the centre of the detector. */
  public double center(int view, int axis) {
    return views[NUMBERS_PER_VIEW * view + C + axis];
  }

  /** Returns component {@code axis} of U, along which columns follow one another. */
  public double u(int view, int axis) {
    return views[NUMBERS_PER_VIEW * view + U + axis];
  }

  /** Returns component {@code axis} of N, the depth of a curved detector. */
  public double n(int view, int axis) {
    return views[NUMBERS_PER_VIEW * view + N + axis];
  }

  /** Returns component {@code axis} of V, along which rows follow one another. */
  public double v(int view, int axis) {
    return views[NUMBERS_PER_VIEW * view + V + axis];
  }

  /**
   * Writes the {@link #NUMBERS_PER_VIEW} numbers of a view: S, C, U, N, V, each x, y, z.
   *
   * @param out receives them at its position, which moves behind them
   */
  public void write(int view, ByteBuffer out) {
    for (int k = 0; k < NUMBERS_PER_VIEW; k++) {
      out.putDouble(views[NUMBERS_PER_VIEW * view + k]);
    }
  }

  /** Returns the linear part of the map from the box to the world, nine numbers row by row. */
  public double[] linear() {
    return linear.clone();
  }

  private void put(int view, int vector, Vec3 value) {
    for (int k = 0; k < 3; k++) {
      views[NUMBERS_PER_VIEW * view + vector + k] = value.get(k);
    }
  }

  /** Any length will do whose square and inverse neither overflow nor underflow. */
  private static void checkDirection(int view, Vec3 direction) {
    double length = direction.norm();
    if (!(length >= MIN_DIRECTION) || !(length <= 1 / MIN_DIRECTION)) {
      throw new InputException(
          "view %d: its ray direction has length %s; expected about 1".formatted(view, length));
    }
  }

  /** Checks that the source and all pixels are within {@link #MAX_COORDINATE}. */
  private void check(int view, Vec3 extent) {
    for (int k = 0; k < 3; k++) {
      double reach =
          Math.abs(center(view, k))
              + extent.x() * Math.abs(u(view, k))
              + extent.y() * Math.abs(n(view, k))
              + extent.z() * Math.abs(v(view, k));
      double source =
          beam == Beam.PARALLEL
              ? 0
              : Math.abs(source(view, k))
                  + (beam == Beam.FAN ? extent.z() * Math.abs(v(view, k)) : 0);
      if (!(reach <= MAX_COORDINATE) || !(source <= MAX_COORDINATE)) {
        throw new InputException(
            "view %d: its source or its detector lies more than 10^7 voxels from the volume"
                .formatted(view));
      }
    }
  }
}
