package io.sinotrace.projector;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Geometries of random rays. */
public final class DrawnRays {
  private static final Vec3 ACROSS = new Vec3(0.7, 0.1, 0);
  private static final Vec3 UP = new Vec3(0, 0.2, 0.9);

  private DrawnRays() {}

  /**
   * Draws rays of a class. Each is a view of its own with a detector of one pixel, so that any
   * segment can be made.
   */
  public static Geometry of(
      RayClass kind, Beam beam, VoxelGrid grid, int count, SplittableRandom random) {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      views.add(view(kind, beam, grid, UP, random));
    }
    return new Geometry(beam, Detector.flat(1, 1), views);
  }

  /**
   * Draws rays of a class, each the middle one of three detector rows that follow one another along
   * an axis of the grid, in steps of a fraction of a voxel.
   */
  public static Geometry rows(
      RayClass kind, Beam beam, VoxelGrid grid, int count, SplittableRandom random) {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int axis = random.nextInt(3);
      double step = random.nextInt(-8, 9) / 8.0 + (random.nextBoolean() ? 0.0625 : 0.01);
      Vec3 v = new Vec3(axis == 0 ? step : 0, axis == 1 ? step : 0, axis == 2 ? step : 0);
      views.add(view(kind, beam, grid, grid.boxToWorld().direction(v), random));
    }
    return new Geometry(beam, Detector.flat(3, 1), views);
  }

  private static View view(
      RayClass kind, Beam beam, VoxelGrid grid, Vec3 v, SplittableRandom random) {
    int[] n = {grid.nx(), grid.ny(), grid.nz()};
    Affine toWorld = grid.boxToWorld();
    double[] s = new double[3];
    double[] e = new double[3];
    do {
      kind.draw(random, n, s, e);
      // A parallel beam has to have a direction.
    } while (beam == Beam.PARALLEL && e[0] == 0 && e[1] == 0 && e[2] == 0);
    Vec3 from = toWorld.point(new Vec3(s[0], s[1], s[2]));
    Vec3 step = toWorld.direction(new Vec3(e[0], e[1], e[2]));
    Vec3 to =
        kind == RayClass.POINT
            ? from
            : toWorld.point(new Vec3(s[0] + e[0], s[1] + e[1], s[2] + e[2]));
    boolean line = beam == Beam.PARALLEL;
    // A direction has no length; a quarter keeps the longest step an acceptable one, exactly.
    Vec3 direction = step.times(0.25);
    Vec3 n0 = ACROSS.cross(v).unit();
    return new View(Double.NaN, line ? direction : from, line ? from : to, ACROSS, v, n0);
  }

  /** Views from random places with small detectors of random pose, curved for the fan. */
  public static Geometry scan(VoxelGrid grid, Beam beam, int rays, SplittableRandom random) {
    int rows = 5;
    int columns = 10;
    Vec3 size = grid.worldBounds()[1].minus(grid.worldBounds()[0]);
    double reach = size.norm();
    List<View> views = new ArrayList<>();
    for (int i = 0; i < rays / (rows * columns); i++) {
      Vec3 out = unit(random);
      Vec3 source = beam == Beam.PARALLEL ? out : grid.middle().plus(out.times(2 * reach));
      Vec3 center = grid.middle().minus(out.times(reach));
      double pixel = reach / 12;
      Vec3 u = out.cross(unit(random)).unit().times(pixel);
      Vec3 v = u.cross(out).plus(out.times(0.1 * random.nextDouble() * pixel));
      views.add(View.of(Double.NaN, source, center, u, v));
    }
    Detector detector =
        beam == Beam.FAN
            ? Detector.curved(new double[] {-2, -0.5, 0.25, 1, 1.75}, columns, 1, 30)
            : Detector.flat(rows, columns);
    return new Geometry(beam, detector, views);
  }

  private static Vec3 unit(SplittableRandom r) {
    Vec3 v;
    do {
      v = new Vec3(r.nextDouble() - 0.5, r.nextDouble() - 0.5, r.nextDouble() - 0.5);
    } while (v.norm() > 0.5 || v.norm() < 0.01);
    return v.unit();
  }
}
