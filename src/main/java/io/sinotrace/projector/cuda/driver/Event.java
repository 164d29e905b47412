package io.sinotrace.projector.cuda.driver;

import static io.sinotrace.projector.cuda.driver.Driver.check;

import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/** A mark in a stream. */
public final class Event implements AutoCloseable {
  private final CUevent handle = new CUevent();

  /** Makes one that tells the time, and can be waited for. */
  public Event() {
    this(CUevent_flags.CU_EVENT_DEFAULT);
  }

  private Event(int flags) {
    check("cuEventCreate", JCudaDriver.cuEventCreate(handle, flags));
  }

  /** Makes one that can only be waited for, which costs the device less. */
  public static Event withoutTime() {
    return new Event(CUevent_flags.CU_EVENT_DISABLE_TIMING);
  }

  CUevent handle() {
    return handle;
  }

  /** Puts the mark behind all that is in a stream by now. */
  public void record(Stream stream) {
    check("cuEventRecord", JCudaDriver.cuEventRecord(handle, stream.handle()));
  }

  /** Returns the seconds that the device took from an earlier mark to this one. */
  public double secondsSince(Event earlier) {
    check("cuEventSynchronize", JCudaDriver.cuEventSynchronize(handle));
    float[] milliseconds = new float[1];
    check(
        "cuEventElapsedTime", JCudaDriver.cuEventElapsedTime(milliseconds, earlier.handle, handle));
    return milliseconds[0] * 1e-3;
  }

  @Override
  public void close() {
    JCudaDriver.cuEventDestroy(handle);
  }
}
