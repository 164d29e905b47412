package io.sinotrace.reconstruction.backprojection;

/** One voxel at a time. */
public final class ScalarLines implements LineKernel {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public String refusal() {
    return "";
  }

  @Override
  public void interpolate(
      float[] view, int left, int right, float share, int count, float[] line, int at) {
    for (int r = 0; r < count; r++) {
      float here = view[left + r];
      line[at + r] = Math.fma(share, view[right + r] - here, here);
    }
  }

  @Override
  public void add(
      float[] line,
      int middle,
      float start,
      float step,
      float weight,
      float lo,
      float hi,
      int first,
      int count,
      float[] sums,
      int at) {
    for (int k = 0; k < count; k++) {
      float p = Math.min(Math.max(Math.fma((float) (first + k), step, start), lo), hi);
      float j = (p + ROUNDER) - ROUNDER;
      float f = (p - j) + 0.5f;
      int row = middle + (int) j;
      float here = line[row];
      sums[at + k] = Math.fma(weight, Math.fma(f, line[row + 1] - here, here), sums[at + k]);
    }
  }
}
