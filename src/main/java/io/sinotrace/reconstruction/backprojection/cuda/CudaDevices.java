package io.sinotrace.reconstruction.backprojection.cuda;

import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.CudaBackend;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.reconstruction.backprojection.Backprojection;
import io.sinotrace.reconstruction.backprojection.DeviceBackprojection;

/** Backprojection on the GPUs that the CUDA tracer uses. */
public final class CudaDevices implements DeviceBackprojection {
  @Override
  public String backend() {
    return new CudaBackend().name();
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.sinotrace.projector.cuda.driver.GpuException if there is no such GPU, or it failed
   */
  @Override
  public Backprojection on(Resources resources) {
    return on(resources, Integer.MAX_VALUE);
  }

  /** As above, with batches of so many views at most. */
  Backprojection on(Resources resources, int mostViews) {
    Gpu gpu = Gpus.find(resources.gpu());
    gpu.open();
    gpu.checkUsable();
    return new CudaBackprojection(backend(), gpu, resources.gpuConcurrency(), mostViews);
  }
}
