package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.LineImage;
import io.sinotrace.projector.cpu.scalar.RaySpread;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.VoxelGrid;

/**
 * Adds the values of views whose detector rows follow one another along z, with the bits of {@link
 * RaySpread}: one column after the other, slab by slab.
 *
 * <p>In a slab all rays of a column meet the same one or two lines of voxels ({@link ColumnPath}).
 * What each ray gives its voxels there is worked out for a vector of rays at a time ({@link
 * SlabShares}), and then added to the lines.
 */
public final class ColumnSpread {
  /** The axis that rows, and lines of voxels, follow one another along. */
  private static final int Z = 2;

  private final BoxGeometry geometry;
  private final VoxelGrid grid;
  private final LineImage image;
  private final RaySpread single;
  private final ColumnRays rays;
  private final SlabShares shares;

  /** By lane, the value of the ray times its length in a slab; 0 after the last row. */
  private final float[] weighted;

  /** Middle of the z axis, in voxels. */
  private final int half;

  /** Prepares to add to planes of an image on the geometry's grid. */
  public ColumnSpread(BoxGeometry geometry, LineImage image, RaySpread single) {
    this.geometry = geometry;
    this.grid = geometry.grid();
    this.image = image;
    this.single = single;
    int rows = geometry.detector().rows();
    this.rays = new ColumnRays(geometry, Z, new Tile(0, geometry.views(), 0, rows));
    this.weighted = new float[rays.lanes];
    this.half = grid.size(Z) >> 1;
    this.shares = new SlabShares(rays, weighted, image.zFrom() - half, image.zTo() - half);
  }

  /** Returns whether the rows of a view follow one another along z. */
  public static boolean isFor(BoxGeometry geometry, int view) {
    return geometry.v(view, 0) == 0 && geometry.v(view, 1) == 0 && geometry.v(view, Z) != 0;
  }

  /** Adds the values of a view, [row][column] from index {@code first} on. */
  public void add(int view, float[] values, int first) {
    int columns = geometry.detector().columns();
    ColumnPath[] paths = ColumnPath.all(geometry, Z, new Tile(view, view + 1, 0, rays.rows));
    rays.setView(view);
    for (int column = 0; column < columns; column++) {
      if (paths[column].shared) {
        rays.set(paths[column], 0, rays.lanes);
      }
      if (isShared(paths[column])) {
        rays.setLengths(paths[column]);
        for (int k = 0; k < rays.rows; k++) {
          weighted[k] = values[first + rays.row(k) * columns + column] * rays.length[k];
        }
        add(paths[column]);
      } else {
        for (int row = 0; row < rays.rows; row++) {
          single.add(view, row, column, values[first + row * columns + column]);
        }
      }
    }
  }

  private boolean isShared(ColumnPath path) {
    boolean shared = path.shared;
    for (int lane = 0; lane < rays.lanes && shared; lane += VectorUnit.LANES) {
      shared = rays.follow(path, lane);
    }
    return shared;
  }

  /** Adds the values of a column, whose rays are set up and share a path. */
  private void add(ColumnPath path) {
    int halfMain = grid.size(path.main) >> 1;
    int halfOther = grid.size(path.other) >> 1;
    float[] block = image.block();
    float p = Math.fma((float) (path.slabFrom - halfMain), path.slope, path.start);
    for (int i = path.slabFrom; i < path.slabTo; i++) {
      float q = Math.fma((float) (i + 1 - halfMain), path.slope, path.start);
      int j = SlabLines.floor(p);
      float u = Math.fma(q - j, path.inverse, path.shift);
      u = u > 0f ? Math.min(u, 1f) : 0f;
      p = q;
      int line0 = line(path, i, j + halfOther);
      int line1 = u > 0f ? line(path, i, j + halfOther + path.step) : -1;
      if ((line0 >= 0 || line1 >= 0) && shares.set(i - halfMain, u)) {
        if (line0 >= 0) {
          shares.addFirst(block, image.at(line0) + half);
        }
        if (line1 >= 0) {
          shares.addSecond(block, image.at(line1) + half);
        }
      }
    }
  }

  /** Returns the line of voxels at slab i of the path and k across it, or -1 outside the grid. */
  private int line(ColumnPath path, int i, int k) {
    if (k < 0 || k >= grid.size(path.other)) {
      return -1;
    }
    return path.main == 0 ? k * grid.nx() + i : i * grid.nx() + k;
  }
}
