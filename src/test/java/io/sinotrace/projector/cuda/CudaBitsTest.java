package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The CUDA kernels, compiled for the processor, through JCuda and a stand-in for the driver,
 * against the scalar tracer.
 */
class CudaBitsTest extends OnStandIn {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261122);

  private static BitTally compare(long rays, TraceOptions options) {
    return compare(rays, 1, options);
  }

  private static BitTally compare(long rays, int channels, TraceOptions options) {
    Gpu gpu = Gpus.find(null);
    gpu.open();
    BitTally.Opener cuda =
        (volume, geometry) -> new CudaProjector(gpu, 2, volume, geometry, options);
    return new TrialRays(rays, channels, SEED.value(), cuda).compare(done -> {});
  }

  @Test
  void tenMillionRaysOfAllClasses() {
    BitTally found = compare(10_000_000, TraceOptions.DEFAULT);
    assertTrue(found.values() >= 10_000_000, found::toString);
    assertTrue(3 * found.met() > found.values(), found::toString);
    assertEquals(0, found.other(), found::first);
  }

  @Test
  void theKernelForLargeVolumesGivesTheSame() {
    BitTally found = compare(500_000, TraceOptions.DEFAULT.withWideOffsets());
    assertEquals(0, found.other(), found::first);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void severalChannelsHaveTheBitsOfEachAlone(int channels) {
    for (TraceOptions options :
        List.of(TraceOptions.DEFAULT, TraceOptions.DEFAULT.withWideOffsets())) {
      BitTally found = compare(100_000, channels, options);
      assertTrue(found.values() >= channels * 100_000L, found::toString);
      assertEquals(0, found.other(), found::first);
    }
  }

  @Test
  void aContractedKernelIsNoticed() {
    control.contracted(true);
    BitTally found = compare(3_000_000, TraceOptions.DEFAULT);
    System.out.printf("contracted: %d of %d rays differ%n", found.other(), found.values());
    assertTrue(found.other() > 0, "the rays drawn cannot tell a contracted kernel");
  }
}
