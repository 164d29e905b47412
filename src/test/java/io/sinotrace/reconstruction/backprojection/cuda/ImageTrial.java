package io.sinotrace.reconstruction.backprojection.cuda;

import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.BitTally;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.reconstruction.backprojection.Backprojection;
import java.util.stream.IntStream;

/** Whether images added up on a GPU have the bits of the scalar form. */
public final class ImageTrial {
  private ImageTrial() {}

  /** Compares random images of all kinds, from batches and in slabs of any size. */
  public static BitTally random(Gpu gpu, int images, long seed) {
    return IntStream.range(0, images)
        .parallel()
        .mapToObj(n -> compare(gpu, n, seed))
        .reduce(BitTally.NONE, BitTally::plus);
  }

  private static BitTally compare(Gpu gpu, int number, long seed) {
    TrialImage image = TrialImage.drawn(number, seed);
    int nz = image.grid().grid().nz();
    BitTally all = BitTally.NONE;
    for (int views : new int[] {1, 7, Integer.MAX_VALUE}) {
      all = all.plus(image.compare(on(gpu, views), nz));
    }
    for (int planes : new int[] {7, 40}) {
      all = all.plus(image.compare(on(gpu, Integer.MAX_VALUE), planes));
    }
    return all.plus(TrialImage.drawnFine(number, seed).compare(on(gpu, Integer.MAX_VALUE), 2));
  }

  static Backprojection on(Gpu gpu, int mostViews) {
    return new CudaBackprojection("cuda", gpu, Resources.GPU_CONCURRENCY, mostViews);
  }
}
