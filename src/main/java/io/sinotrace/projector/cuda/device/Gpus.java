package io.sinotrace.projector.cuda.device;

import static io.sinotrace.projector.cuda.driver.Driver.check;

import io.sinotrace.projector.cuda.driver.Driver;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/** The GPUs of this machine that this process may see, in the order of the PCI bus. */
public final class Gpus {
  private static List<Gpu> found = List.of();

  private Gpus() {}

  /**
   * Returns all of them.
   *
   * @throws GpuException if there is no driver, or no GPU
   */
  public static synchronized List<Gpu> all() {
    Driver.require();
    if (found.isEmpty()) {
      int[] count = new int[1];
      check("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
      MemoryLimit limit = MemoryLimit.ofProperty();
      List<Gpu> gpus = new ArrayList<>();
      for (int i = 0; i < count[0]; i++) {
        gpus.add(new Gpu(i, limit));
      }
      // The driver's own order puts the fastest first; schedulers and nvidia-smi count by bus.
      gpus.sort(Comparator.comparing(Gpu::busId));
      if (gpus.isEmpty()) {
        throw new GpuException(Kind.NO_DEVICE, "the NVIDIA driver is there but sees no GPU");
      }
      found = List.copyOf(gpus);
    }
    return found;
  }

  /**
   * Returns one of them.
   *
   * @param address its number from 0, or its UUID; null for the first
   * @throws GpuException if there is no such GPU
   */
  public static Gpu find(@Nullable String address) {
    List<Gpu> gpus = all();
    if (address == null) {
      return gpus.get(0);
    }
    for (int i = 0; i < gpus.size(); i++) {
      if (address.equals(Integer.toString(i)) || address.equalsIgnoreCase(gpus.get(i).uuid())) {
        return gpus.get(i);
      }
    }
    throw new GpuException(
        Kind.NO_DEVICE,
        "there is no GPU named %s here; expected a number from 0 to %d, or one of %s"
            .formatted(address, gpus.size() - 1, gpus.stream().map(Gpu::uuid).toList()));
  }

  /** Gives back everything on all of them and forgets them; no thread may be using any. */
  public static synchronized void close() {
    found.forEach(Gpu::close);
    found = List.of();
    Driver.forget();
  }
}
