package io.sinotrace.projector.cpu;

import java.util.Arrays;

/**
 * The paths of detector columns, cut where they leave one square of voxel lines for the next, and
 * put into an order in which the squares follow one another.
 *
 * <p>While the lines of one square are in the processor's cache, all columns of all views that meet
 * it go through it. A ray must take its slabs in ascending order; paths that ascend along both axes
 * and those that descend along one of them need the squares in different orders, so there are three
 * passes over them.
 */
final class Pieces {
  private static final int PASSES = 3;

  /** Bytes of voxels at a time: half the second-level cache of common processors. */
  private static final int SQUARE_BYTES = 1 << 20;

  private static final int LEAST_EDGE = 8;

  private final int edge;
  private final int squares1;
  private final int squares2;
  private final int axis1;

  private int count;
  private int[] slot = new int[1024];
  private int[] path = new int[1024];
  private int[] from = new int[1024];
  private int[] to = new int[1024];
  private int[] order = new int[0];

  /**
   * Makes squares.
   *
   * @param edge voxels along an edge
   * @param axis1 the first axis of the plane
   * @param size1 voxels along it
   * @param size2 voxels along the other axis of the plane
   */
  private Pieces(int edge, int axis1, int size1, int size2) {
    this.edge = edge;
    this.axis1 = axis1;
    this.squares1 = (size1 + edge - 1) / edge;
    this.squares2 = (size2 + edge - 1) / edge;
  }

  /** Returns the edge of squares of lines that stay in the cache, of which so many voxels count. */
  static int edge(double voxels) {
    return Math.max(LEAST_EDGE, (int) Math.sqrt(SQUARE_BYTES / (Float.BYTES * voxels)));
  }

  /** Returns the pieces of all paths that are shared, in order. */
  static Pieces of(ColumnPath[] paths, int[] size, int rowAxis, int edge) {
    int axis1 = rowAxis == 0 ? 1 : 0;
    int axis2 = rowAxis == 2 ? 1 : 2;
    Pieces pieces = new Pieces(edge, axis1, size[axis1], size[axis2]);
    for (int k = 0; k < paths.length; k++) {
      ColumnPath p = paths[k];
      if (p.shared && p.slabFrom < p.slabTo) {
        pieces.add(k, p, size[p.main] >> 1, size[p.other]);
      }
    }
    pieces.sort();
    return pieces;
  }

  /** Cuts a path into pieces. */
  private void add(int number, ColumnPath p, int halfMain, int sizeOther) {
    int halfOther = sizeOther >> 1;
    int i = p.slabFrom;
    int begin = i;
    int square = square(p, i, halfMain, halfOther, sizeOther);
    for (i++; i < p.slabTo; i++) {
      int next = square(p, i, halfMain, halfOther, sizeOther);
      if (next != square) {
        put(square, number, begin, i);
        square = next;
        begin = i;
      }
    }
    if (begin < p.slabTo) {
      put(square, number, begin, p.slabTo);
    }
  }

  /** Returns the place in the order of squares of the one in which the path enters a slab. */
  private int square(ColumnPath p, int slab, int halfMain, int halfOther, int sizeOther) {
    int k = Slabs.floor(Math.fma((float) (slab - halfMain), p.slope, p.start)) + halfOther;
    int other = Math.min(Math.max(k, 0), sizeOther - 1) / edge;
    int main = slab / edge;
    boolean mainFirst = p.main == axis1;
    int s1 = mainFirst ? main : other;
    int s2 = mainFirst ? other : main;
    if (p.step > 0) {
      return s1 * squares2 + s2;
    }
    return mainFirst
        ? (squares1 + s1) * squares2 + squares2 - 1 - s2
        : (3 * squares1 - 1 - s1) * squares2 + s2;
  }

  private void put(int square, int number, int begin, int end) {
    if (count == slot.length) {
      slot = Arrays.copyOf(slot, 2 * count);
      path = Arrays.copyOf(path, 2 * count);
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    slot[count] = square;
    path[count] = number;
    from[count] = begin;
    to[count++] = end;
  }

  /** Puts all pieces in order; those of one square stay in the order in which they were added. */
  private void sort() {
    int[] place = new int[PASSES * squares1 * squares2 + 1];
    for (int k = 0; k < count; k++) {
      place[slot[k] + 1]++;
    }
    for (int s = 1; s < place.length; s++) {
      place[s] += place[s - 1];
    }
    order = new int[count];
    for (int k = 0; k < count; k++) {
      order[place[slot[k]]++] = k;
    }
  }

  /** Returns the number of pieces. */
  int count() {
    return count;
  }

  /** Returns the number of the path whose piece is the k-th in order. */
  int path(int k) {
    return path[order[k]];
  }

  /** Returns its first slab. */
  int from(int k) {
    return from[order[k]];
  }

  /** Returns the slab after its last. */
  int to(int k) {
    return to[order[k]];
  }
}
