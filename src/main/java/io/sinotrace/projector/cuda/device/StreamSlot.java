package io.sinotrace.projector.cuda.device;

import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.cuda.driver.Event;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GrowableMemory;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.projector.cuda.driver.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stream with memory of its own, for one launch at a time. Two slots in turn keep a device busy:
 * one computes while the results of the other are copied and taken away.
 */
public final class StreamSlot implements AutoCloseable {
  private final Stream stream = new Stream();
  private final MemoryLimit limit;

  /** Behind the last launch that others may have to wait for. */
  private final Event done;

  /** Views and detector tables, on the host. */
  public final GrowableMemory<PinnedMemory> tablesOut = new GrowableMemory<>(PinnedMemory::new);

  /** Views and detector tables, on the device. */
  public final GrowableMemory<DeviceMemory> tables = new GrowableMemory<>(this::allocate);

  /** What the rows of each detector column share. */
  public final GrowableMemory<DeviceMemory> columns = new GrowableMemory<>(this::allocate);

  /** Line integrals, on the device. */
  public final GrowableMemory<DeviceMemory> sums = new GrowableMemory<>(this::allocate);

  /** What a ray met of the block of slabs at hand, between bands. */
  public final GrowableMemory<DeviceMemory> blockSums = new GrowableMemory<>(this::allocate);

  /** Line integrals, copied back to the host. */
  public final GrowableMemory<PinnedMemory> sumsBack = new GrowableMemory<>(PinnedMemory::new);

  /** Voxels on the host, before they are copied. */
  final GrowableMemory<PinnedMemory> voxelsOut = new GrowableMemory<>(PinnedMemory::new);

  /** Voxels on the device, before they are arranged in bricks. */
  public final GrowableMemory<DeviceMemory> voxels = new GrowableMemory<>(this::allocate);

  /** A band of slabs, laid out. */
  public final GrowableMemory<DeviceMemory> band = new GrowableMemory<>(this::allocate);

  private @Nullable Runnable pending;

  /**
   * Makes one that holds no memory yet.
   *
   * @param limit of what it takes of the device's memory
   */
  StreamSlot(MemoryLimit limit) {
    this.limit = limit;
    try {
      done = Event.withoutTime();
    } catch (GpuException e) {
      stream.close();
      throw e;
    }
  }

  /** Returns the stream that its work is queued on. */
  public Stream stream() {
    return stream;
  }

  /** Returns the event behind its last launch. */
  public Event done() {
    return done;
  }

  /** Returns the bytes of the device's memory that it holds. */
  public long deviceBytes() {
    return tables.size()
        + columns.size()
        + sums.size()
        + blockSums.size()
        + voxels.size()
        + band.size();
  }

  private DeviceMemory allocate(long bytes) {
    return new DeviceMemory(bytes, limit);
  }

  /** Says what is to be done with the results once the stream is through. */
  public void then(Runnable taker) {
    pending = taker;
  }

  /** Waits for the stream, and does what was to be done then. */
  public void finish() {
    stream.join();
    Runnable taker = pending;
    pending = null;
    if (taker != null) {
      taker.run();
    }
  }

  /** Waits for the stream, in whatever state it is, and gives everything back. */
  @Override
  public void close() {
    try {
      stream.join();
    } catch (GpuException e) {
      // It was reported where it happened.
    }
    for (GrowableMemory<?> memory :
        new GrowableMemory<?>[] {
          tablesOut, tables, columns, sums, blockSums, sumsBack, voxelsOut, voxels, band
        }) {
      memory.close();
    }
    done.close();
    stream.close();
  }
}
