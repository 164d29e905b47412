package io.sinotrace.spark;

import io.sinotrace.JvmMemory;
import io.sinotrace.projector.BandMemory;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.VoxelGrid;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * The memory of a JVM that traces, and what of a volume it holds.
 *
 * @param heap bytes of arrays, at most
 * @param offHeap bytes off the heap, at most
 * @param tasks that run in it at a time
 */
public record TracingMemory(long heap, long offHeap, int tasks) {
  /** The backend that copies the volume. */
  static final String SIMD = "simd";

  /** Up to so many rays may be traced one by one, without a copy. */
  private static final long MAX_RAYS_WITHOUT_COPY = 1 << 20;

  /** Sums of rays may take a part of the heap: the rest is for Spark, bands, and encoding. */
  private static final int SUMS_PART = 4;

  /** Returns that of this JVM. */
  public static TracingMemory here() {
    return new TracingMemory(
        JvmMemory.HEAP.available(),
        JvmMemory.OFF_HEAP.available(),
        SparkResources.here().callers());
  }

  /** Returns that of the JVMs in which tasks will run, as far as the settings say. */
  public static TracingMemory ofExecutors() {
    int tasks = Math.max(1, SparkSettings.tasksAnExecutor());
    if (SparkSettings.isLocal()) {
      return new TracingMemory(JvmMemory.HEAP.available(), JvmMemory.OFF_HEAP.available(), tasks);
    }
    SparkConf conf = new SparkConf();
    long heap = executorHeap(conf);
    long offHeap = directMemory(conf.get("spark.executor.extraJavaOptions", ""), heap);
    return new TracingMemory(
        JvmMemory.HEAP.available(heap), JvmMemory.OFF_HEAP.available(offHeap), tasks);
  }

  /**
   * Returns the heap of an executor in bytes; Spark takes a number without a unit for MiB.
   *
   * @throws IllegalArgumentException if it is no size, or too large for a number
   */
  static long executorHeap(SparkConf conf) {
    long mebibytes = conf.getSizeAsMb("spark.executor.memory", "1g");
    if (mebibytes > Long.MAX_VALUE >> 20) {
      throw new IllegalArgumentException("a heap of " + mebibytes + " MiB");
    }
    return mebibytes << 20;
  }

  /**
   * Returns what options of a JVM say, the last of them; the heap's size where they say nothing.
   */
  static long directMemory(String options, long heap) {
    long bytes = heap;
    for (String option : options.split("\\s+", -1)) {
      if (option.startsWith("-XX:MaxDirectMemorySize=")) {
        bytes = JavaUtils.byteStringAsBytes(option.substring(option.indexOf('=') + 1));
      }
    }
    return bytes == 0 ? heap : bytes;
  }

  /**
   * Returns whether a volume is to be held as a whole; else it is on the disk, and passes through
   * memory in bands.
   *
   * @param rays of the scan
   * @param backend that traces
   */
  public boolean holds(VoxelGrid grid, int channels, long rays, String backend) {
    long volume = SlabVolume.bytes(grid, channels);
    boolean copied = backend.equals(SIMD) && rays > MAX_RAYS_WITHOUT_COPY;
    return volume <= offHeap && (!copied || volume <= heap);
  }

  /** Returns how many rays a task may keep the sums of, of each channel. */
  public long mostRays(int channels) {
    return Math.max(1, heap / SUMS_PART / tasks / channels / Float.BYTES);
  }

  /**
   * Returns whether a volume that it does not hold can pass through in bands.
   *
   * @param backend that traces
   */
  public boolean takesBands(VoxelGrid grid, int channels, String backend) {
    return isDevice(backend)
        || BandMemory.leastBytes(grid, channels) <= bands(grid, channels, backend).bytes();
  }

  /**
   * Returns how the memory for bands of a volume is divided among the tasks.
   *
   * @param backend that traces
   */
  public BandMemory bands(VoxelGrid grid, int channels, String backend) {
    return BandMemory.of(
        heap, offHeap, tasks, backend.equals(SIMD), BandMemory.leastBytes(grid, channels));
  }

  /**
   * Returns how many tasks are to trace a volume that passes through in bands, where so many run at
   * a time: each reads it, and those that take turns do not work at a time.
   */
  public int tasksOfBands(VoxelGrid grid, int channels, String backend, int slots) {
    int atATime = isDevice(backend) ? tasks : bands(grid, channels, backend).atATime();
    return Math.max(1, (int) ((long) slots * atATime / tasks));
  }

  /** Bands for a device are its own affair. */
  private static boolean isDevice(String backend) {
    return backend.equals("cuda");
  }
}
