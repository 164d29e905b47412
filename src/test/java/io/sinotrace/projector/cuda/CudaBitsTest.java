package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.projector.cuda.trace.Gpu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The CUDA kernels, compiled for the processor, through JCuda and a stand-in for the driver,
 * against the scalar tracer.
 */
class CudaBitsTest extends OnStandIn {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261122);

  private static BitTally compare(long rays) {
    return new TrialRays(rays, SEED.value()).compare(done -> {});
  }

  @Test
  void tenMillionRaysOfAllClasses() {
    BitTally found = compare(10_000_000);
    assertTrue(found.rays() >= 10_000_000, found::toString);
    assertTrue(3 * found.met() > found.rays(), found::toString);
    assertEquals(0, found.other(), found::first);
  }

  @Test
  void theKernelForLargeVolumesGivesTheSame() {
    Gpu gpu = Gpus.find(null);
    gpu.open();
    gpu.kernels().useWideOffsets(true);
    BitTally found = compare(500_000);
    assertEquals(0, found.other(), found::first);
  }

  @Test
  void aContractedKernelIsNoticed() {
    control.contracted(true);
    BitTally found = compare(3_000_000);
    System.out.printf("contracted: %d of %d rays differ%n", found.other(), found.rays());
    assertTrue(found.other() > 0, "the rays drawn cannot tell a contracted kernel");
  }
}
