package io.sinotrace.standin;

import static io.sinotrace.standin.Calls.allocate;
import static io.sinotrace.standin.Calls.event;
import static io.sinotrace.standin.Calls.floats;
import static io.sinotrace.standin.Calls.function;
import static io.sinotrace.standin.Calls.launch;
import static io.sinotrace.standin.Calls.module;
import static io.sinotrace.standin.Calls.ok;
import static io.sinotrace.standin.Calls.pinned;
import static io.sinotrace.standin.Calls.push;
import static io.sinotrace.standin.Calls.read;
import static io.sinotrace.standin.Calls.retain;
import static io.sinotrace.standin.Calls.stream;
import static io.sinotrace.standin.Calls.write;
import static jcuda.driver.CUevent_flags.CU_EVENT_DISABLE_TIMING;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_HANDLE;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_VALUE;
import static jcuda.driver.CUresult.CUDA_ERROR_NOT_READY;
import static jcuda.driver.CUstream_flags.CU_STREAM_DEFAULT;
import static jcuda.driver.CUstream_flags.CU_STREAM_NON_BLOCKING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.standin.Calls.Address;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;

/**
 * What is queued happens in the order in which a real driver may do it, and no sooner than it must.
 */
class StandInStreamsTest extends OnDriver {
  private static final float NAN = Float.NaN;
  private static final int ONE = Float.floatToRawIntBits(1);

  @Test
  void copiesHappenWhenSomethingWaitsForThem() {
    push(retain(0));
    CUstream stream = stream(CU_STREAM_NON_BLOCKING);
    Pointer from = pinned(8);
    Pointer to = pinned(8);
    Address there = allocate(8);
    floats(from, 2).put(0, 3).put(1, 4);
    ok(JCudaDriver.cuMemcpyHtoDAsync(there, from, 8, stream));
    ok(JCudaDriver.cuMemcpyDtoHAsync(to, there, 8, stream));
    // Too early to use it again: the copy will see this.
    floats(from, 2).put(1, 5);
    assertArrayEquals(new float[] {NAN, NAN}, contents(to, 2));
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertArrayEquals(new float[] {3, 5}, contents(to, 2));
    assertEquals(8, control.bytesToDevice());
    assertEquals(8, control.bytesToHost());
    assertEquals(0, control.pageableCopies());
  }

  private static float[] contents(Pointer pinned, int count) {
    float[] values = new float[count];
    FloatBuffer floats = floats(pinned, count);
    floats.get(values);
    return values;
  }

  @Test
  void synchronousCopiesWaitForBlockingStreamsOnly() {
    push(retain(0));
    Address a = allocate(4);
    Address b = allocate(4);
    CUstream blocking = stream(CU_STREAM_DEFAULT);
    CUstream other = stream(CU_STREAM_NON_BLOCKING);
    ok(JCudaDriver.cuMemsetD32Async(a, ONE, 1, blocking));
    ok(JCudaDriver.cuMemsetD32Async(b, ONE, 1, other));
    assertArrayEquals(new float[] {1}, read(a, 1));
    assertArrayEquals(new float[] {NAN}, read(b, 1));
    ok(JCudaDriver.cuCtxSynchronize());
    assertArrayEquals(new float[] {1}, read(b, 1));

    // And blocking streams wait for what the default stream was asked for.
    Pointer here = pinned(4);
    ok(JCudaDriver.cuMemsetD8Async(a, (byte) 0, 4, null));
    ok(JCudaDriver.cuMemcpyDtoHAsync(here, a, 4, blocking));
    ok(JCudaDriver.cuStreamSynchronize(blocking));
    assertArrayEquals(new float[] {0}, contents(here, 1));
  }

  @Test
  void theDefaultStreamWaitsForBlockingStreamsOnly() {
    push(retain(0));
    Address there = allocate(8);
    Pointer here = pinned(8);
    CUevent copied = event(CU_EVENT_DISABLE_TIMING);
    ok(JCudaDriver.cuMemsetD32Async(there, ONE, 1, stream(CU_STREAM_DEFAULT)));
    ok(
        JCudaDriver.cuMemsetD32Async(
            there.withByteOffset(4), ONE, 1, stream(CU_STREAM_NON_BLOCKING)));
    ok(JCudaDriver.cuMemcpyDtoHAsync(here, there, 8, null));
    ok(JCudaDriver.cuEventRecord(copied, null));
    ok(JCudaDriver.cuEventSynchronize(copied));
    assertArrayEquals(new float[] {1, NAN}, contents(here, 2));
  }

