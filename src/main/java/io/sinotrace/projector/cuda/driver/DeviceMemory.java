package io.sinotrace.projector.cuda.driver;

import static io.sinotrace.projector.cuda.driver.Driver.check;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** A piece of a device's memory. To be used and closed while the device's context is current. */
public final class DeviceMemory implements Allocation {
  private final Address pointer = new Address();
  private final long bytes;
  private final MemoryLimit limit;

  /**
   * Allocates it.
   *
   * @param limit counts it until it is closed
   * @throws GpuException if the limit or the device does not allow it
   */
  public DeviceMemory(long bytes, MemoryLimit limit) {
    limit.take(bytes);
    try {
      check("cuMemAlloc", JCudaDriver.cuMemAlloc(pointer, bytes));
    } catch (GpuException e) {
      limit.giveBack(bytes);
      throw e;
    }
    this.bytes = bytes;
    this.limit = limit;
  }

  /** Returns the address of a byte, as kernels see it. */
  public long address(long offset) {
    return pointer.value() + offset;
  }

  /** Returns the place of a byte in it. */
  CUdeviceptr at(long offset) {
    return pointer.withByteOffset(offset);
  }

  @Override
  public long size() {
    return bytes;
  }

  /** Sets all of it to zero, in the order of a stream. */
  public void clear(Stream stream) {
    // Allocations are whole numbers of floats.
    check(
        "cuMemsetD32Async",
        JCudaDriver.cuMemsetD32Async(pointer, 0, bytes / Float.BYTES, stream.handle()));
  }

  @Override
  public void close() {
    // Whatever it returns, the memory is no longer ours; a broken context has lost it already.
    JCudaDriver.cuMemFree(pointer);
    limit.giveBack(bytes);
  }

  /** Gives access to the address, which JCuda declares protected. */
  private static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer();
    }
  }
}
