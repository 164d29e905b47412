package io.sinotrace.standin;

import static io.sinotrace.standin.Calls.allocate;
import static io.sinotrace.standin.Calls.function;
import static io.sinotrace.standin.Calls.launch;
import static io.sinotrace.standin.Calls.module;
import static io.sinotrace.standin.Calls.ok;
import static io.sinotrace.standin.Calls.parameter;
import static io.sinotrace.standin.Calls.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.Seed;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kernels on the processor compute what a device computes. */
@Tag("stand-in")
class HostKernelsTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20260217);

  @BeforeAll
  static void build() throws IOException {
    assumeTrue(StandIn.missing().isEmpty(), () -> StandIn.missing().orElse(""));
    StandIn.use();
    JCudaLibrary.load();
  }

  @BeforeEach
  void begin() {
    Control.open().reset();
    Control.open().restart();
    ok(JCudaDriver.cuInit(0));
    Calls.push(Calls.retain(0));
  }

  @Test
  void contractsOnlyWhereAskedTo() {
    // (1 + 2^-12)^2 - 1 = 2^-11 + 2^-24; the product alone rounds to 1 + 2^-11.
    float x = 1 + 0x1p-12f;
    assertArrayEquals(new float[] {0x1p-11f}, multiplyAdd(x, x, -1));
    Control.open().contracted(true);
    assertArrayEquals(new float[] {0x1p-11f + 0x1p-24f}, multiplyAdd(x, x, -1));
  }

  private static float[] multiplyAdd(float a, float b, float c) {
    Calls.Address sum = allocate(Float.BYTES);
    CUfunction kernel = function(module(), "probe_multiply_add");
    ok(
        launch(
            kernel,
            1,
            Calls.stream(0),
            parameter()
                .putLong(allocate(a).value())
                .putLong(allocate(b).value())
                .putLong(allocate(c).value())
                .putLong(sum.value())
                .putInt(1)));
    return read(sum, 1);
  }

  @Test
  void runsEveryThreadOfEveryBlockOnce() {
    int n = 32 * 1001 - 5;
    float[] a = new float[n];
    float[] c = new float[n];
    for (int i = 0; i < n; i++) {
      a[i] = i;
      c[i] = 1;
    }
    Calls.Address all = allocate(a);
    // In place: a thread run twice would double twice.
    ok(
        launch(
            function(module(), "probe_multiply_add"),
            1001,
            Calls.stream(0),
            parameter()
                .putLong(all.value())
                .putLong(allocate(twos(n)).value())
                .putLong(allocate(c).value())
                .putLong(all.value())
                .putInt(n)));
    float[] doubled = read(all, n);
    for (int i = 0; i < n; i++) {
      assertEquals(2f * i + 1, doubled[i]);
    }
  }

  private static float[] twos(int n) {
    float[] twos = new float[n];
    Arrays.fill(twos, 2);
    return twos;
  }

  @Test
  void roundsDownSaturatesAndOrdersZeros() {
    float nan = Float.NaN;
    float inf = Float.POSITIVE_INFINITY;
    float max = Float.MAX_VALUE;
    float min = Float.MIN_VALUE;
    float[][] rows = {
      // a, b, a + b rounded down, a saturated, min, max
      {1, 0x1p-30f, 1, 1, 0x1p-30f, 1},
      {1, -0x1p-30f, Math.nextDown(1f), 1, -0x1p-30f, 1},
      {-1, 0x1p-30f, -1, 0, -1, 0x1p-30f},
      {-1, -0x1p-30f, Math.nextDown(-1f), 0, -1, -0x1p-30f},
      {0.25f, 0.5f, 0.75f, 0.25f, 0.25f, 0.5f},
      {0x1.8p23f, -0x1p-149f, 12582911, 1, -0x1p-149f, 0x1.8p23f},
      {0x1.8p23f, -7.25f, 12582904, 1, -7.25f, 0x1.8p23f},
      {1, -1, -0f, 1, -1, 1},
      {0f, 0f, 0f, 0f, 0f, 0f},
      {-0f, 0f, -0f, 0f, -0f, 0f},
      {0f, -0f, -0f, 0f, -0f, 0f},
      {min, -2 * min, -min, min, -2 * min, min},
      {max, max, max, 1, max, max},
      {-max, -max, -inf, 0, -max, -max},
      {inf, 1, inf, 1, 1, inf},
      {nan, 1, nan, 0, 1, 1},
      {-inf, -1, -inf, 0, -inf, -1},
    };
    float[] a = new float[rows.length];
    float[] b = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      a[i] = rows[i][0];
      b[i] = rows[i][1];
    }
    float[] results = intrinsics(a, b);
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < 4; k++) {
        // Of NaNs only that they are.
        assertEquals(
            Float.floatToIntBits(rows[i][2 + k]),
            Float.floatToIntBits(results[4 * i + k]),
            "result " + k + " of " + a[i] + ", " + b[i]);
      }
    }
  }

  @Test
  void roundsRandomSumsDown() {
    SplittableRandom random = SEED.random();
    int n = 20_000;
    float[] a = new float[n];
    float[] b = new float[n];
    for (int i = 0; i < n; i++) {
      a[i] = Math.scalb(random.nextFloat() - 0.5f, random.nextInt(40));
      b[i] = Math.scalb(random.nextFloat() - 0.5f, random.nextInt(40));
    }
    float[] results = intrinsics(a, b);
    for (int i = 0; i < n; i++) {
      BigDecimal exact = new BigDecimal(a[i]).add(new BigDecimal(b[i]));
      float nearest = exact.floatValue();
      float down = new BigDecimal(nearest).compareTo(exact) > 0 ? Math.nextDown(nearest) : nearest;
      float expected = exact.signum() == 0 ? -0f : down;
      assertEquals(expected, results[4 * i], "pair " + i);
    }
  }

  private static float[] intrinsics(float[] a, float[] b) {
    Calls.Address results = allocate(4L * Float.BYTES * a.length);
    ok(
        launch(
            function(module(), "probe_intrinsics"),
            (a.length + 31) / 32,
            Calls.stream(0),
            parameter()
                .putLong(allocate(a).value())
                .putLong(allocate(b).value())
                .putLong(results.value())
                .putInt(a.length)));
    return read(results, 4 * a.length);
  }
}
