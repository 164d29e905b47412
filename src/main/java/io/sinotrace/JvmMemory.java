package io.sinotrace;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The memory of this JVM. Large pieces ask here before they are allocated: a JVM that finds out by
 * running full fails whatever else goes on in it.
 */
public enum JvmMemory {
  /** Arrays and objects: {@code -Xmx}. */
  HEAP("on the heap", "-Xmx", 128) {
    @Override
    public long limit() {
      return Runtime.getRuntime().maxMemory();
    }

    @Override
    long used() {
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
  },

  /** Buffers off the heap: {@code -XX:MaxDirectMemorySize}. */
  OFF_HEAP("off the heap", "-XX:MaxDirectMemorySize", 16) {
    @Override
    public long limit() {
      long set = option("MaxDirectMemorySize");
      // Where it is not set, buffers may take as much as the heap.
      return set == 0 ? HEAP.limit() : set;
    }

    @Override
    long used() {
      return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("direct"))
          .mapToLong(BufferPoolMXBean::getMemoryUsed)
          .sum();
    }
  };

  private static final long MIB = 1 << 20;

  /** How often it is looked whether what nobody holds any more has been freed; 0.3 s in all. */
  private static final int LOOKS = 6;

  private final String place;
  private final String option;

  /**
   * What is left for all else: Spark, pixels and pages. A thread of Spark's that gets no memory may
   * end without a word, and the run then waits for ever.
   */
  private final long spare;

  JvmMemory(String place, String option, long spareMib) {
    this.place = place;
    this.option = option;
    this.spare = spareMib * MIB;
  }

  /** Returns the bytes that the JVM may take. */
  public abstract long limit();

  /** Returns the bytes that data may take if nothing else is there. */
  public final long available() {
    return available(limit());
  }

  /** As above, of a JVM that may take so much. */
  public final long available(long bytes) {
    return bytes - spare;
  }

  /** Returns the bytes in use; what nobody holds any more counts until it is collected. */
  abstract long used();

  /**
   * Checks that so much could be allocated if nothing else were there.
   *
   * @param what that is to be allocated, for the message
   * @throws InsufficientMemoryException if it could not
   */
  public void requireLimit(long bytes, String what) {
    if (bytes > available()) {
      throw new InsufficientMemoryException(
          "%s takes %s %s, and this JVM may take %s (%s)"
              .formatted(what, mebibytes(bytes), place, mebibytes(limit()), option));
    }
  }

  /**
   * Checks that so much can be allocated now, beside what is in use.
   *
   * @param what that is to be allocated, for the message
   * @throws InsufficientMemoryException if it cannot
   */
  public void require(long bytes, String what) {
    requireLimit(bytes, what);
    for (int look = 0; bytes > available() - used(); look++) {
      if (look == LOOKS) {
        throw new InsufficientMemoryException(
            "%s takes %s %s, of which this JVM has used %s of %s (%s)"
                .formatted(
                    what, mebibytes(bytes), place, mebibytes(used()), mebibytes(limit()), option));
      }
      collect(look);
    }
  }

  /**
   * Checks that so many arrays can be allocated now; see {@link #require}.
   *
   * @param bytes of each
   */
  public static void requireArrays(int count, long bytes, String what) {
    HEAP.require(count * taken(bytes, option("G1HeapRegionSize")), what);
  }

  /**
   * Returns what an array takes of the heap of the collector G1, which gives whole regions to those
   * of more than half a region.
   *
   * @param region bytes of one; 0 with another collector
   */
  static long taken(long bytes, long region) {
    return bytes <= region / 2 || region == 0 ? bytes : (bytes + region) / region * region;
  }

  /**
   * Returns what arrays take of a heap at most, whatever its collector.
   *
   * @param heap the most that the JVM may take
   */
  public static long taken(int count, long bytes, long heap) {
    // G1 takes a heap for some 2048 regions, of a power of two from 1 to 32 MiB.
    long region = Math.max(MIB, Math.min(32 * MIB, Long.highestOneBit(heap / 2048)));
    return count * taken(bytes, region);
  }

  private static long option(String name) {
    return Long.parseLong(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption(name)
            .getValue());
  }

  /**
   * Waits for what nobody holds any more: buffers off the heap, and mappings of files, are freed by
   * a thread of their own, some time after the collection.
   *
   * @param look how often this was asked for already; each time it waits twice as long, 5 ms first
   */
  public static void collect(int look) {
    if (look == 0) {
      System.gc();
    }
    try {
      TimeUnit.MILLISECONDS.sleep(5L << look);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for what is to be freed", e);
    }
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 0x1p20);
  }
}
