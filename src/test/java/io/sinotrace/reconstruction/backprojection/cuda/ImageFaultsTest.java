package io.sinotrace.reconstruction.backprojection.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.Seed;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.BitTally;
import io.sinotrace.projector.cuda.OnStandIn;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import io.sinotrace.reconstruction.backprojection.Backprojection;
import io.sinotrace.reconstruction.backprojection.Backprojections;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.standin.Control;
import io.sinotrace.standin.Control.Failure;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every driver call of an image, in turn, returns errors: the values are right, or the error has
 * the type that says what to do, and all is given back.
 */
class ImageFaultsTest extends OnStandIn {
  @RegisterExtension static final Seed SEED = Seed.fixed(5);

  private static final TrialImage IMAGE = worthwhile();
  private static final int PLANES = IMAGE.grid().grid().nz();
  private static final float[] RIGHT = IMAGE.planes(LineKernels.SCALAR, 0, PLANES);

  /** Returns an image of several batches and planes, most of whose voxels are not 0. */
  private static TrialImage worthwhile() {
    for (int n = 0; ; n++) {
      TrialImage image = TrialImage.drawn(n, SEED.value());
      int nz = image.grid().grid().nz();
      if (image.orbit().views() > 9 && nz > 20 && image.grid().grid().voxels() > 2000) {
        BitTally tally = image.compare(LineKernels.SCALAR, nz);
        if (2 * tally.met() > tally.values()) {
          return image;
        }
      }
    }
  }

  @AfterEach
  void noLimit() {
    System.clearProperty(MemoryLimit.PROPERTY);
  }

  /** From finding the device to the last voxel, in several batches. */
  private static float[] image() {
    return IMAGE.planes(new CudaDevices().on(Resources.DEFAULT, 3), 0, PLANES);
  }

  @Test
  void everyCallFails() {
    control.restart();
    long before = control.calls();
    assertArrayEquals(RIGHT, image());
    long calls = control.calls() - before;
    Gpus.close();
    assertTrue(calls > 50, () -> calls + " calls");
    Map<String, Integer> outcomes = new TreeMap<>();
    Map<Integer, Kind> errors =
        Map.of(2, Kind.OUT_OF_MEMORY, 1, Kind.CONFIGURATION, 100, Kind.NO_DEVICE, 700, Kind.FATAL);
    errors.forEach(
        (code, kind) -> {
          for (Failure failure : Failure.values()) {
            for (long n = 1; n <= calls; n++) {
              // As if the process had only begun: a context that failed for good stays so.
              control.restart();
              control.failAt(n, code, failure);
              String outcome = outcome(kind);
              control.failNothing();
              Gpus.close();
              assertEquals(Control.Held.NOTHING, control.held());
              outcomes.merge(code + " " + failure + ": " + outcome, 1, Integer::sum);
            }
          }
        });
    outcomes.forEach((what, count) -> System.out.printf("%4d %s%n", count, what));
    assertTrue(
        outcomes.containsKey("2 ONCE: right"),
        "memory that was short for a moment is no reason to fail");
  }

  private static String outcome(Kind expected) {
    try {
      assertArrayEquals(RIGHT, image());
      return "right";
    } catch (GpuException e) {
      String where = control.failedCall().orElse("nothing") + ": " + e.getMessage();
      assertEquals(expected, e.kind(), where);
      return e.kind().toString();
    }
  }

  @Test
  void lessMemoryMeansFewerViewsAndPlanesAtATime() {
    assertArrayEquals(RIGHT, image());
    long without = control.peakDeviceBytes();
    Gpus.close();
    for (int part = 2; part <= 4; part *= 2) {
      control.reset();
      long limit = without / part;
      System.setProperty(MemoryLimit.PROPERTY, Long.toString(limit));
      assertArrayEquals(RIGHT, image());
      assertTrue(control.peakDeviceBytes() <= limit, () -> control.peakDeviceBytes() + " bytes");
      Gpus.close();
    }
    System.setProperty(MemoryLimit.PROPERTY, "1000");
    GpuException e = assertThrows(GpuException.class, ImageFaultsTest::image);
    assertEquals(Kind.OUT_OF_MEMORY, e.kind());
    assertTrue(e.getMessage().contains(MemoryLimit.PROPERTY), e.getMessage());
  }

  @Test
  void aDeviceThatFailedForGoodIsNotUsedAgain() {
    image();
    Backprojection before = Backprojections.choose("cuda", Resources.DEFAULT, "");
    control.failAt(20, 700, Failure.STICKY);
    assertEquals(Kind.FATAL, assertThrows(GpuException.class, () -> run(before)).kind());
    control.failNothing();
    long launches = control.launches();
    // It is no reason to take another backend silently either.
    for (String backend : new String[] {"auto", "cuda"}) {
      GpuException later =
          assertThrows(
              GpuException.class, () -> Backprojections.choose(backend, Resources.DEFAULT, ""));
      assertTrue(later.getMessage().contains("out of use"), later.getMessage());
    }
    assertThrows(GpuException.class, () -> run(before));
    assertEquals(launches, control.launches());
  }

  private static void run(Backprojection form) {
    IMAGE.planes(form, 0, PLANES);
  }

  @Test
  void anImageThatNoDeviceCanAddUpIsRefusedOrDoneOnTheProcessor() {
    String why = "helical images are added up on the processor";
    InputException e =
        assertThrows(
            InputException.class, () -> Backprojections.choose("cuda", Resources.DEFAULT, why));
    assertTrue(e.getMessage().contains(why), e.getMessage());
    assertEquals(LineKernels.BEST, Backprojections.choose("auto", Resources.DEFAULT, why));
    assertEquals(LineKernels.SCALAR, Backprojections.choose("scalar", Resources.DEFAULT, why));
  }

  @Test
  void theNextThreadWaitsForItsTurn() {
    Backprojection cuda = Backprojections.choose("auto", Resources.DEFAULT, "");
    assertEquals("cuda", cuda.name());
    IntStream.range(0, 6)
        .parallel()
        .forEach(n -> assertArrayEquals(RIGHT, IMAGE.planes(cuda, 0, PLANES)));
  }
}
