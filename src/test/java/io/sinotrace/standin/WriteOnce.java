package io.sinotrace.standin;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;

/** A process that writes one float, and says what the driver said. */
final class WriteOnce {
  private static final int FLOATS = 1024;

  private WriteOnce() {}

  /**
   * Arguments: the number of the device whose memory is written to, where to write, counted in
   * floats from the beginning of an allocation of 1024, and the number of the device that does it.
   */
  public static void main(String[] arguments) throws IOException {
    JCudaLibrary.load();
    Calls.ok(JCudaDriver.cuInit(0));
    Calls.push(Calls.retain(Integer.parseInt(arguments[0])));
    Calls.Address to = Calls.allocate((long) Float.BYTES * FLOATS);
    long index = Long.parseLong(arguments[1]);
    Calls.push(Calls.retain(Integer.parseInt(arguments[2])));
    CUfunction write = Calls.function(Calls.module(), "probe_write");
    Calls.ok(Calls.launch(write, 1, Calls.stream(0), Calls.write(to, index, 1)));
    int code = JCudaDriver.cuCtxSynchronize();
    new PrintStream(System.out, true, StandardCharsets.UTF_8).println(Calls.name(code));
  }
}
