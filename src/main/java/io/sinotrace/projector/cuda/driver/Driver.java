package io.sinotrace.projector.cuda.driver;

import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import java.io.IOException;
import java.util.List;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/** The CUDA driver of this machine: whether it is there, and what its answers mean. */
public final class Driver {
  /** The first one that has all calls that are made here, as the driver counts: release 450. */
  private static final int OLDEST = 11_000;

  /** Why JCuda cannot be loaded, tried once a JVM; empty where it can, null before that. */
  private static @Nullable String loadFailure;

  private static boolean initialized;

  private Driver() {}

  /**
   * Makes sure that the driver is there.
   *
   * @throws GpuException if it is not, or too old
   */
  public static synchronized void require() {
    if (loadFailure == null) {
      loadFailure = load();
    }
    if (!loadFailure.isEmpty()) {
      throw new GpuException(Kind.NO_DEVICE, loadFailure);
    }
    if (!initialized) {
      check("cuInit", JCudaDriver.cuInit(0));
      int version = version();
      if (version < OLDEST) {
        throw new GpuException(
            Kind.NO_DEVICE,
            "the NVIDIA driver is too old: it is for CUDA %s; expected %s or later"
                .formatted(shown(version), shown(OLDEST)));
      }
      initialized = true;
    }
  }

  /** Asks the driver again when it is needed next. */
  public static synchronized void forget() {
    initialized = false;
  }

  private static String load() {
    try {
      NativeLibrary.load();
      return "";
    } catch (LinkageError e) {
      // The first touch says why; later ones would only say that the class is not there.
      String reason = reason(e);
      return reason.contains("libcuda")
          ? "no NVIDIA driver on this machine: " + reason
          : "JCuda's library cannot be loaded: " + reason;
    } catch (IOException e) {
      return "JCuda's library cannot be unpacked for loading: " + e;
    }
  }

  /**
   * Returns the reason alone: JCuda's message is pages long, and one of its lines is the loader's,
   * which begins with the place of the library.
   */
  private static String reason(Throwable e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().toList();
    return lines.stream()
        .filter(line -> line.contains(".so: "))
        .findFirst()
        .orElse(lines.isEmpty() ? "" : lines.get(0))
        .replaceFirst("^.*\\.so: ", "");
  }

  /** Returns the CUDA version that the driver supports, 1000 times the major plus 10 the minor. */
  public static int version() {
    int[] version = new int[1];
    check("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(version));
    return version[0];
  }

  /** Returns a version as people write it. */
  public static String shown(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  /**
   * Looks at the status that a driver call returned.
   *
   * @throws GpuException if it is not success
   */
  public static void check(String call, int status) {
    if (status != CUresult.CUDA_SUCCESS) {
      throw GpuException.of(call, status);
    }
  }
}
