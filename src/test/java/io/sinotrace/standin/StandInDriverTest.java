package io.sinotrace.standin;

import static io.sinotrace.standin.Calls.allocate;
import static io.sinotrace.standin.Calls.event;
import static io.sinotrace.standin.Calls.floats;
import static io.sinotrace.standin.Calls.function;
import static io.sinotrace.standin.Calls.launch;
import static io.sinotrace.standin.Calls.load;
import static io.sinotrace.standin.Calls.module;
import static io.sinotrace.standin.Calls.ok;
import static io.sinotrace.standin.Calls.pinned;
import static io.sinotrace.standin.Calls.pop;
import static io.sinotrace.standin.Calls.push;
import static io.sinotrace.standin.Calls.read;
import static io.sinotrace.standin.Calls.retain;
import static io.sinotrace.standin.Calls.stream;
import static io.sinotrace.standin.Calls.write;
import static jcuda.driver.CUevent_flags.CU_EVENT_DISABLE_TIMING;
import static jcuda.driver.CUresult.CUDA_ERROR_ILLEGAL_ADDRESS;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_CONTEXT;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_HANDLE;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_IMAGE;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_PTX;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_VALUE;
import static jcuda.driver.CUresult.CUDA_ERROR_LAUNCH_FAILED;
import static jcuda.driver.CUresult.CUDA_ERROR_NOT_FOUND;
import static jcuda.driver.CUresult.CUDA_ERROR_NOT_INITIALIZED;
import static jcuda.driver.CUresult.CUDA_ERROR_NOT_READY;
import static jcuda.driver.CUresult.CUDA_ERROR_NO_DEVICE;
import static jcuda.driver.CUresult.CUDA_ERROR_OUT_OF_MEMORY;
import static jcuda.driver.CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
import static jcuda.driver.CUstream_flags.CU_STREAM_DEFAULT;
import static jcuda.driver.CUstream_flags.CU_STREAM_NON_BLOCKING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.standin.Calls.Address;
import io.sinotrace.standin.Control.Failure;
import io.sinotrace.standin.Control.Held;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The stand-in notices what a program does wrong, where a real driver would or might. */
@Tag("stand-in")
class StandInDriverTest {
  private static final float NAN = Float.NaN;
  private static final int ONE = Float.floatToRawIntBits(1);

  private final Control control = Control.open();

  @BeforeAll
  static void build() throws IOException {
    assumeTrue(StandIn.missing().isEmpty(), () -> StandIn.missing().orElse(""));
    StandIn.use();
    JCudaLibrary.load();
  }

  @BeforeEach
  void begin() {
    control.reset();
    control.restart();
    ok(JCudaDriver.cuInit(0));
  }

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

  @Test
  void whatIsGivenBackIsNoLongerCounted() {
    CUcontext context = retain(1);
    push(context);
    CUmodule module = module();
    Address there = allocate(1000);
    Pointer here = pinned(2000);
    CUstream stream = stream(CU_STREAM_DEFAULT);
    CUevent event = event(0);
    assertEquals(new Held(1, 1000, 1, 2000, 1, 1, 1, 1, 1), control.held());
    ok(JCudaDriver.cuEventDestroy(event));
    ok(JCudaDriver.cuStreamDestroy(stream));
    ok(JCudaDriver.cuMemFreeHost(here));
    ok(JCudaDriver.cuMemFree(there));
    ok(JCudaDriver.cuModuleUnload(module));
    pop();
    ok(JCudaDriver.cuDevicePrimaryCtxRelease(Calls.device(1)));
    assertEquals(Held.NOTHING, control.held());
    assertEquals(0, control.leaked());
    assertEquals(1000, control.peakDeviceBytes());
  }

  @Test
  void whatIsLeftInAContextGoesWithItAndIsCounted() {
    push(retain(0));
    allocate(16);
    stream(CU_STREAM_DEFAULT);
    pop();
    ok(JCudaDriver.cuDevicePrimaryCtxRelease(Calls.device(0)));
    assertEquals(Held.NOTHING, control.held());
    assertEquals(2, control.leaked());
  }

  @Test
  void theCallAskedForFails() {
    push(retain(0));
    control.reset();
    control.failAt(3, CUDA_ERROR_OUT_OF_MEMORY, Failure.ONCE);
    allocate(4);
    allocate(4);
    assertEquals(CUDA_ERROR_OUT_OF_MEMORY, JCudaDriver.cuMemAlloc(new Address(), 4));
    allocate(4);
    assertEquals(4, control.calls());
    assertEquals(Optional.of("cuMemAlloc_v2"), control.failedCall());
    assertEquals(3, control.held().deviceAllocations());
  }