  @Test
  void streamsRunApartUnlessOneWaitsForAnEventOfTheOther() {
    push(retain(0));
    CUstream first = stream(CU_STREAM_NON_BLOCKING);
    CUstream second = stream(CU_STREAM_NON_BLOCKING);
    CUevent filled = event(CU_EVENT_DISABLE_TIMING);
    Address there = allocate(4);
    Pointer early = pinned(4);
    Pointer late = pinned(4);
    ok(JCudaDriver.cuMemsetD32Async(there, ONE, 1, first));
    ok(JCudaDriver.cuEventRecord(filled, first));
    ok(JCudaDriver.cuMemsetD8Async(there, (byte) 0, 4, first));
    ok(JCudaDriver.cuMemcpyDtoHAsync(early, there, 4, second));
    ok(JCudaDriver.cuStreamWaitEvent(second, filled, 0));
    ok(JCudaDriver.cuMemcpyDtoHAsync(late, there, 4, second));
    ok(JCudaDriver.cuStreamSynchronize(second));
    assertArrayEquals(new float[] {NAN}, contents(early, 1));
    assertArrayEquals(new float[] {1}, contents(late, 1));
    ok(JCudaDriver.cuStreamSynchronize(first));
    assertArrayEquals(new float[] {0}, read(there, 1));
  }

  @Test
  void destroyingAStreamWaitsForNothing() {
    push(retain(0));
    Address there = allocate(4);
    Pointer to = pinned(4);
    CUstream stream = stream(CU_STREAM_DEFAULT);
    ok(JCudaDriver.cuMemsetD32Async(there, ONE, 1, stream));
    ok(JCudaDriver.cuMemcpyDtoHAsync(to, there, 4, stream));
    ok(JCudaDriver.cuStreamDestroy(stream));
    assertArrayEquals(new float[] {NAN}, contents(to, 1));
    assertEquals(CUDA_ERROR_INVALID_HANDLE, JCudaDriver.cuStreamDestroy(stream));
    ok(JCudaDriver.cuCtxSynchronize());
    assertArrayEquals(new float[] {1}, contents(to, 1));
  }

  @Test
  void eventsTellWhenTheyWereReached() {
    push(retain(0));
    CUstream stream = stream(CU_STREAM_DEFAULT);
    CUevent start = event(0);
    CUevent end = event(0);
    float[] milliseconds = {NAN};
    assertEquals(
        CUDA_ERROR_INVALID_HANDLE, JCudaDriver.cuEventElapsedTime(milliseconds, start, end));
    ok(JCudaDriver.cuEventRecord(start, stream));
    ok(JCudaDriver.cuMemsetD8Async(allocate(32 << 20), (byte) 1, 32 << 20, stream));
    ok(JCudaDriver.cuEventRecord(end, stream));
    assertEquals(CUDA_ERROR_NOT_READY, JCudaDriver.cuEventElapsedTime(milliseconds, start, end));
    // Queries alone get there: start, fill, end.
    for (int i = 0; i < 3; i++) {
      assertEquals(CUDA_ERROR_NOT_READY, JCudaDriver.cuEventQuery(end));
    }
    ok(JCudaDriver.cuEventQuery(end));
    ok(JCudaDriver.cuEventElapsedTime(milliseconds, start, end));
    assertTrue(milliseconds[0] > 0 && milliseconds[0] < 10_000, () -> milliseconds[0] + " ms");
  }

  @Test
  void memoryThatIsNotPinnedIsCopiedAtOnce() {
    push(retain(0));
    CUstream stream = stream(CU_STREAM_NON_BLOCKING);
    ByteBuffer plain = Calls.parameter();
    Address there = allocate(4);
    plain.putFloat(0, 2);
    ok(JCudaDriver.cuMemcpyHtoDAsync(there, Pointer.to(plain), 4, stream));
    plain.putFloat(0, 7);
    ok(JCudaDriver.cuMemcpyDtoHAsync(Pointer.to(plain), there, 4, stream));
    assertEquals(2, plain.getFloat(0));
    assertEquals(2, control.pageableCopies());
  }

  @Test
  void launchesKeepTheirParametersAndCheckTheirSizes() {
    push(retain(0));
    CUfunction kernel = function(module(), "probe_write");
    CUstream stream = stream(CU_STREAM_DEFAULT);
    Address there = allocate(0, 0);
    ByteBuffer parameter = write(there, 1, 6);
    ok(launch(kernel, 1, stream, parameter));
    parameter.putLong(8, 0);
    assertArrayEquals(new float[] {0, 6}, read(there, 2));
    assertEquals(1, control.launches());

    int[][] refused = {
      {0, 1, 1, 1, 1, 1},
      {1, 65536, 1, 1, 1, 1},
      {1, 1, 65536, 1, 1, 1},
      {1, 1, 1, 1025, 1, 1},
      {1, 1, 1, 32, 33, 1},
      {1, 1, 1, 1, 1, 65},
      {1, 1, 1, 1, 0, 1},
    };
    for (int[] n : refused) {
      assertEquals(
          CUDA_ERROR_INVALID_VALUE,
          JCudaDriver.cuLaunchKernel(
              kernel,
              n[0],
              n[1],
              n[2],
              n[3],
              n[4],
              n[5],
              0,
              stream,
              Pointer.to(Pointer.to(parameter)),
              null));
    }
    ok(
        JCudaDriver.cuLaunchKernel(
            kernel, 1, 65535, 1, 32, 32, 1, 0, stream, Pointer.to(Pointer.to(parameter)), null));
  }
}
