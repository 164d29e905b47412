package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import io.sinotrace.standin.Control.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which GPU is used, and why none is. */
class CudaBackendTest extends OnStandIn {
  private final CudaBackend backend = new CudaBackend();

  private String refusal(@Nullable String gpu) {
    String refusal = backend.refusal(new Resources(gpu, 1, 1));
    assertNotNull(refusal);
    return refusal;
  }

  @Test
  void aLimitThatIsNoneIsRefusedAtOnce() {
    System.setProperty(MemoryLimit.PROPERTY, "4 GB");
    try {
      InputException e =
          assertThrows(InputException.class, () -> new CudaBackend().refusal(Resources.DEFAULT));
      assertEquals(
          "system property sinotrace.gpu.memory is '4 GB': expected a number of bytes above 0",
          e.getMessage());
    } finally {
      System.clearProperty(MemoryLimit.PROPERTY);
    }
  }

  @Test
  void devicesAreNumberedAlongThePciBus() {
    control.devices(3);
    List<Gpu> gpus = Gpus.all();
    assertEquals(3, gpus.size());
    // The stand-in numbers them the other way round.
    assertTrue(gpus.get(0).busId().compareTo(gpus.get(1).busId()) < 0);
    assertTrue(gpus.get(1).busId().compareTo(gpus.get(2).busId()) < 0);
    for (int i = 0; i < 3; i++) {
      assertEquals(gpus.get(i), Gpus.find(Integer.toString(i)));
      assertEquals(gpus.get(i), Gpus.find(gpus.get(i).uuid()));
      assertEquals(gpus.get(i), Gpus.find(gpus.get(i).uuid().toUpperCase(java.util.Locale.ROOT)));
    }
    assertEquals(gpus.get(0), Gpus.find(null));
    assertTrue(
        gpus.get(0).uuid().matches("GPU-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"));
  }

  @Test
  void aDeviceThatIsNotThere() {
    // Also for auto: somebody asked for it.
    for (String name : List.of(Backends.AUTO, "cuda")) {
      InputException e =
          assertThrows(InputException.class, () -> Backends.choose(name, new Resources("2", 1, 1)));
      String message = String.valueOf(e.getMessage());
      assertTrue(
          message.startsWith("there is no GPU named 2 here; expected a number from 0 to 1"),
          message);
    }
  }

  @Test
  void noDevice() {
    control.devices(0);
    String refusal = refusal(null);
    assertTrue(refusal.contains("no GPU") || refusal.contains("NO_DEVICE"), refusal);
  }

  @Test
  void anOldDriver() {
    control.driverVersion(10020);
    control.restart();
    String refusal = refusal(null);
    assertEquals(
        "the NVIDIA driver is too old: it is for CUDA 10.2; expected 11.0 or later", refusal);
  }

  @Test
  void noMemory() {
    // After the wish how threads should wait, which may be refused.
    control.failAt(calls() + 2, 2, Failure.ONCE);
    String refusal = refusal(null);
    assertTrue(refusal.contains("CUDA_ERROR_OUT_OF_MEMORY"), refusal);
    assertEquals(refusal, refusal(null), "tasks of one process do not change between backends");
  }

  /** Returns how many calls it takes to find a device, before anything is taken of it. */
  private static long calls() {
    control.restart();
    long before = control.calls();
    Gpus.find(null);
    long calls = control.calls() - before;
    Gpus.close();
    control.restart();
    return calls;
  }

  @Test
  void autoTakesItAndSaysWhat() {
    Backends.Choice choice = Backends.choose(Backends.AUTO, Resources.DEFAULT);
    assertEquals("cuda", choice.backend().name());
    assertTrue(choice.reason().startsWith("cuda: GPU "), choice.reason());
    assertTrue(choice.reason().endsWith("driver for CUDA 12.6"), choice.reason());
  }

  @Test
  void autoSaysWhyNot() {
    control.devices(0);
    Backends.Choice choice = Backends.choose(Backends.AUTO, Resources.DEFAULT);
    assertTrue(choice.reason().contains("; not cuda: "), choice.reason());
  }

  @Test
  void theReportNamesDriverDevicesAndKernels() {
    String report = String.join("\n", backend.report(Resources.DEFAULT));
    assertTrue(report.contains("PTX 6.3, sm_60"), report);
    assertTrue(report.contains("driver for CUDA 12.6"), report);
    assertTrue(report.contains("GPU 1: "), report);
    assertTrue(report.contains("0.5 GiB"), report);
  }
}
