package io.sinotrace.projector.cuda.driver;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Memory that is kept from use to use and grows when more is asked for; its contents do not. */
public final class GrowableMemory<M extends Allocation> implements AutoCloseable {
  private final LongFunction<M> make;
  private @Nullable M held;

  /**
   * Makes one that holds nothing yet.
   *
   * @param make allocates a number of bytes; this owns what it returns
   */
  public GrowableMemory(LongFunction<M> make) {
    this.make = make;
  }

  /** Returns at least {@code bytes} of memory. What was held before may be gone. */
  public M atLeast(long bytes) {
    M memory = held;
    if (memory == null || memory.size() < bytes) {
      close();
      memory = make.apply(bytes);
      held = memory;
    }
    return memory;
  }

  /** Returns the bytes held. */
  public long size() {
    return held == null ? 0 : held.size();
  }

  @Override
  public void close() {
    M memory = held;
    held = null;
    if (memory != null) {
      memory.close();
    }
  }
}
