package io.sinotrace.standin;

import static io.sinotrace.standin.Calls.allocate;
import static io.sinotrace.standin.Calls.event;
import static io.sinotrace.standin.Calls.function;
import static io.sinotrace.standin.Calls.launch;
import static io.sinotrace.standin.Calls.module;
import static io.sinotrace.standin.Calls.ok;
import static io.sinotrace.standin.Calls.pinned;
import static io.sinotrace.standin.Calls.pop;
import static io.sinotrace.standin.Calls.push;
import static io.sinotrace.standin.Calls.retain;
import static io.sinotrace.standin.Calls.stream;
import static io.sinotrace.standin.Calls.write;
import static jcuda.driver.CUresult.CUDA_ERROR_ILLEGAL_ADDRESS;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_VALUE;
import static jcuda.driver.CUresult.CUDA_ERROR_OUT_OF_MEMORY;
import static jcuda.driver.CUstream_flags.CU_STREAM_DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.standin.Calls.Address;
import io.sinotrace.standin.Control.Held;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;

/** Memory is limited, guarded and counted. */
class StandInMemoryTest extends OnDriver {
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
}
