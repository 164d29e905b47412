package io.sinotrace.job;

import io.sinotrace.projector.Backends;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.VoxelGrid;

/**
 * What an executor has to be given for a scan, in bytes.
 *
 * @param heap {@code spark.executor.memory}: Spark itself, the SIMD tracer's copy of the volume,
 *     and the pixels of each task
 * @param offHeap {@code -XX:MaxDirectMemorySize}: the volume
 * @param overhead {@code spark.executor.memoryOverhead}: all that is not heap, which YARN and
 *     Kubernetes want to know
 */
record ExecutorMemory(long heap, long offHeap, long overhead) {
  private static final long MIB = 1 << 20;

  /** Spark's own part of an executor's heap. */
  private static final long SPARK = 512 * MIB;

  /** What encoding a tile takes beside its pixels. */
  private static final long ENCODING = 32 * MIB;

  /** Buffers that pixels and files pass through. */
  private static final long BUFFERS = 256 * MIB;

  /** Code, threads and the like: what Spark asks for at least, and a tenth of the heap. */
  private static final long LEAST_OVERHEAD = 384 * MIB;

  /** Returns what a scan takes where so many of its tasks run at a time in one executor. */
  static ExecutorMemory of(ScanPlan plan, int tasks) {
    long volume = SlabVolume.bytes(plan.grid());
    return of(volume, copies(plan) ? copy(plan.grid()) : 0, plan.taskBytes(), tasks);
  }

  /** Returns whether the SIMD tracer may be taken, which copies the volume. */
  static boolean copies(ScanPlan plan) {
    return plan.backend().equals("simd") || plan.backend().equals(Backends.AUTO);
  }

  /** Returns how much more heap each further task at a time wants. */
  static long heapOfATask(long pixels) {
    return withRoom(pixels + ENCODING);
  }

  /** As above, from the volume, the copy of it, and the pixels that a task holds, in bytes. */
  static ExecutorMemory of(long volume, long copy, long pixels, int tasks) {
    long used = SPARK + copy + tasks * (pixels + ENCODING);
    long heap = rounded(withRoom(used));
    long offHeap = rounded(volume + BUFFERS);
    return new ExecutorMemory(
        heap, offHeap, offHeap + rounded(Math.max(LEAST_OVERHEAD, heap / 10)));
  }

  /**
   * Returns the bytes of the copy that the SIMD tracer keeps on the heap, at most: lines with gaps
   * of 32 voxels, along the shortest axis. It is one copy for each axis that detector rows of the
   * scan follow, mostly z alone.
   */
  static long copy(VoxelGrid grid) {
    long line = Math.min(grid.nx(), Math.min(grid.ny(), grid.nz()));
    return (SlabVolume.bytes(grid) / line) * (line + 32);
  }

  /** A quarter more, or the collector works all the time. */
  private static long withRoom(long used) {
    return used + used / 4;
  }

  /** Up to the next 128 MiB. */
  private static long rounded(long bytes) {
    return (bytes + 128 * MIB - 1) / (128 * MIB) * (128 * MIB);
  }

  /**
   * Returns the settings for an executor, or for the one JVM of local mode.
   *
   * @param installed whether jobs/run goes through a Spark installation
   */
  String settings(boolean local, boolean installed) {
    if (local) {
      return (installed
              ? "SINOTRACE_SUBMIT_ARGS=\"--driver-memory %dm --driver-java-options -XX:MaxDirectMemorySize=%dm\""
              : "SINOTRACE_JAVA_OPTS=\"-Xmx%dm -XX:MaxDirectMemorySize=%dm\"")
          .formatted(heap / MIB, offHeap / MIB);
    }
    return "--conf spark.executor.memory=%dm --conf spark.executor.memoryOverhead=%dm --conf spark.executor.extraJavaOptions=-XX:MaxDirectMemorySize=%dm"
        .formatted(heap / MIB, overhead / MIB, offHeap / MIB);
  }
}
