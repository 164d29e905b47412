package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.projector.RaySetup;

/** A vector of rays of one main axis, each set up by itself. One thread's registers. */
final class RayVector {
  /** Slope, start, inverse and shift of the first other axis, then those of the second. */
  final float[] slope1 = new float[VectorUnit.LANES];

  final float[] start1 = new float[VectorUnit.LANES];
  final float[] inverse1 = new float[VectorUnit.LANES];
  final float[] shift1 = new float[VectorUnit.LANES];
  final int[] step1 = new int[VectorUnit.LANES];
  final float[] slope2 = new float[VectorUnit.LANES];
  final float[] start2 = new float[VectorUnit.LANES];
  final float[] inverse2 = new float[VectorUnit.LANES];
  final float[] shift2 = new float[VectorUnit.LANES];
  final int[] step2 = new int[VectorUnit.LANES];
  final float[] length = new float[VectorUnit.LANES];

  final int[] view = new int[VectorUnit.LANES];
  final int[] row = new int[VectorUnit.LANES];
  final int[] column = new int[VectorUnit.LANES];

  /** Where the result of each lane goes. */
  final int[] pixel = new int[VectorUnit.LANES];

  /** Lanes in use. */
  int count;

  /** Slabs that any of the rays may meet. */
  int from;

  int to;

  RayVector() {
    clear();
  }

  final void clear() {
    count = 0;
    from = Integer.MAX_VALUE;
    to = 0;
  }

  void add(RaySetup ray, int viewNumber, int rowNumber, int columnNumber, int number) {
    int k = count++;
    slope1[k] = ray.slope1;
    slope2[k] = ray.slope2;
    // Kernels read signs: -0 would count as less than 0.
    start1[k] = ray.start1 + 0f;
    start2[k] = ray.start2 + 0f;
    inverse1[k] = ray.inverse1;
    inverse2[k] = ray.inverse2;
    shift1[k] = ray.shift1;
    shift2[k] = ray.shift2;
    step1[k] = ray.step1;
    step2[k] = ray.step2;
    length[k] = ray.length;
    view[k] = viewNumber;
    row[k] = rowNumber;
    column[k] = columnNumber;
    pixel[k] = number;
    from = Math.min(from, ray.slabFrom);
    to = Math.max(to, ray.slabTo);
  }

  /** Fills the lanes that are not in use with the first ray. */
  void fill() {
    for (int k = count; k < VectorUnit.LANES; k++) {
      slope1[k] = slope1[0];
      slope2[k] = slope2[0];
      start1[k] = start1[0];
      start2[k] = start2[0];
      inverse1[k] = inverse1[0];
      inverse2[k] = inverse2[0];
      shift1[k] = shift1[0];
      shift2[k] = shift2[0];
      step1[k] = step1[0];
      step2[k] = step2[0];
    }
  }
}
