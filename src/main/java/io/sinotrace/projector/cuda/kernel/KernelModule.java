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

  /** Of one channel, of two, and so on. */
  private final CUfunction[] trace = new CUfunction[LaunchArguments.MOST_CHANNELS];

  private final CUfunction[] traceWide = new CUfunction[LaunchArguments.MOST_CHANNELS];
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
      for (int n = 1; n <= LaunchArguments.MOST_CHANNELS; n++) {
        trace[n - 1] = function("trace_" + n);
        traceWide[n - 1] = function("trace_wide_" + n);
      }
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

  /** Traces the rays of a launch in all channels, or one band of slabs of them. */
  public void trace(LaunchArguments arguments, Stream stream) {
    int along = arguments.alongRows() ? arguments.rows() : arguments.columns();
    int across = arguments.alongRows() ? arguments.columns() : arguments.rows();
    BlockShape block = arguments.block();
    CUfunction[] kernels = arguments.wide() ? traceWide : trace;
    for (int from = 0; from < arguments.channels(); from += LaunchArguments.MOST_CHANNELS) {
      int some = Math.min(LaunchArguments.MOST_CHANNELS, arguments.channels() - from);
      launch(
          kernels[some - 1],
          arguments.views(),
          blocks(along, block.along()),
          blocks(across, block.across()),
          block.along(),
          block.across(),
          arguments.fromChannel(from).bytes(),
          stream);
    }
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
