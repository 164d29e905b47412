package io.sinotrace.reconstruction.backprojection.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.projector.cuda.BitTally;
import io.sinotrace.projector.cuda.OnStandIn;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Gpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The CUDA kernels of backprojection, compiled for the processor, through JCuda and a stand-in for
 * the driver, against the scalar form.
 */
class CudaImageBitsTest extends OnStandIn {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261127);

  private static final int IMAGES = 60;

  private static Gpu gpu() {
    Gpu gpu = Gpus.find(null);
    gpu.open();
    return gpu;
  }

  @Test
  void imagesOfAllKindsFromAnyBatchesAndSlabs() {
    BitTally found = ImageTrial.random(gpu(), IMAGES, SEED.value());
    System.out.println(found);
    assertTrue(2 * found.met() > found.values(), found::toString);
    assertEquals(0, found.other(), found::first);
  }

  @Test
  void singlePlanes() {
    for (int n = 0; n < 9; n++) {
      BitTally found =
          TrialImage.drawn(n, SEED.value()).compare(ImageTrial.on(gpu(), Integer.MAX_VALUE), 1);
      assertEquals(0, found.other(), found::first);
    }
  }

  @Test
  void aContractedKernelIsNoticed() {
    control.contracted(true);
    BitTally found = BitTally.NONE;
    for (int n = 0; n < IMAGES; n++) {
      TrialImage image = TrialImage.drawnFine(n, SEED.value());
      found = found.plus(image.compare(ImageTrial.on(gpu(), Integer.MAX_VALUE), 2));
    }
    System.out.printf("contracted: %d of %d voxels differ%n", found.other(), found.values());
    assertTrue(found.other() > 0, "the images drawn cannot tell a contracted kernel");
  }
}
