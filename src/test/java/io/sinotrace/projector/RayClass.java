package io.sinotrace.projector;

import java.util.SplittableRandom;

/**
 * Classes of rays, each with its own numerical difficulty; together they reach every branch of a
 * projector.
 *
 * <p>A ray is drawn in box coordinates: a source s and a step e, the pixel being s + e.
 */
public enum RayClass {
  /** Through a random point of the grid in a random direction. */
  RANDOM(true) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      direction(r, e);
      double diagonal = diagonal(n);
      double before = diagonal * (1 + 2 * r.nextDouble());
      double whole = before + diagonal * (1 + 2 * r.nextDouble());
      for (int k = 0; k < 3; k++) {
        s[k] = n[k] * r.nextDouble() - before * e[k];
        e[k] *= whole;
      }
    }
  },

  /** Along an axis, up or down, through the grid or past it. */
  AXIS_PARALLEL(true) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      for (int k = 0; k < 3; k++) {
        s[k] = n[k] * (1.4 * r.nextDouble() - 0.2);
        e[k] = 0;
      }
      span(r, n, r.nextInt(3), s, e);
    }
  },

  /** Slope exactly +-1 in one axis; random, 0 or a fraction of 64 in the other. */
  DIAGONAL(true) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      int a = r.nextInt(3);
      double slope =
          switch (r.nextInt(3)) {
            case 0 -> 0;
            case 1 -> (r.nextInt(127) - 63) / 64.0;
            default -> 2 * r.nextDouble() - 1;
          };
      diagonal(r, n, s, e);
      e[a] *= slope;
      s[a] = place(r, n[a]) - e[a] / 2;
    }
  },

  /** Slope exactly +-1 in both axes. */
  DOUBLE_DIAGONAL(true) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      diagonal(r, n, s, e);
    }
  },

  /** In the plane of a voxel face, or along a voxel edge. */
  ON_FACES(true) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      onFace(r, n, s, e);
    }
  },

  /** As {@link #ON_FACES}, but off by a few ulps of float32 or float64, or with such a slope. */
  NEAR_FACES(true) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      int b = onFace(r, n, s, e);
      double ulp = r.nextBoolean() ? Math.ulp((float) s[b]) : Math.ulp(s[b]);
      s[b] += (r.nextInt(9) - 4) * ulp;
      if (r.nextBoolean()) {
        e[b] = (r.nextInt(9) - 4) * ulp;
      }
    }
  },

  /** Through two voxel corners. */
  THROUGH_CORNERS(true) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      int times = 1 + r.nextInt(4);
      for (int k = 0; k < 3; k++) {
        int p = r.nextInt(n[k] + 1);
        int q = r.nextInt(n[k] + 1);
        s[k] = p - times * (q - p);
        e[k] = (1 + 2 * times) * (q - p);
      }
    }
  },

  /** Slopes of 2^-1 to 2^-140 in one or both axes. */
  TINY_SLOPES(true) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      int a = r.nextInt(3);
      span(r, n, a, s, e);
      for (int k = 0; k < 3; k++) {
        if (k != a) {
          double mantissa = r.nextBoolean() ? 1 : 1 + r.nextDouble();
          double slope = Math.scalb(mantissa, -1 - r.nextInt(140));
          s[k] =
              switch (r.nextInt(3)) {
                case 0 -> 0;
                case 1 -> r.nextInt(n[k] + 1);
                default -> n[k] * r.nextDouble();
              };
          e[k] = (r.nextInt(3) - 1) * slope * e[a];
        }
      }
    }
  },

  /** From a source inside the grid. */
  SOURCE_INSIDE(false) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      direction(r, e);
      double whole = diagonal(n) * (1 + r.nextDouble());
      for (int k = 0; k < 3; k++) {
        s[k] = n[k] * r.nextDouble();
        e[k] *= whole;
      }
    }
  },

  /** To a pixel inside the grid. */
  PIXEL_INSIDE(false) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      SOURCE_INSIDE.draw(r, n, s, e);
      for (int k = 0; k < 3; k++) {
        s[k] -= e[k];
      }
    }
  },

  /** With both ends inside the grid. */
  BOTH_INSIDE(false) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      for (int k = 0; k < 3; k++) {
        s[k] = n[k] * r.nextDouble();
        e[k] = n[k] * r.nextDouble() - s[k];
      }
    }
  },

  /** With both ends on voxel faces, edges, corners or middles, inside or on the box. */
  ENDS_ON_FACES(false) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      for (int k = 0; k < 3; k++) {
        s[k] = place(r, n[k]);
        e[k] = place(r, n[k]) - s[k];
      }
    }
  },

  /** With both ends in one slab along the main axis. */
  ONE_SLAB(false) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      int a = r.nextInt(3);
      double width = Math.pow(10, -6 * r.nextDouble());
      boolean up = r.nextBoolean();
      s[a] = r.nextInt(n[a]) + (1 - width) * r.nextDouble() + (up ? 0 : width);
      e[a] = up ? width : -width;
      for (int k = 0; k < 3; k++) {
        if (k != a) {
          // Half of them close to a face, which so short a ray would seldom meet.
          s[k] =
              r.nextBoolean()
                  ? n[k] * r.nextDouble()
                  : r.nextInt(n[k] + 1) + width * (2 * r.nextDouble() - 1);
          e[k] = width * (2 * r.nextDouble() - 1);
        }
      }
    }
  },

  /** With both ends in one voxel. */
  ONE_VOXEL(false) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      for (int k = 0; k < 3; k++) {
        double place = r.nextDouble();
        s[k] = r.nextInt(n[k]) + place;
        e[k] = r.nextDouble() - place;
      }
    }
  },

  /** From 10^5 to 9 10^6 voxels away, to a pixel near or as far. */
  FAR(true) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      direction(r, e);
      double before = 1e5 * Math.pow(90, r.nextDouble());
      double after = r.nextBoolean() ? diagonal(n) : 1e5 * Math.pow(90, r.nextDouble());
      for (int k = 0; k < 3; k++) {
        s[k] = n[k] * r.nextDouble() - before * e[k];
        e[k] *= before + after;
      }
    }
  },

  /** Along a line that passes the box, never closer than 1/32 of a voxel. */
  MISSING(true) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      beside(r, n, s, e);
    }
  },

  /** Beside the box and away from it, while the line behind the source may well enter it. */
  LEAVING(false) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      int a = beside(r, n, s, e);
      e[a] = (s[a] < 0 ? -3 : 3) * r.nextDouble();
    }
  },

  /** With both ends at one point. */
  POINT(false) {
    @Override
    public void draw(SplittableRandom r, int[] n, double[] s, double[] e) {
      for (int k = 0; k < 3; k++) {
        s[k] = r.nextBoolean() ? place(r, n[k]) : n[k] * (2 * r.nextDouble() - 0.5);
        e[k] = 0;
      }
    }
  };

  /** Whether the class has a meaning for lines without end. */
  public final boolean lines;

  RayClass(boolean lines) {
    this.lines = lines;
  }

  /** Returns whether rays of this class meet no voxel at all, so that exactly +0 is expected. */
  public boolean isEmpty() {
    return this == MISSING || this == POINT;
  }

  /**
   * Draws one ray.
   *
   * @param n voxels along each axis
   * @param s receives the source
   * @param e receives the step from the source to the pixel
   */
  public abstract void draw(SplittableRandom r, int[] n, double[] s, double[] e);

  private static double diagonal(int[] n) {
    return Math.sqrt((double) n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
  }

  private static void direction(SplittableRandom r, double[] e) {
    double norm;
    do {
      norm = 0;
      for (int k = 0; k < 3; k++) {
        e[k] = 2 * r.nextDouble() - 1;
        norm += e[k] * e[k];
      }
    } while (norm > 1 || norm < 0.01);
    for (int k = 0; k < 3; k++) {
      e[k] /= Math.sqrt(norm);
    }
  }

  /** A coordinate from 0 to n: a voxel face, a voxel's middle, or a multiple of 1/1024. */
  private static double place(SplittableRandom r, int n) {
    return switch (r.nextInt(4)) {
      case 0 -> r.nextInt(n + 1);
      case 1 -> r.nextInt(n) + 0.5;
      default -> r.nextInt(1024 * n + 1) / 1024.0;
    };
  }

  /** A ray of slopes +-1, exactly. */
  private static void diagonal(SplittableRandom r, int[] n, double[] s, double[] e) {
    int half = 1 + (int) diagonal(n);
    for (int k = 0; k < 3; k++) {
      int sign = r.nextBoolean() ? 1 : -1;
      s[k] = place(r, n[k]) - sign * half;
      e[k] = 2 * sign * half;
    }
  }

  /** Sets one axis from outside to outside. */
  private static void span(SplittableRandom r, int[] n, int a, double[] s, double[] e) {
    double from = -10 * r.nextDouble() - 0.1;
    double to = n[a] + 10 * r.nextDouble() + 0.1;
    boolean up = r.nextBoolean();
    s[a] = up ? from : to;
    e[a] = up ? to - from : from - to;
  }

  /** A ray beside the box and along that face of it; returns the axis of the face. */
  private static int beside(SplittableRandom r, int[] n, double[] s, double[] e) {
    for (int k = 0; k < 3; k++) {
      s[k] = n[k] * (2 * r.nextDouble() - 0.5);
      e[k] = n[k] * (2 * r.nextDouble() - 0.5) - s[k];
    }
    int a = r.nextInt(3);
    double near = 1 / 32.0 + r.nextDouble();
    s[a] = r.nextBoolean() ? -near : n[a] + near;
    e[a] = 0;
    return a;
  }

  /** Returns the axis on whose face the ray lies. */
  private static int onFace(SplittableRandom r, int[] n, double[] s, double[] e) {
    int a = r.nextInt(3);
    int b = (a + 1 + r.nextInt(2)) % 3;
    int c = 3 - a - b;
    span(r, n, a, s, e);
    s[b] = r.nextInt(n[b] + 1);
    e[b] = 0;
    if (r.nextInt(3) == 0) {
      s[c] = r.nextInt(n[c] + 1);
      e[c] = 0;
    } else {
      s[c] = n[c] * r.nextDouble();
      e[c] = n[c] * r.nextDouble() - s[c];
    }
    return b;
  }
}
