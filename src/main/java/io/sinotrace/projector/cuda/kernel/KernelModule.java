package io.sinotrace.projector.cuda.kernel;

import static io.sinotrace.projector.cuda.driver.Driver.check;

import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** The kernels of {@code src/main/cuda}, loaded into one device's context. */
public final class KernelModule implements AutoCloseable {
  private static final String PTX = "tracer.ptx";

  private static final int WARP = 32;

  /** Warps of a block that lays out voxels. */
  private static final int WARPS = 4;

  private final CUmodule module = new CUmodule();
  private final CUfunction hoist;
  private final CUfunction trace;
  private final CUfunction traceWide;
  private final CUfunction arrange;

  /**
   * Loads the kernels into the current context.
   *
   * @throws GpuException if the driver cannot load them
   */
  public KernelModule() {
    check("cuModuleLoadData", JCudaDriver.cuModuleLoadData(module, ptx()));
    try {
      hoist = function("hoist");
      trace = function("trace");
      traceWide = function("trace_wide");
      arrange = function("arrange");
    } catch (GpuException e) {
      close();
      throw e;
    }
  }

  /** Returns what the PTX asks of a driver and a device, e.g. {@code PTX 6.3, sm_60}. */
  public static String target() {
    String text = new String(ptx(), StandardCharsets.US_ASCII);
    return "PTX "
        + text.replaceFirst("(?s).*?\\n\\.version (\\S+).*", "$1")
        + ", "
        + text.replaceFirst("(?s).*?\\n\\.target (\\S+).*", "$1");
  }

  /** Returns the PTX, ending in the zero that the driver looks for. */
  private static byte[] ptx() {
    try (InputStream in = KernelModule.class.getResourceAsStream(PTX)) {
      byte[] text = Objects.requireNonNull(in, PTX).readAllBytes();
      return Arrays.copyOf(text, text.length + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CUfunction function(String name) {
    CUfunction function = new CUfunction();
    check("cuModuleGetFunction", JCudaDriver.cuModuleGetFunction(function, module, name));
    return function;
  }

  /** Works out what the rows of each detector column share; before {@link #trace}. */
  public void hoist(LaunchArguments arguments, Stream stream) {
    int columns = arguments.columns();
    launch(hoist, arguments.views(), blocks(columns, WARP), 1, WARP, 1, arguments.bytes(), stream);
  }

  /** Traces the rays of a launch, or one band of slabs of them. */
  public void trace(LaunchArguments arguments, Stream stream) {
    int along = arguments.alongRows() ? arguments.rows() : arguments.columns();
    int across = arguments.alongRows() ? arguments.columns() : arguments.rows();
    BlockShape block = arguments.block();
    launch(
        arguments.wide() ? traceWide : trace,
        arguments.views(),
        blocks(along, block.along()),
        blocks(across, block.across()),
        block.along(),
        block.across(),
        arguments.bytes(),
        stream);
  }

  /** Lays out a brick of voxels. */
  public void arrange(BrickArguments arguments, Stream stream) {
    launch(
        arrange,
        blocks(arguments.nx(), WARP),
        blocks(arguments.ny(), WARPS),
        arguments.nz(),
        WARP,
        WARPS,
        arguments.bytes(),
        stream);
  }

  private static int blocks(int n, int each) {
    return (n + each - 1) / each;
  }

  private static void launch(
      CUfunction function,
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

  @Override
  public void close() {
    JCudaDriver.cuModuleUnload(module);
  }
}
