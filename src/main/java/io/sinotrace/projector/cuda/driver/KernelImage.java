package io.sinotrace.projector.cuda.driver;

import static io.sinotrace.projector.cuda.driver.Driver.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Kernels loaded into a device's context from PTX: what CUDA calls a module. */
public final class KernelImage implements KernelSet {
  private final CUmodule module = new CUmodule();

  /**
   * Loads kernels into the current context.
   *
   * @param ptx as {@link #ptx} reads it
   * @throws GpuException if the driver cannot load them
   */
  public KernelImage(byte[] ptx) {
    check("cuModuleLoadData", JCudaDriver.cuModuleLoadData(module, ptx));
  }

  /**
   * Reads a file of PTX.
   *
   * @param beside a class of the package that the file lies in
   * @return its text, ending in the zero that the driver looks for
   */
  public static byte[] ptx(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      byte[] text = Objects.requireNonNull(in, file).readAllBytes();
      return Arrays.copyOf(text, text.length + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns one of the kernels.
   *
   * @throws GpuException if there is none of this name
   */
  public Kernel kernel(String name) {
    CUfunction function = new CUfunction();
    check("cuModuleGetFunction", JCudaDriver.cuModuleGetFunction(function, module, name));
    return new Kernel(function);
  }

  /** A kernel that takes one struct. */
  public static final class Kernel {
    private final CUfunction function;

    private Kernel(CUfunction function) {
      this.function = function;
    }

    /**
     * Queues a launch.
     *
     * @param argument a direct buffer, in the order of bytes of this machine
     */
    public void launch(
        int gridX,
        int gridY,
        int gridZ,
        int blockX,
        int blockY,
        ByteBuffer argument,
        Stream stream) {
      // The driver copies the argument before it returns.
      check(
          "cuLaunchKernel",
          JCudaDriver.cuLaunchKernel(
              function,
              gridX,
              gridY,
              gridZ,
              blockX,
              blockY,
              1,
              0,
              stream.handle(),
              Pointer.to(Pointer.to(argument)),
              null));
    }
  }

  @Override
  public void close() {
    JCudaDriver.cuModuleUnload(module);
  }
}
