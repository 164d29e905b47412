package io.sinotrace.volume.coverage;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The outline of a volume in the world.
 *
 * @param corners the eight of its box
 * @param cylinder points on both rims of the elliptic cylinder that fits into the box, along the
 *     axis of the grid that is nearest to z. The scanned object is inside it; the corners of the
 *     box are air, which a detector often does not see
 * @param bottom the middle of the cylinder's lower end
 * @param top the middle of its upper end
 */
record VolumeOutline(List<Vec3> corners, List<Vec3> cylinder, Vec3 bottom, Vec3 top) {
  /** Points on a rim; the shadow of the rim is wider than theirs by at most 1/800. */
  private static final int POINTS = 64;

  static VolumeOutline of(VoxelGrid grid) {
    Affine box = grid.boxToWorld();
    List<Vec3> corners = new ArrayList<>();
    for (int corner = 0; corner < 8; corner++) {
      corners.add(at(grid, box, new double[] {corner & 1, corner >> 1 & 1, corner >> 2}));
    }
    int axis = upright(grid);
    List<Vec3> cylinder = new ArrayList<>();
    List<Vec3> ends = new ArrayList<>();
    double[] place = new double[3];
    for (int end = 0; end < 2; end++) {
      place[axis] = end;
      for (int k = 0; k < POINTS; k++) {
        double angle = 2 * Math.PI * k / POINTS;
        place[(axis + 1) % 3] = (1 + Math.cos(angle)) / 2;
        place[(axis + 2) % 3] = (1 + Math.sin(angle)) / 2;
        cylinder.add(at(grid, box, place));
      }
      place[(axis + 1) % 3] = 0.5;
      place[(axis + 2) % 3] = 0.5;
      ends.add(at(grid, box, place));
    }
    if (ends.get(0).z() > ends.get(1).z()) {
      Collections.reverse(ends);
    }
    return new VolumeOutline(corners, cylinder, ends.get(0), ends.get(1));
  }

  /** Returns the point of the world at fractions of the box's edges. */
  private static Vec3 at(VoxelGrid grid, Affine box, double[] share) {
    return box.point(new Vec3(share[0] * grid.nx(), share[1] * grid.ny(), share[2] * grid.nz()));
  }

  /** Returns the axis of the grid whose direction is nearest to z. */
  private static int upright(VoxelGrid grid) {
    int best = 2;
    for (int axis = 1; axis >= 0; axis--) {
      best = rise(grid, axis) > rise(grid, best) ? axis : best;
    }
    return best;
  }

  private static double rise(VoxelGrid grid, int axis) {
    return Math.abs(grid.indexToWorld().column(axis).unit().z());
  }
}
