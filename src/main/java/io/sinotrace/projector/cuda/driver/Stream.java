package io.sinotrace.projector.cuda.driver;

import static io.sinotrace.projector.cuda.driver.Driver.check;

import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** A queue of work for a device: in order within itself, at the same time as other streams. */
public final class Stream implements AutoCloseable {
  private final CUstream handle = new CUstream();

  /**
   * Creates one in the current context.
   *
   * @throws GpuException if the driver cannot
   */
  public Stream() {
    check(
        "cuStreamCreate",
        JCudaDriver.cuStreamCreate(handle, CUstream_flags.CU_STREAM_NON_BLOCKING));
  }

  /** Returns what driver calls name it by; not valid after {@link #close}. */
  public CUstream handle() {
    return handle;
  }

  /** Returns when all its work is done. */
  public void join() {
    check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(handle));
  }

  /** Makes what comes next wait until an event has happened. */
  public void waitFor(Event event) {
    check("cuStreamWaitEvent", JCudaDriver.cuStreamWaitEvent(handle, event.handle(), 0));
  }

  @Override
  public void close() {
    JCudaDriver.cuStreamDestroy(handle);
  }
}
