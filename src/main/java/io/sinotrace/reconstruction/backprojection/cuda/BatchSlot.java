package io.sinotrace.reconstruction.backprojection.cuda;

import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.cuda.driver.Event;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GrowableMemory;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.projector.cuda.driver.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stream with memory of its own, for one batch of views at a time, and then for planes on their
 * way back. Of two slots in turn one computes while the other copies.
 */
final class BatchSlot implements AutoCloseable {
  private final Stream stream = new Stream();

  /** Behind the last batch, for which the next has to wait. */
  private final Event added;

  /** Filtered views, or planes, on the host. */
  final GrowableMemory<PinnedMemory> host = new GrowableMemory<>(PinnedMemory::new);

  /** The same on the device. */
  final GrowableMemory<DeviceMemory> device;

  /** What the voxels of a line share, by view. */
  final GrowableMemory<DeviceMemory> paths;

  private @Nullable Runnable pending;

  /**
   * Makes one that holds no memory yet.
   *
   * @param limit of what it takes of the device's memory
   */
  BatchSlot(MemoryLimit limit) {
    this.device = new GrowableMemory<>(bytes -> new DeviceMemory(bytes, limit));
    this.paths = new GrowableMemory<>(bytes -> new DeviceMemory(bytes, limit));
    try {
      added = Event.withoutTime();
    } catch (GpuException e) {
      stream.close();
      throw e;
    }
  }

  Stream stream() {
    return stream;
  }

  Event added() {
    return added;
  }

  /** Says what is to be done with what comes back once the stream is through. */
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
    host.close();
    device.close();
    paths.close();
    added.close();
    stream.close();
  }
}
