package io.sinotrace.projector.cuda.driver;

import static io.sinotrace.projector.cuda.driver.Driver.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Memory of the host that the device copies from and to by itself, while the processor goes on. */
public final class PinnedMemory implements Allocation {
  private final Pointer pointer = new Pointer();
  private final ByteBuffer bytes;
  private final FloatBuffer floats;

  /** Takes {@code size} bytes, less than 2 GiB. */
  public PinnedMemory(long size) {
    check("cuMemHostAlloc", JCudaDriver.cuMemHostAlloc(pointer, size, 0));
    this.bytes = pointer.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
    this.floats = bytes.asFloatBuffer();
  }

  /** Returns it as bytes; nobody may use them after {@link #close}. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Returns it as floats; nobody may use them after {@link #close}. */
  public FloatBuffer floats() {
    return floats;
  }

  @Override
  public long size() {
    return bytes.capacity();
  }

  /** Copies its first bytes to the device, in the order of a stream. */
  public void copyTo(DeviceMemory to, long at, long count, Stream stream) {
    check(
        "cuMemcpyHtoDAsync",
        JCudaDriver.cuMemcpyHtoDAsync(to.at(at), pointer, count, stream.handle()));
  }

  /** Fills its first bytes from the device, in the order of a stream. */
  public void copyFrom(DeviceMemory from, long at, long count, Stream stream) {
    check(
        "cuMemcpyDtoHAsync",
        JCudaDriver.cuMemcpyDtoHAsync(pointer, from.at(at), count, stream.handle()));
  }

  @Override
  public void close() {
    JCudaDriver.cuMemFreeHost(pointer);
  }
}
