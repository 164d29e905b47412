package io.sinotrace.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Driver calls that are expected to succeed, and the kernels of probe.cu. */
final class Calls {
  static final String PTX =
      """
      // As a compiler would write it, but for the bodies, which the stand-in does not look at.
      .version 6.3
      .target sm_75
      .address_size 64

      .visible .entry probe_multiply_add(
      	.param .align 8 .b8 probe_multiply_add_param_0[40]
      )
      {
      	ret;
      }
      .visible .entry probe_intrinsics(
      	.param .align 8 .b8 probe_intrinsics_param_0[32]
      )
      {
      	ret;
      }
      .visible .entry probe_write(
      	.param .align 8 .b8 probe_write_param_0[24]
      )
      {
      	ret;
      }
      """;

  private Calls() {}

  /** An address that can be handed to a kernel. */
  static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer();
    }
  }

  static void ok(int code) {
    assertEquals(0, code, () -> "CUresult " + name(code));
  }

  static String name(int code) {
    String[] name = new String[1];
    JCudaDriver.cuGetErrorName(code, name);
    return name[0];
  }

  static CUdevice device(int ordinal) {
    CUdevice device = new CUdevice();
    ok(JCudaDriver.cuDeviceGet(device, ordinal));
    return device;
  }

  static CUcontext retain(int ordinal) {
    CUcontext context = new CUcontext();
    ok(JCudaDriver.cuDevicePrimaryCtxRetain(context, device(ordinal)));
    return context;
  }

  static void push(CUcontext context) {
    ok(JCudaDriver.cuCtxPushCurrent(context));
  }

  static void pop() {
    ok(JCudaDriver.cuCtxPopCurrent(new CUcontext()));
  }

  static Address allocate(long bytes) {
    Address address = new Address();
    ok(JCudaDriver.cuMemAlloc(address, bytes));
    return address;
  }

  /** An allocation that holds these numbers. */
  static Address allocate(float... values) {
    Address address = allocate((long) Float.BYTES * values.length);
    ok(JCudaDriver.cuMemcpyHtoD(address, Pointer.to(values), (long) Float.BYTES * values.length));
    return address;
  }

  static float[] read(CUdeviceptr address, int count) {
    float[] values = new float[count];
    ok(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), address, (long) Float.BYTES * count));
    return values;
  }

  static Pointer pinned(long bytes) {
    Pointer pointer = new Pointer();
    ok(JCudaDriver.cuMemHostAlloc(pointer, bytes, 0));
    return pointer;
  }

  static FloatBuffer floats(Pointer pinned, int count) {
    return pinned
        .getByteBuffer(0, (long) Float.BYTES * count)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  static CUstream stream(int flags) {
    CUstream stream = new CUstream();
    ok(JCudaDriver.cuStreamCreate(stream, flags));
    return stream;
  }

  static CUevent event(int flags) {
    CUevent event = new CUevent();
    ok(JCudaDriver.cuEventCreate(event, flags));
    return event;
  }

  static int load(CUmodule module, String ptx) {
    return JCudaDriver.cuModuleLoadData(module, ptx);
  }

  static CUmodule module() {
    CUmodule module = new CUmodule();
    ok(load(module, PTX));
    return module;
  }

  static CUfunction function(CUmodule module, String name) {
    CUfunction function = new CUfunction();
    ok(JCudaDriver.cuModuleGetFunction(function, module, name));
    return function;
  }

  /** A struct parameter of 40 bytes at most, to be filled in. */
  static ByteBuffer parameter() {
    return ByteBuffer.allocateDirect(40).order(ByteOrder.nativeOrder());
  }

  /** Launches blocks of 32 threads. */
  static int launch(CUfunction function, int blocks, CUstream stream, ByteBuffer parameter) {
    return JCudaDriver.cuLaunchKernel(
        function,
        blocks,
        1,
        1,
        32,
        1,
        1,
        0,
        stream,
        Pointer.to(Pointer.to(parameter.rewind())),
        null);
  }

  /** Parameter of probe_write. */
  static ByteBuffer write(Address to, long index, float value) {
    return parameter().putLong(to.value()).putLong(index).putFloat(value);
  }
}
