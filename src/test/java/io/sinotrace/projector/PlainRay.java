package io.sinotrace.projector;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;

/**
 * The definition of a line integral, operation by operation and with nothing left out: every slab
 * of the segment, all three voxels of each. What backends do to be fast must not change one bit of
 * it.
 */
final class PlainRay {
  private final Volume volume;
  private final int[] n;
  private final Affine toBox;
  private final Affine toWorld;

  PlainRay(Volume volume) {
    VoxelGrid grid = volume.grid();
    this.volume = volume;
    this.n = new int[] {grid.nx(), grid.ny(), grid.nz()};
    this.toBox = grid.worldToBox();
    this.toWorld = grid.boxToWorld();
  }

  float lineIntegral(Geometry g, int view, int row, int column) {
    View v = g.views().get(view);
    Detector detector = g.detector();
    double[] c = toBox.point(v.center()).toArray();
    double[] u = toBox.direction(v.u()).toArray();
    double[] across = toBox.direction(v.n()).toArray();
    double[] up = toBox.direction(v.v()).toArray();
    double[] pixel = new double[3];
    double[] s = new double[3];
    double[] d = new double[3];
    boolean parallel = g.beam() == Beam.PARALLEL;
    double[] source = (parallel ? toBox.direction(v.source()) : toBox.point(v.source())).toArray();
    for (int k = 0; k < 3; k++) {
      pixel[k] =
          c[k]
              + ((detector.x(column) * u[k] + detector.y(column) * across[k])
                  + detector.z(row) * up[k]);
      double raised = g.beam() == Beam.FAN ? source[k] + detector.z(row) * up[k] : source[k];
      s[k] = parallel ? pixel[k] : raised;
      d[k] = parallel ? source[k] : pixel[k] - raised;
    }
    return march(parallel, s, pixel, d);
  }

  private float march(boolean parallel, double[] s, double[] end, double[] d) {
    double dx = Math.abs(d[0]);
    double dy = Math.abs(d[1]);
    double dz = Math.abs(d[2]);
    int a = dx >= dy && dx >= dz ? 0 : dy >= dz ? 1 : 2;
    if (Math.abs(d[a]) < Double.MIN_NORMAL) {
      return 0f;
    }
    int[] other = a == 0 ? new int[] {1, 2} : a == 1 ? new int[] {0, 2} : new int[] {0, 1};
    int ha = n[a] >> 1;
    float[] m = new float[2];
    float[] r = new float[2];
    float[] inverse = new float[2];
    float[] shift = new float[2];
    int[] step = new int[2];
    for (int b = 0; b < 2; b++) {
      int k = other[b];
      double slope = d[k] * (1 / d[a]);
      if (Math.abs(slope) < 0x1p-64) {
        slope = 0;
      }
      m[b] = (float) slope;
      r[b] = (float) ((s[k] - (n[k] >> 1)) + (ha - s[a]) * slope);
      inverse[b] = m[b] != 0 ? 1f / m[b] : 0;
      shift[b] = m[b] > 0 ? -inverse[b] : 0;
      step[b] = m[b] < 0 ? -1 : 1;
    }
    Vec3 w = toWorld.direction(new Vec3(d[0], d[1], d[2]));
    float length =
        (float) (Math.sqrt((w.x() * w.x() + w.y() * w.y()) + w.z() * w.z()) * Math.abs(1 / d[a]));
    double lo = Math.min(s[a], end[a]);
    double hi = Math.max(s[a], end[a]);
    int from = parallel ? 0 : (int) Math.max(0, Math.floor(lo));
    int to = parallel ? n[a] : (int) Math.min(n[a], Math.ceil(hi));
    float sum = 0;
    float block = 0;
    for (int i = from; i < to; i++) {
      if (i % 32 == 0) {
        sum += block;
        block = 0;
      }
      boolean begins = !parallel && lo > 0 && lo < n[a] && i == (int) Math.floor(lo);
      boolean ends = !parallel && hi > 0 && hi < n[a] && i == (int) Math.floor(hi);
      float begin = begins ? (float) (lo - Math.floor(lo)) : 0;
      float stop = ends ? (float) (hi - Math.floor(hi)) : 1;
      float[] j = new float[2];
      float[] u = new float[2];
      for (int b = 0; b < 2; b++) {
        float p = Math.fma((float) (i - ha), m[b], r[b]);
        float q = Math.fma((float) (i + 1 - ha), m[b], r[b]);
        j[b] = (float) Math.floor(p);
        u[b] = Math.min(Math.max(Math.fma(q - j[b], inverse[b], shift[b]), 0), 1);
        if (begins || ends) {
          u[b] = Math.min(Math.max(u[b] - (1 - stop), 0), stop - begin);
        }
      }
      float width = begins || ends ? stop - begin : 1;
      float v0 = voxel(a, other, i, j[0], j[1]);
      float v1 = voxel(a, other, i, j[0] + step[0], j[1] + step[1]);
      float vm =
          u[0] > u[1]
              ? voxel(a, other, i, j[0] + step[0], j[1])
              : voxel(a, other, i, j[0], j[1] + step[1]);
      block +=
          Math.fma(
              Math.min(u[0], u[1]), v1 - vm, Math.fma(Math.max(u[0], u[1]), vm - v0, width * v0));
    }
    return (sum + block) * length;
  }

  private float voxel(int a, int[] other, int i, float j1, float j2) {
    int h1 = n[other[0]] >> 1;
    int h2 = n[other[1]] >> 1;
    if (j1 < -h1 || j1 >= n[other[0]] - h1 || j2 < -h2 || j2 >= n[other[1]] - h2) {
      return 0;
    }
    int[] at = new int[3];
    at[a] = i;
    at[other[0]] = (int) j1 + h1;
    at[other[1]] = (int) j2 + h2;
    return volume.slab(0, at[2]).get(at[1] * n[0] + at[0]);
  }
}
