package io.sinotrace.projector.cuda;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Backend;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.projector.cuda.driver.Driver;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import io.sinotrace.projector.cuda.driver.NativeLibrary;
import io.sinotrace.projector.cuda.kernel.KernelModule;
import io.sinotrace.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A kernel on an NVIDIA GPU, through JCuda.
 *
 * <p>Where a GPU is shared with other programs, the system property {@code sinotrace.gpu.memory}
 * tells how many bytes of its memory volumes and rays may take in this process (default: all that
 * is free). Larger volumes pass through in bands of slabs: slower, and the same values.
 */
public final class CudaBackend implements Backend {
  @Override
  public String name() {
    return CudaProjector.NAME;
  }

  @Override
  public int rank() {
    return 20;
  }

  @Override
  public @Nullable String refusal(Resources resources) {
    // Before anything is spent: rejects a limit that cannot be read.
    MemoryLimit unused = MemoryLimit.ofProperty();
    try {
      Gpus.all();
    } catch (GpuException e) {
      return e.getMessage();
    }
    Gpu gpu;
    try {
      gpu = Gpus.find(resources.gpu());
    } catch (GpuException e) {
      // The GPU was named explicitly: an error, not a reason to trace on the processor.
      throw new InputException(e.getMessage(), e);
    }
    return gpu.refusal();
  }

  @Override
  public String summary(Resources resources) {
    return "%s, driver for CUDA %s"
        .formatted(Gpus.find(resources.gpu()), Driver.shown(Driver.version()));
  }

  @Override
  public Projector open(Volume volume, Geometry geometry, Resources resources) {
    Gpu gpu = Gpus.find(resources.gpu());
    gpu.open();
    gpu.checkUsable();
    return new CudaProjector(gpu, resources.gpuConcurrency(), volume, geometry);
  }

  @Override
  public List<String> report(Resources resources) {
    List<String> lines = new ArrayList<>();
    lines.add("JCuda " + NativeLibrary.VERSION + ", kernels for " + KernelModule.target());
    if (System.getProperty(MemoryLimit.PROPERTY) != null) {
      lines.add("%s: %,d bytes".formatted(MemoryLimit.PROPERTY, MemoryLimit.ofProperty().bytes()));
    }
    try {
      List<Gpu> gpus = Gpus.all();
      lines.add("driver for CUDA " + Driver.shown(Driver.version()));
      for (int i = 0; i < gpus.size(); i++) {
        lines.add("GPU " + i + ": " + line(gpus.get(i)));
      }
    } catch (GpuException e) {
      lines.add("driver: " + e.getMessage());
    }
    return lines;
  }

  private static String line(Gpu gpu) {
    return String.format(
        Locale.ROOT,
        "%s, %.1f GiB%s, %s, %s",
        gpu.description(),
        gpu.memory() / 0x1p30,
        gpu.freeMemoryShown(),
        gpu.busId(),
        gpu.uuid());
  }
}