  @Test
  void afterAStickyFailureAllFailButThingsAreGivenBack() {
    push(retain(0));
    Address there = allocate(4);
    Pointer here = pinned(4);
    CUstream stream = stream(CU_STREAM_DEFAULT);
    control.failAt(1, CUDA_ERROR_LAUNCH_FAILED, Failure.STICKY);
    int code = CUDA_ERROR_LAUNCH_FAILED;
    assertEquals(code, JCudaDriver.cuStreamSynchronize(stream));
    assertEquals(code, JCudaDriver.cuMemAlloc(new Address(), 4));
    assertEquals(code, JCudaDriver.cuMemFree(there));
    assertEquals(code, JCudaDriver.cuMemFreeHost(here));
    assertEquals(code, JCudaDriver.cuStreamDestroy(stream));
    assertEquals(code, JCudaDriver.cuCtxPopCurrent(new CUcontext()));
    assertEquals(new Held(0, 0, 0, 0, 0, 0, 0, 1, 0), control.held());
    assertEquals(Optional.of("cuStreamSynchronize"), control.failedCall());
    control.failNothing();
    ok(JCudaDriver.cuDevicePrimaryCtxRelease(Calls.device(0)));
  }

  @Test
  void queuedWorkFailsWhereItIsWaitedForAndSpoilsItsContext() {
    CUcontext context = retain(0);
    push(context);
    CUfunction kernel = function(module(), "probe_write");
    CUstream stream = stream(CU_STREAM_DEFAULT);
    Address there = allocate(0, 0);
    control.failAt(1, CUDA_ERROR_LAUNCH_FAILED, Failure.DEFERRED);
    ok(launch(kernel, 1, stream, write(there, 0, 1)));
    ok(launch(kernel, 1, stream, write(there, 1, 1)));
    assertEquals(CUDA_ERROR_LAUNCH_FAILED, JCudaDriver.cuStreamSynchronize(stream));
    assertEquals(Optional.of("cuLaunchKernel"), control.failedCall());
    assertEquals(0, control.launches());
    assertEquals(CUDA_ERROR_LAUNCH_FAILED, JCudaDriver.cuMemAlloc(new Address(), 4));
    // The other device goes on.
    push(retain(1));
    allocate(4);
    pop();
    pop();
    ok(JCudaDriver.cuDevicePrimaryCtxRelease(Calls.device(0)));
    push(retain(0));
    allocate(4);
  }

  @Test
  void handlesBelongToTheirContext() throws InterruptedException {
    CUcontext zero = retain(0);
    CUcontext one = retain(1);
    assertEquals(CUDA_ERROR_INVALID_CONTEXT, JCudaDriver.cuMemAlloc(new Address(), 4));
    push(zero);
    int[] code = {0};
    Thread thread = new Thread(() -> code[0] = JCudaDriver.cuCtxSynchronize());
    thread.start();
    thread.join();
    assertEquals(CUDA_ERROR_INVALID_CONTEXT, code[0], "current to another thread");

    CUstream stream = stream(CU_STREAM_DEFAULT);
    CUevent event = event(0);
    CUfunction kernel = function(module(), "probe_write");
    Address there = allocate(4);
    push(one);
    CUstream ownStream = stream(CU_STREAM_DEFAULT);
    assertEquals(
        CUDA_ERROR_INVALID_HANDLE, launch(kernel, 1, ownStream, write(there, 0, 1)), "kernel");
    assertEquals(CUDA_ERROR_INVALID_HANDLE, JCudaDriver.cuEventRecord(event, ownStream), "event");
    assertEquals(CUDA_ERROR_INVALID_HANDLE, JCudaDriver.cuEventRecord(event(0), stream), "stream");
    assertEquals(
        CUDA_ERROR_INVALID_VALUE,
        JCudaDriver.cuMemcpyHtoD(there, Pointer.to(new float[1]), 4),
        "memory");
    pop();
    ok(launch(kernel, 1, stream, write(there, 0, 1)));
  }

  @Test
  void memoryIsLimited() {
    control.memory(1 << 20);
    push(retain(0));
    long[] free = {0};
    long[] total = {0};
    Address most = allocate(900 << 10);
    ok(JCudaDriver.cuMemGetInfo(free, total));
    assertEquals(124 << 10, free[0]);
    assertEquals(1 << 20, total[0]);
    assertEquals(CUDA_ERROR_OUT_OF_MEMORY, JCudaDriver.cuMemAlloc(new Address(), (124 << 10) + 1));
    push(retain(1));
    allocate(1 << 20);
    pop();
    ok(JCudaDriver.cuMemFree(most));
    allocate(1 << 20);
    assertEquals(CUDA_ERROR_INVALID_VALUE, JCudaDriver.cuMemAlloc(new Address(), 0));
  }

