package io.sinotrace.projector.cuda;

import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.driver.GpuException;
import jcuda.driver.CUdevice_attribute;

/** What a GPU could do at most, and how near the kernel comes to it. */
final class Roofline {
  /**
   * Instructions of a slab, in the kernel for volumes of less than 2^31 voxels: its inner loop
   * takes four slabs in 140 instructions, twelve of them reads, as ptxas of CUDA 13.0 makes it for
   * sm_90. Other architectures and releases differ by a few. What surrounds the loop is not
   * counted.
   */
  static final double INSTRUCTIONS_PER_SLAB = 35;

  /** Bytes that a slab reads at most: three voxels. */
  private static final double MOST_BYTES_PER_SLAB = 12;

  /** Instructions that a multiprocessor begins in a clock, for one thread each: four warps. */
  private static final double INSTRUCTIONS_PER_CLOCK = 4 * 32;

  private final double multiprocessors;
  private final double clock;
  private final double memoryClock;
  private final double busBits;
  private final double cache;

  Roofline(Gpu gpu) {
    multiprocessors = attribute(gpu, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    clock = 1e3 * attribute(gpu, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE);
    memoryClock = 1e3 * attribute(gpu, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE);
    busBits = attribute(gpu, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH);
    cache = attribute(gpu, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
  }

  /** Returns an attribute; NaN where the driver does not tell, and with it all that follows. */
  private static double attribute(Gpu gpu, int number) {
    try {
      int value = gpu.attribute(number);
      return value > 0 ? value : Double.NaN;
    } catch (GpuException e) {
      return Double.NaN;
    }
  }

  /** Returns the instructions a second that all threads together can begin. */
  private double instructions() {
    return multiprocessors * clock * INSTRUCTIONS_PER_CLOCK;
  }

  /** Returns the bytes a second that the memory can move: two a clock and pin. */
  private double bandwidth() {
    return 2 * memoryClock * busBits / 8;
  }

  /** Lists what the GPU has. */
  void describe(Figures figures) {
    figures.add("multiprocessors", multiprocessors, "");
    figures.add("clock", clock / 1e9, "GHz");
    figures.add("memory clock", memoryClock / 1e9, "GHz");
    figures.add("memory bus", busBits, "bit");
    figures.add("L2 cache", cache / 1e6, "MB");
    figures.add("peak of instructions", instructions() / 1e12, "T/s");
    figures.add("peak of memory", bandwidth() / 1e9, "GB/s");
    figures.say("(NaN: the driver does not tell)");
  }

  /**
   * Lists how near the kernel comes.
   *
   * @param slabs slabs of all rays of a view
   * @param volumeBytes the volume's
   * @param resultBytes of a view
   * @param viewsPerLaunch views that are traced together and may share what they read
   * @param viewsPerSecond as measured, by the kernel alone
   */
  void compare(
      Figures figures,
      double slabs,
      double volumeBytes,
      double resultBytes,
      double viewsPerLaunch,
      double viewsPerSecond) {
    double least = volumeBytes / viewsPerLaunch + resultBytes;
    double once = volumeBytes + resultBytes;
    double most = MOST_BYTES_PER_SLAB * slabs + resultBytes;
    figures.say(
        "roofline: at %.0f instructions a ray-slab, and by what reaches the memory",
        INSTRUCTIONS_PER_SLAB);
    figures.add(
        "share of the peak of instructions",
        100 * viewsPerSecond * slabs * INSTRUCTIONS_PER_SLAB / instructions(),
        "%");
    bytes(figures, "volume once a launch", least, viewsPerSecond);
    bytes(figures, "volume once a view", once, viewsPerSecond);
    bytes(figures, "12 bytes a ray-slab (no cache)", most, viewsPerSecond);
    figures.add(
        "views/s at the peak of instructions",
        instructions() / (slabs * INSTRUCTIONS_PER_SLAB),
        "views/s");
    figures.add("views/s at the peak of memory; once a view", bandwidth() / once, "views/s");
  }

  private void bytes(Figures figures, String what, double bytes, double viewsPerSecond) {
    figures.add(what + ": a view", bytes / 1e6, "MB");
    figures.add(what + ": of the peak of memory", 100 * bytes * viewsPerSecond / bandwidth(), "%");
  }
}
