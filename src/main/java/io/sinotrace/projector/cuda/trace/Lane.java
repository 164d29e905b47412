package io.sinotrace.projector.cuda.trace;

import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.cuda.driver.Event;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.Growing;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.projector.cuda.driver.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stream with memory of its own. Two lanes in turn keep a device busy: one computes while the
 * results of the other are copied and taken away.
 */
public final class Lane implements AutoCloseable {
  private final Stream stream = new Stream();
  private final MemoryLimit limit;

  /** Behind the last launch that others may have to wait for. */
  private final Event done;

  /** Views and detector tables, on their way to the device and there. */
  final Growing<PinnedMemory> tablesOut = new Growing<>(PinnedMemory::new);

  final Growing<DeviceMemory> tables = new Growing<>(this::allocate);

  /** What the rows of each detector column share. */
  final Growing<DeviceMemory> columns = new Growing<>(this::allocate);

  /** Line integrals, on the device and on their way back. */
  final Growing<DeviceMemory> sums = new Growing<>(this::allocate);

  /** What a ray met of the block of slabs at hand, between bands. */
  final Growing<DeviceMemory> blockSums = new Growing<>(this::allocate);

  final Growing<PinnedMemory> sumsBack = new Growing<>(PinnedMemory::new);

  /** Voxels on their way to the device, and there before they are laid out. */
  final Growing<PinnedMemory> voxelsOut = new Growing<>(PinnedMemory::new);

  final Growing<DeviceMemory> voxels = new Growing<>(this::allocate);

  /** A band of slabs, laid out. */
  final Growing<DeviceMemory> band = new Growing<>(this::allocate);

  private @Nullable Runnable pending;

  /**
   * Makes one that holds no memory yet.
   *
   * @param limit of what it takes of the device's memory
   */
  Lane(MemoryLimit limit) {
    this.limit = limit;
    try {
      done = Event.withoutTime();
    } catch (GpuException e) {
      stream.close();
      throw e;
    }
  }

  Stream stream() {
    return stream;
  }

  Event done() {
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
  void then(Runnable taker) {
    pending = taker;
  }

  /** Waits for the stream, and does what was to be done then. */
  void finish() {
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
    for (Growing<?> memory :
        new Growing<?>[] {
          tablesOut, tables, columns, sums, blockSums, sumsBack, voxelsOut, voxels, band
        }) {
      memory.close();
    }
    done.close();
    stream.close();
  }
}
