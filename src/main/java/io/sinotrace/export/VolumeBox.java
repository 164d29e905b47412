package io.sinotrace.export;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;

/**
 * A volume for programs that know boxes of voxels along three perpendicular axes, and the scan in
 * the frame of these axes, whose origin is the isocentre.
 *
 * @param axes unit vectors of the frame in the world, right-handed
 * @param sizes voxels along each
 * @param spacing of the voxels in mm
 * @param middle of the box in the frame, in mm
 * @param array what its array is, of the volume's own [z][y][x]: a line of comment, or nothing
 */
record VolumeBox(List<Vec3> axes, List<Integer> sizes, Vec3 spacing, Vec3 middle, String array) {
  /** The greatest cosine between axes that are taken for perpendicular. */
  private static final double PERPENDICULAR = 1e-6;

  /** How much sizes may differ that are taken for one, as a share of it. */
  private static final double SAME = 1e-6;

  private static final List<Vec3> WORLD =
      List.of(new Vec3(1, 0, 0), new Vec3(0, 1, 0), Vec3.UNIT_Z);

  /**
   * Returns the box of a volume, in a frame of its own if it is oblique. Where its axes are not
   * perpendicular it is the box around it.
   */
  static VolumeBox of(VoxelGrid grid) {
    AlignedGrid aligned = AlignedGrid.of(grid);
    if (aligned != null) {
      return along(aligned);
    }
    Affine a = grid.indexToWorld();
    Vec3 x = a.column(0).unit();
    Vec3 y = a.column(1).unit();
    Vec3 z = a.column(2).unit();
    if (Math.abs(x.dot(y)) > PERPENDICULAR
        || Math.abs(y.dot(z)) > PERPENDICULAR
        || Math.abs(z.dot(x)) > PERPENDICULAR) {
      return around(grid, "The volume's axes are not perpendicular");
    }
    boolean mirrored = x.cross(y).dot(z) < 0;
    List<Vec3> axes = List.of(mirrored ? x.times(-1) : x, y, z);
    return new VolumeBox(
        axes,
        List.of(grid.nx(), grid.ny(), grid.nz()),
        grid.spacing(),
        in(axes, grid.middle()),
        "# The volume is oblique, and all is in its own axes; its array is volume"
            + (mirrored ? "[:, :, ::-1]" : ""));
  }

  /**
   * Returns the box of a volume along the world's axes, with voxels that are as wide in x as in y.
   * Where the volume has no such voxels, it is the box around it.
   *
   * @param cubes whether they have to be as high as wide, too
   */
  static VolumeBox upright(VoxelGrid grid, boolean cubes) {
    AlignedGrid aligned = AlignedGrid.of(grid);
    if (aligned == null) {
      return around(grid, "The volume is oblique");
    }
    double width = aligned.spacing(0);
    if (Math.abs(aligned.spacing(1) - width) > SAME * width) {
      return around(grid, "The volume's voxels are not as wide in x as in y");
    }
    if (cubes && Math.abs(aligned.spacing(2) - width) > SAME * width) {
      return around(grid, "The volume's voxels are no cubes");
    }
    return along(aligned);
  }

  private static VolumeBox along(AlignedGrid grid) {
    String reordering = grid.reordering();
    return new VolumeBox(
        WORLD,
        List.of(grid.size(0), grid.size(1), grid.size(2)),
        new Vec3(grid.spacing(0), grid.spacing(1), grid.spacing(2)),
        grid.middle(),
        reordering.isEmpty() ? "" : "# The array of the volume is volume" + reordering);
  }

  /** Returns the box around a volume, with cubes as small as the volume's voxels. */
  private static VolumeBox around(VoxelGrid grid, String why) {
    Vec3[] box = grid.worldBounds();
    Vec3 own = grid.spacing();
    double spacing = Math.min(own.x(), Math.min(own.y(), own.z()));
    Vec3 lengths = box[1].minus(box[0]);
    return new VolumeBox(
        WORLD,
        List.of(
            (int) Math.ceil(lengths.x() / spacing),
            (int) Math.ceil(lengths.y() / spacing),
            (int) Math.ceil(lengths.z() / spacing)),
        new Vec3(spacing, spacing, spacing),
        box[0].plus(box[1]).times(0.5),
        "# %s: the voxels here are cubes in the box around it".formatted(why));
  }

  private static Vec3 in(List<Vec3> axes, Vec3 world) {
    return new Vec3(axes.get(0).dot(world), axes.get(1).dot(world), axes.get(2).dot(world));
  }

  /** Returns views in the frame. */
  FlatViews turned(FlatViews flat) {
    if (axes.equals(WORLD)) {
      return flat;
    }
    return new FlatViews(
        flat.parallel(),
        flat.views().stream()
            .map(
                v ->
                    new View(
                        Double.NaN,
                        in(axes, v.source()),
                        in(axes, v.center()),
                        in(axes, v.u()),
                        in(axes, v.v()),
                        in(axes, v.n())))
            .toList());
  }

  /** Returns a distance from the isocentre beyond which there is no voxel. */
  double reach() {
    Vec3 lengths =
        new Vec3(
            sizes.get(0) * spacing.x(), sizes.get(1) * spacing.y(), sizes.get(2) * spacing.z());
    return middle.norm() + lengths.norm() / 2;
  }
}
