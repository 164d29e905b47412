package io.sinotrace.projector.cuda.driver;

import io.sinotrace.InputException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;

/**
 * How much of its GPU's memory this process takes at most, for those who share a GPU with other
 * programs: the system property {@value #PROPERTY}, a number of bytes; without it, all that is
 * free.
 *
 * <p>Volumes and rays count, on all GPUs that the process uses together; what the driver takes for
 * the process by itself (its context, some hundred megabytes on a large GPU) comes on top. What
 * does not fit passes through in bands, and the values stay the same.
 */
public final class MemoryLimit {
  /** The system property with the limit, in bytes. */
  public static final String PROPERTY = "sinotrace.gpu.memory";

  private final long bytes;
  private long held;

  /** Limits the memory of those who share this to so many bytes together. */
  public MemoryLimit(long bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the limit that the property sets; none where it is not set.
   *
   * @throws InputException if the property is not a number above 0
   */
  public static MemoryLimit ofProperty() {
    String text = System.getProperty(PROPERTY);
    if (text == null) {
      return new MemoryLimit(Long.MAX_VALUE);
    }
    try {
      long bytes = Long.parseLong(text);
      if (bytes > 0) {
        return new MemoryLimit(bytes);
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new InputException(
        "system property %s is '%s': expected a number of bytes above 0".formatted(PROPERTY, text));
  }

  /** Returns the limit in bytes; {@link Long#MAX_VALUE} where there is none. */
  public long bytes() {
    return bytes;
  }

  /** Returns the bytes that may still be taken. */
  public synchronized long left() {
    return Math.max(0, bytes - held);
  }

  /**
   * Counts memory about to be allocated.
   *
   * @throws GpuException if the limit does not allow it; nothing is counted then
   */
  synchronized void take(long more) {
    if (more > left()) {
      throw new GpuException(
          Kind.OUT_OF_MEMORY,
          "%,d bytes on top of %,d are more than %s=%d allows"
              .formatted(more, held, PROPERTY, bytes));
    }
    held += more;
  }

  /** Counts memory that was given back. */
  synchronized void giveBack(long less) {
    held -= less;
  }
}