  @Test
  void copiesStayInTheirAllocation() {
    push(retain(0));
    CUstream stream = stream(CU_STREAM_DEFAULT);
    Address there = allocate(16);
    Pointer here = pinned(16);
    int bad = CUDA_ERROR_INVALID_VALUE;
    assertEquals(bad, JCudaDriver.cuMemcpyHtoD(there, Pointer.to(new float[5]), 20));
    assertEquals(bad, JCudaDriver.cuMemcpyDtoH(Pointer.to(new float[5]), there, 20));
    assertEquals(bad, JCudaDriver.cuMemcpyHtoDAsync(there.withByteOffset(4), here, 16, stream));
    assertEquals(bad, JCudaDriver.cuMemcpyDtoHAsync(here.withByteOffset(4), there, 16, stream));
    assertEquals(bad, JCudaDriver.cuMemsetD32Async(there, 0, 5, stream));
    assertEquals(bad, JCudaDriver.cuMemsetD32Async(there.withByteOffset(2), 0, 1, stream));
    ok(JCudaDriver.cuMemcpyHtoDAsync(there.withByteOffset(4), here, 12, stream));

    ok(JCudaDriver.cuMemFreeHost(here));
    assertEquals(bad, JCudaDriver.cuMemcpyHtoDAsync(there, here, 16, stream), "freed memory");
    assertEquals(bad, JCudaDriver.cuMemFreeHost(here), "freed twice");
    ok(JCudaDriver.cuMemFree(there));
    assertEquals(bad, JCudaDriver.cuMemFree(there), "freed twice");
    assertEquals(bad, JCudaDriver.cuMemcpyHtoD(there, Pointer.to(new float[4]), 16));
  }

  @Test
  void writesAroundAnAllocationAreNoticedWhenItIsFreed() {
    push(retain(0));
    CUfunction kernel = function(module(), "probe_write");
    Address there = allocate(1000);
    ok(launch(kernel, 1, stream(CU_STREAM_DEFAULT), write(there, 249, 1)));
    ok(JCudaDriver.cuMemFree(there));
    // 250 floats end within the last 256 bytes that can be touched.
    there = allocate(1000);
    ok(launch(kernel, 1, stream(CU_STREAM_DEFAULT), write(there, 250, 1)));
    assertEquals(CUDA_ERROR_ILLEGAL_ADDRESS, JCudaDriver.cuMemFree(there));
  }

  @Test
  void modulesAreTextThatTheDriverKnows() {
    push(retain(0));
    CUmodule module = new CUmodule();
    control.driverVersion(9020);
    assertEquals(CUDA_ERROR_UNSUPPORTED_PTX_VERSION, load(module, Calls.PTX));
    control.driverVersion(10000);
    ok(load(module, Calls.PTX));
    control.driverVersion(12060);
    assertEquals(
        CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
        load(module, Calls.PTX.replace(".version 6.3", ".version 9.0")));
    control.driverVersion(13000);
    ok(load(module, Calls.PTX.replace(".version 6.3", ".version 9.0")));
    assertEquals(CUDA_ERROR_INVALID_PTX, load(module, Calls.PTX.replace("sm_75", "sm_90")));
    assertEquals(CUDA_ERROR_INVALID_PTX, load(module, Calls.PTX + "\u0001\u0002"));
    assertEquals(CUDA_ERROR_INVALID_IMAGE, load(module, "\u007fELF"));
    ok(load(module, Calls.PTX));
    assertEquals(
        CUDA_ERROR_NOT_FOUND, JCudaDriver.cuModuleGetFunction(new CUfunction(), module, "probe"));
    ok(JCudaDriver.cuModuleUnload(module));
    assertEquals(
        CUDA_ERROR_INVALID_HANDLE,
        JCudaDriver.cuModuleGetFunction(new CUfunction(), module, "probe_write"));
  }

  @Test
  void devicesAreNumberedAgainstTheOrderOfTheirBus() {
    control.devices(3);
    String[] first = {""};
    String[] last = {""};
    CUuuid firstUuid = new CUuuid();
    CUuuid lastUuid = new CUuuid();
    CUdevice device = Calls.device(0);
    ok(JCudaDriver.cuDeviceGetPCIBusId(first, 13, device));
    ok(JCudaDriver.cuDeviceGetUuid(firstUuid, device));
    ok(JCudaDriver.cuDeviceGetPCIBusId(last, 13, Calls.device(2)));
    ok(JCudaDriver.cuDeviceGetUuid(lastUuid, Calls.device(2)));
    assertEquals("0000:E0:00.0", first[0].strip());
    assertEquals("0000:C0:00.0", last[0].strip());
    assertNotEquals(firstUuid.toString(), lastUuid.toString());
  }

  @Test
  void aRestartForgetsEverything() {
    push(retain(0));
    Address there = allocate(4);
    stream(CU_STREAM_DEFAULT);
    control.restart();
    assertEquals(CUDA_ERROR_NOT_INITIALIZED, JCudaDriver.cuMemFree(there));
    assertEquals(Held.NOTHING, control.held());
    ok(JCudaDriver.cuInit(0));
    assertEquals(CUDA_ERROR_INVALID_CONTEXT, JCudaDriver.cuMemFree(there));
    control.restart();
    control.devices(0);
    assertEquals(CUDA_ERROR_NO_DEVICE, JCudaDriver.cuInit(0));
  }
}
