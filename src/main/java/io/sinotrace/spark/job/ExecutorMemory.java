package io.sinotrace.spark.job;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.JvmMemory;
import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.BandMemory;
import io.sinotrace.spark.ScanCuts;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.TracingMemory;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.VoxelGrid;

/**
 * The memory that an executor needs for a scan, in bytes.
 *
 * @param heap {@code spark.executor.memory}: Spark itself, the SIMD tracer's copy of the volume,
 *     and the pixels of each task
 * @param offHeap {@code -XX:MaxDirectMemorySize}: the volume
 * @param overhead {@code spark.executor.memoryOverhead}: all that is not heap; YARN and Kubernetes
 *     need it
 */
public record ExecutorMemory(long heap, long offHeap, long overhead) {
  private static final long MIB = 1 << 20;

  /** The backend that copies the volume. */
  private static final String SIMD = "simd";

  /** Spark's own part of an executor's heap. */
  private static final long SPARK = 512 * MIB;

  /** Memory to encode a tile, beside its pixels. */
  private static final long ENCODING = 32 * MIB;

  /** Buffers that pixels and files pass through. */
  private static final long BUFFERS = 256 * MIB;

  /** Code, threads and the like: at least what Spark asks for, or a tenth of the heap. */
  private static final long MIN_OVERHEAD = 384 * MIB;

  /**
   * What a scan asks of an executor's memory.
   *
   * @param grid of the volume
   * @param channels of the volume; 0 where it is not in memory
   * @param rays of the scan
   * @param taskBytes the most bytes of pixels that a task holds at a time: those of its whole tile
   * @param backend the name in the description
   */
  public record Demand(VoxelGrid grid, int channels, long rays, long taskBytes, String backend) {}

  /** Returns the memory for a scan of which so many tasks run at a time in one executor. */
  public static ExecutorMemory of(Demand scan, int tasks) {
    return of(scan.grid(), scan.channels(), copies(scan), scan.taskBytes(), tasks);
  }

  /** As above, of a volume on a grid that is copied or not, and the pixels of a task in bytes. */
  static ExecutorMemory of(VoxelGrid grid, int channels, boolean copied, long pixels, int tasks) {
    long volume = SlabVolume.bytes(grid, channels);
    if (!copied) {
      return of(volume, 0, pixels, tasks);
    }
    // How much the arrays of the copy take depends on the size of the heap, which the copy at most
    // doubles.
    int planes = channels * grid.size(OtherAxes.second(lineAxis(grid)));
    long copy = copy(grid, channels);
    long plane = copy / planes;
    long heap = of(volume, copy, pixels, tasks).heap();
    long taken =
        Math.max(JvmMemory.taken(planes, plane, heap), JvmMemory.taken(planes, plane, 2 * heap));
    return of(volume, taken, pixels, tasks);
  }

  /** Returns whether the SIMD tracer, which copies the volume, may be chosen. */
  public static boolean copies(Demand scan) {
    return scan.backend().equals(SIMD) || scan.backend().equals(Backends.AUTO);
  }

  /** Returns how much more heap each further task at a time needs. */
  public static long heapOfATask(long pixels) {
    return withRoom(pixels + ENCODING);
  }

  /** Returns the settings that give a scan its memory, in the form for where it would run. */
  public static String settings(Demand scan) {
    return settings(of(scan, Math.max(1, SparkSettings.tasksAnExecutor())));
  }

  /** Returns the settings for bands of its volume, as {@link #settings(Demand)}. */
  public static String settingsOfBands(Demand scan) {
    return settings(ofBands(scan, Math.max(1, SparkSettings.tasksAnExecutor())));
  }

  private static String settings(ExecutorMemory memory) {
    boolean cores = SparkSettings.tasksAnExecutor() > 0;
    return memory.settings(SparkSettings.isLocal(), System.getenv("SPARK_HOME") != null)
        + (cores ? "" : " --conf spark.executor.cores=" + SparkSettings.coresOfATask());
  }

  /**
   * Returns the memory for a scan whose volume passes through in the thinnest bands, for which
   * tasks take turns.
   */
  static ExecutorMemory ofBands(Demand scan, int tasks) {
    long bands = BandMemory.leastBytes(scan.grid(), scan.channels());
    return of(bands + bands / 3 + 1, copies(scan) ? 2 * bands : 0, 0, tasks);
  }

  /**
   * Checks that the limits of this JVM allow for the least that a scan needs, which is a band of
   * the volume; it may need more. Nothing is allocated. On a cluster each executor checks for
   * itself.
   *
   * @throws InsufficientMemoryException if they do not; says what to set
   */
  public static void check(Demand scan) {
    if (!SparkSettings.isLocal()) {
      return;
    }
    TracingMemory memory = TracingMemory.ofExecutors();
    String likely = ScanCuts.likely(scan.backend());
    if (memory.holds(scan.grid(), scan.channels(), scan.rays(), likely)
        || memory.takesBands(scan.grid(), scan.channels(), likely)) {
      return;
    }
    long volume = SlabVolume.bytes(scan.grid(), scan.channels());
    try {
      JvmMemory.OFF_HEAP.requireLimit(volume, "the volume");
      JvmMemory.HEAP.requireLimit(volume, "a copy of the volume, which backend simd makes,");
    } catch (InsufficientMemoryException e) {
      throw new InsufficientMemoryException(advised(e.getMessage(), scan));
    }
  }

  /** Returns why a scan did not fit into memory, with the settings that it needs. */
  private static String advised(String message, Demand scan) {
    int tasks = Math.max(1, SparkSettings.tasksAnExecutor());
    ExecutorMemory whole = of(scan, tasks);
    ExecutorMemory bands = ofBands(scan, tasks);
    boolean less = bands.offHeap < whole.offHeap && bands.heap <= whole.heap;
    return "%s; set %s%s"
        .formatted(
            message,
            settings(whole),
            less ? ", or for bands of it, from the disk, " + settings(bands) : "");
  }

  /** As above, from the volume, the copy of it, and the pixels that a task holds, in bytes. */
  static ExecutorMemory of(long volume, long copy, long pixels, int tasks) {
    long used = SPARK + copy + tasks * (pixels + ENCODING);
    long heap = rounded(withRoom(used));
    long offHeap = rounded(volume + BUFFERS);
    return new ExecutorMemory(heap, offHeap, offHeap + rounded(Math.max(MIN_OVERHEAD, heap / 10)));
  }

  /**
   * Returns the bytes of the copy that the SIMD tracer keeps on the heap, at most: lines with gaps
   * of 32 voxels, along the shortest axis. It is one copy for each axis that detector rows of the
   * scan follow, mostly z alone.
   */
  public static long copy(VoxelGrid grid, int channels) {
    long line = grid.size(lineAxis(grid));
    return (SlabVolume.bytes(grid, channels) / line) * (line + 32);
  }

  private static int lineAxis(VoxelGrid grid) {
    int axis = 2;
    for (int other = 1; other >= 0; other--) {
      axis = grid.size(other) < grid.size(axis) ? other : axis;
    }
    return axis;
  }

  /** Adds a quarter: with less the garbage collector runs all the time. */
  private static long withRoom(long used) {
    return used + used / 4;
  }

  /** Rounds up to whole 128 MiB. */
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
