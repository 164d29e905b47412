package io.sinotrace.projector.cuda.driver;

import java.util.Locale;
import java.util.Objects;
import jcuda.driver.CUresult;

/**
 * A GPU, or the driver, did not do what it was asked.
 *
 * <p>It is never bad input: a task that fails so may be tried again elsewhere.
 */
public final class GpuException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What can be done about it. */
  public enum Kind {
    /** There is no usable GPU here, or no driver for it. */
    NO_DEVICE,
    /** The driver refuses what was asked: kernels it cannot load, arguments it does not take. */
    CONFIGURATION,
    /** The device's memory, or pinned memory of the host, does not suffice: ask for less. */
    OUT_OF_MEMORY,
    /** The device, or this process's context on it, is of no use any more. */
    FATAL
  }

  private final Kind kind;

  /**
   * Makes one.
   *
   * @param message what happened, in one line
   */
  public GpuException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /**
   * Makes one that another exception is the cause of.
   *
   * @param message what happened, in one line
   */
  public GpuException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns the exception that a driver call's status means. */
  static GpuException of(String call, int status) {
    Kind kind = kind(status);
    return new GpuException(
        kind,
        "%s returned %d, %s (%s)"
            .formatted(
                call,
                status,
                CUresult.stringFor(status),
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
  }

  private static Kind kind(int status) {
    return switch (status) {
      case CUresult.CUDA_ERROR_OUT_OF_MEMORY -> Kind.OUT_OF_MEMORY;
      case CUresult.CUDA_ERROR_NOT_INITIALIZED,
          CUresult.CUDA_ERROR_STUB_LIBRARY,
          CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE,
          CUresult.CUDA_ERROR_NO_DEVICE,
          CUresult.CUDA_ERROR_INVALID_DEVICE,
          CUresult.CUDA_ERROR_SYSTEM_NOT_READY,
          CUresult.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH,
          CUresult.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
          Kind.NO_DEVICE;
      case CUresult.CUDA_ERROR_INVALID_VALUE,
          CUresult.CUDA_ERROR_INVALID_IMAGE,
          CUresult.CUDA_ERROR_INVALID_CONTEXT,
          CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU,
          CUresult.CUDA_ERROR_INVALID_PTX,
          CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
          CUresult.CUDA_ERROR_JIT_COMPILER_NOT_FOUND,
          CUresult.CUDA_ERROR_INVALID_HANDLE,
          CUresult.CUDA_ERROR_NOT_FOUND,
          CUresult.CUDA_ERROR_NOT_SUPPORTED,
          CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES ->
          Kind.CONFIGURATION;
      // Of errors not listed nothing good can be assumed.
      default -> Kind.FATAL;
    };
  }

  /** Returns what happened, in one line. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Returns what can be done about it. */
  public Kind kind() {
    return kind;
  }
}
