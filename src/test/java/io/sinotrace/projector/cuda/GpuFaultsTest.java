package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.standin.Control;
import io.sinotrace.standin.Control.Failure;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every driver call of a scan, in turn, returns every kind of error: the values are right, or the
 * error has the type that says what to do, and all is given back.
 */
class GpuFaultsTest extends OnStandIn {
  private static final VoxelGrid GRID = VoxelGrid.centred(12, 10, 9, new Vec3(1, 1, 1));
  private static final Volume VOLUME = TestGrids.randomVolume(GRID, 0, new SplittableRandom(3));
  private static final Geometry SCAN = scan();

  private static Geometry scan() {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      double t = Math.PI * i / 4;
      Vec3 out = new Vec3(Math.cos(t), Math.sin(t), 0);
      views.add(
          View.of(
              i,
              out.times(50),
              out.times(-30),
              new Vec3(-Math.sin(t), Math.cos(t), 0),
              new Vec3(0, 0, 1)));
    }
    return new Geometry(Beam.CONE, Detector.flat(33, 20), views);
  }

  private static final float[] RIGHT = right();

  private static float[] right() {
    float[] out = new float[(int) SCAN.rays()];
    new ScalarProjector(VOLUME, SCAN).project(SCAN.all(), out);
    return out;
  }

  /** From finding the device to the last value, in several batches. */
  private static float[] trace() {
    Gpu gpu = Gpus.find(null);
    gpu.open();
    float[] out = new float[RIGHT.length];
    TraceOptions options = TraceOptions.DEFAULT.withLaunchPixels(2000);
    try (Projector projector = new CudaProjector(gpu, 2, VOLUME, SCAN, options)) {
      projector.project(SCAN.all(), out);
    }
    return out;
  }

  private record Fault(int code, Kind kind) {}

  private static final List<Fault> ERRORS =
      List.of(
          new Fault(2, Kind.OUT_OF_MEMORY),
          new Fault(1, Kind.CONFIGURATION),
          new Fault(100, Kind.NO_DEVICE),
          new Fault(700, Kind.FATAL),
          // One that no release of ours has heard of.
          new Fault(4711, Kind.FATAL));

  @Test
  void everyCallFailsInEveryWay() {
    everyCallFailsInEveryWay(512L << 20, ERRORS);
  }

  @Test
  void everyCallFailsInEveryWayWhileBandsPassThrough() {
    // Room for what passes and a few slabs, not for the volume beside it.
    // The other kinds take the same ways, and this takes many calls.
    everyCallFailsInEveryWay(
        70_000, ERRORS.stream().filter(f -> f.code() == 2 || f.code() == 700).toList());
  }

  private static void everyCallFailsInEveryWay(long memory, List<Fault> faults) {
    control.memory(memory);
    control.restart();
    long before = control.calls();
    assertArrayEquals(RIGHT, trace());
    long calls = control.calls() - before;
    Gpus.close();
    assertTrue(calls > 50, () -> calls + " calls");
    Map<String, Integer> outcomes = new TreeMap<>();
    for (Fault error : faults) {
      for (Failure failure : Failure.values()) {
        for (long n = 1; n <= calls; n++) {
          // As if the process had only begun: a context that failed for good stays so.
          control.restart();
          control.failAt(n, error.code(), failure);
          String outcome = outcome(error.kind());
          control.failNothing();
          Gpus.close();
          assertEquals(Control.Held.NOTHING, control.held());
          outcomes.merge(error + " " + failure + ": " + outcome, 1, Integer::sum);
        }
      }
    }
    outcomes.forEach((what, count) -> System.out.printf("%4d %s%n", count, what));
    assertTrue(
        outcomes.keySet().stream().anyMatch(o -> o.endsWith("OUT_OF_MEMORY] ONCE: right")),
        "memory that was short for a moment is no reason to fail");
  }

  private static String outcome(Kind expected) {
    try {
      assertArrayEquals(RIGHT, trace());
      return "right";
    } catch (GpuException e) {
      String where = control.failedCall().orElse("nothing") + ": " + e.getMessage();
      assertEquals(expected, e.kind(), where);
      return e.kind().toString();
    }
  }

  @Test
  void memoryThatIsShortForAMomentOnlyCostsTime() {
    trace();
    Gpus.close();
    control.restart();
    // The first allocation of the first lane, then the one after the caches were freed, and so on.
    for (int n = 20; n < 30; n++) {
      control.restart();
      control.failAt(n, 2, Failure.ONCE);
      try {
        assertArrayEquals(RIGHT, trace(), "call " + n);
      } catch (GpuException e) {
        // Of a context or kernels that cannot be had, nothing can be traced.
        assertTrue(
            e.getMessage().contains("cuModule") || e.getMessage().contains("Ctx"), e.getMessage());
      }
      Gpus.close();
    }
  }

  @Test
  void aDeviceThatFailedForGoodIsNotUsedAgain() {
    trace();
    control.failAt(8, 700, Failure.STICKY);
    GpuException first = assertThrows(GpuException.class, GpuFaultsTest::trace);
    assertEquals(Kind.FATAL, first.kind());
    control.failNothing();
    long launches = control.launches();
    // It is no reason to take another backend silently either.
    CudaBackend backend = new CudaBackend();
    assertNull(backend.refusal(Resources.DEFAULT));
    GpuException later =
        assertThrows(GpuException.class, () -> backend.open(VOLUME, SCAN, Resources.DEFAULT));
    assertEquals(Kind.FATAL, later.kind());
    assertTrue(later.getMessage().contains("out of use"), later.getMessage());
    assertTrue(later.getMessage().contains("CUDA_ERROR_ILLEGAL_ADDRESS"), later.getMessage());
    assertEquals(launches, control.launches());
  }

  @Test
  void aDeviceWithTooLittleMemorySaysSo() {
    control.memory(6_000);
    GpuException e = assertThrows(GpuException.class, GpuFaultsTest::trace);
    assertEquals(Kind.OUT_OF_MEMORY, e.kind());
    assertTrue(e.getMessage().contains("memory"), e.getMessage());
  }
}
