package io.sinotrace.standin;

import static io.sinotrace.standin.Calls.allocate;
import static io.sinotrace.standin.Calls.event;
import static io.sinotrace.standin.Calls.function;
import static io.sinotrace.standin.Calls.launch;
import static io.sinotrace.standin.Calls.load;
import static io.sinotrace.standin.Calls.module;
import static io.sinotrace.standin.Calls.ok;
import static io.sinotrace.standin.Calls.pinned;
import static io.sinotrace.standin.Calls.pop;
import static io.sinotrace.standin.Calls.push;
import static io.sinotrace.standin.Calls.retain;
import static io.sinotrace.standin.Calls.stream;
import static io.sinotrace.standin.Calls.write;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_CONTEXT;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_HANDLE;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_IMAGE;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_PTX;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_VALUE;
import static jcuda.driver.CUresult.CUDA_ERROR_LAUNCH_FAILED;
import static jcuda.driver.CUresult.CUDA_ERROR_NOT_FOUND;
import static jcuda.driver.CUresult.CUDA_ERROR_NOT_INITIALIZED;
import static jcuda.driver.CUresult.CUDA_ERROR_NO_DEVICE;
import static jcuda.driver.CUresult.CUDA_ERROR_OUT_OF_MEMORY;
import static jcuda.driver.CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
import static jcuda.driver.CUstream_flags.CU_STREAM_DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sinotrace.standin.Calls.Address;
import io.sinotrace.standin.Control.Failure;
import io.sinotrace.standin.Control.Held;
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
import org.junit.jupiter.api.Test;

/** The stand-in notices what a program does wrong, where a real driver would or might. */
class StandInDriverTest extends OnDriver {
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
