package io.sinotrace.reconstruction.backprojection.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Voxels about a row apart, by the bits of the kernel that takes them one by one. */
class EdgeLinesTest {
  private static final int ROWS = 400;
  private static final int VOXELS = 160;
  private static final int FIRST = -70;

  @RegisterExtension final Seed seed = Seed.fixed(20261128);

  /** Rows of a column of a view, those that fill it up among them. */
  private static final int STRIDE = ROWS + 16;

  private static final float SHARE = 0.3f;

  /** Two columns, and the margins of a view. */
  private final float[] view = new float[2 * STRIDE + 2 * LineKernel.MARGIN];

  private final float[] line = new float[ROWS + 2 * LineKernel.MARGIN];

  @Test
  void stepsAboutOne() {
    SplittableRandom random = seed.random();
    fill(random);
    float most = (float) ((1 - 2 * Lanes.SLACK) / (Lanes.COUNT - 1));
    for (int k = 0; k < 4000; k++) {
      float step = 1 + most * (float) random.nextDouble(-0.999, 0.999);
      same((float) random.nextDouble(-60, 60), step);
    }
  }

  /** Rounding decides which row it is. */
  @Test
  void placesAtOrBesideTheMiddleBetweenRows() {
    fill(seed.random());
    float most = (float) ((1 - 2 * Lanes.SLACK) / (Lanes.COUNT - 1));
    for (float step :
        new float[] {1, Math.nextUp(1f), Math.nextDown(1f), 1 + most / 2, 1 - 0.999f * most}) {
      for (int half = -41; half <= 41; half++) {
        float start = half / 2f;
        same(start, step);
        same(Math.nextUp(start), step);
        same(Math.nextDown(start), step);
      }
    }
  }

  @Test
  void otherStepsAreNotTaken() {
    assertTrue(EdgeLines.takes(1));
    for (float step : new float[] {-1, 0, 0.5f, 1.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertFalse(EdgeLines.takes(step));
    }
    // Two lanes of a vector, a row and a sixteenth off each other's diagonal.
    assertFalse(EdgeLines.takes(1 + 17f / 16 / (Lanes.COUNT - 1)));
  }

  private void fill(SplittableRandom random) {
    for (int r = 0; r < ROWS; r++) {
      view[LineKernel.MARGIN + r] = (float) random.nextDouble(-1, 1);
      view[LineKernel.MARGIN + STRIDE + r] = (float) random.nextDouble(-1, 1);
    }
    LineKernels.SCALAR.interpolate(
        view, LineKernel.MARGIN, LineKernel.MARGIN + STRIDE, SHARE, ROWS, line, LineKernel.MARGIN);
  }

  private void same(float start, float step) {
    assertTrue(EdgeLines.takes(step));
    int middle = LineKernel.MARGIN + ROWS / 2;
    float[] expected = new float[VOXELS];
    float[] sums = new float[VOXELS];
    Arrays.fill(expected, 0.25f);
    Arrays.fill(sums, 0.25f);
    LineKernels.SCALAR.add(
        line, middle, start, step, 0.7f, -ROWS, ROWS, FIRST, VOXELS, expected, 0);
    EdgeLines.add(view, middle, STRIDE, SHARE, start, step, 0.7f, FIRST, VOXELS, sums, 0);
    assertArrayEquals(expected, sums, () -> "start %s, step %s".formatted(start, step));
  }
}
